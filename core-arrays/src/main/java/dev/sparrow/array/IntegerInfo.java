package dev.sparrow.array;

import java.math.BigInteger;

/**
 * Limits of an integer dtype, as NumPy's {@code iinfo}.
 *
 * @param dtype the dtype
 * @param bits size of an element
 * @param min smallest value
 * @param max largest value
 */
public record IntegerInfo(DType dtype, int bits, BigInteger min, BigInteger max) {
  /**
   * The limits of a dtype.
   *
   * @param dtype an integer dtype
   * @return its limits
   * @throws DTypeException if it is none
   */
  public static IntegerInfo of(DType dtype) {
    if (!dtype.isInteger()) {
      throw new DTypeException("iinfo: data type " + dtype + " is not an integer; see finfo");
    }
    int bits = dtype.bytes() * 8;
    int magnitude = dtype.isUnsigned() ? bits : bits - 1;
    BigInteger end = BigInteger.ONE.shiftLeft(magnitude);
    BigInteger min = dtype.isUnsigned() ? BigInteger.ZERO : end.negate();
    return new IntegerInfo(dtype, bits, min, end.subtract(BigInteger.ONE));
  }
}
