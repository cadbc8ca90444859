package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;

/**
 * An operand of a product, as evenly strided lines: the rows of the left one, the columns of the
 * right one. Each line holds one factor of every term.
 *
 * @param address first term of the first line
 * @param dtype element type
 * @param lineStride distance between lines, in elements
 * @param termStride distance between the terms of a line, in elements
 */
public record Lines(long address, DType dtype, long lineStride, long termStride) {
  /** Address of a term of a line. */
  long at(long line, long term) {
    return address + (line * lineStride + term * termStride) * dtype.bytes();
  }

  /** The same memory as real numbers, if the parts of every complex line lie one after another. */
  Lines asReal() {
    DType part = dtype == DType.COMPLEX64 ? DType.FLOAT32 : DType.FLOAT64;
    return new Lines(address, part, 2 * lineStride, 1);
  }
}
