package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.jit.dot.Lines;
import org.jspecify.annotations.Nullable;

/**
 * An operand of a batch of products: evenly strided lines, or lines that must be copied to be so.
 *
 * @param slot its slot
 * @param offset its first element
 * @param dtype its element type
 * @param batch where each product's lines begin
 * @param lines lines of a product
 * @param lineStride distance between lines, in elements
 * @param terms terms of a line
 * @param termStride distance between terms, in elements
 * @param copy what to copy first, or null; the strides are then those of the copy
 */
record ProductOperand(
    int slot,
    long offset,
    DType dtype,
    Walk batch,
    long lines,
    long lineStride,
    long terms,
    long termStride,
    @Nullable Copy copy) {
  /** Elements to copy, in row-major order of batch, line, term. */
  record Copy(Walk walk, long elements) {}

  /** An operand during a run; closing it frees its copy. */
  static final class Held implements AutoCloseable {
    private final ProductOperand operand;
    private final @Nullable ArrowBuffer copied;
    private final long first;

    private Held(ProductOperand operand, @Nullable ArrowBuffer copied, long first) {
      this.operand = operand;
      this.copied = copied;
      this.first = first;
    }

    /** Address of the first line of a product. */
    long address(long product) {
      return first + operand.batch.offset(product) * operand.dtype.bytes();
    }

    /** The lines of a product. */
    Lines lines(long product) {
      return new Lines(address(product), operand.dtype, operand.lineStride, operand.termStride);
    }

    @Override
    public void close() {
      if (copied != null) {
        copied.release();
      }
    }
  }

  /** This operand's elements for a run. */
  Held hold(Addresses addresses) {
    long first = addresses.base()[slot] + offset * dtype.bytes();
    if (copy == null) {
      return new Held(this, null, first);
    }
    ArrowBuffer dense = ArrowBuffer.allocate(copy.elements * dtype.bytes());
    StridedCopy.gather(first, copy.walk, 0, copy.elements, dtype.bytes(), dense.address());
    return new Held(this, dense, dense.address());
  }
}
