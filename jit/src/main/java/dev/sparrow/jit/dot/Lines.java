package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Microkernel;

/**
 * Evenly strided lines.
 *
 * @param address first term of the first line
 * @param dtype element type
 * @param lineStride distance between lines, in elements
 * @param termStride distance between the terms of a line, in elements
 */
public record Lines(long address, DType dtype, long lineStride, long termStride) implements Factor {
  @Override
  public void pack(
      long firstLine, int lines, int width, long firstTerm, int terms, long target, Tiles tiles) {
    Panels.pack(this, firstLine, lines, width, firstTerm, terms, target, tiles);
  }

  /** Address of a term of a line. */
  long at(long line, long term) {
    return address + (line * lineStride + term * termStride) * dtype.bytes();
  }

  /** Whether a {@link dev.sparrow.jit.codegen.Microkernel} can step through these lines. */
  boolean isForward() {
    long most = (Microkernel.MOST_DISTANCE - 1) / dtype.bytes();
    return lineStride >= 0 && lineStride <= most && termStride >= 0 && termStride <= most;
  }

  /** The same memory as real numbers, if the parts of every complex line lie one after another. */
  Lines asReal() {
    DType part = dtype == DType.COMPLEX64 ? DType.FLOAT32 : DType.FLOAT64;
    return new Lines(address, part, 2 * lineStride, 1);
  }
}
