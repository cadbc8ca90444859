package dev.sparrow.array;

/**
 * Limits of a floating-point dtype, as NumPy's {@code finfo}; of a complex dtype those of its
 * parts.
 *
 * @param dtype the dtype
 * @param bits size of an element
 * @param exponentBits bits of the exponent
 * @param mantissaBits bits of the fraction, without the leading one
 * @param maxExponent numbers are below 2 to this power
 * @param eps distance from 1 to the next number
 * @param max largest finite number
 * @param tiny smallest positive normal number
 * @param smallestSubnormal smallest positive number
 * @param precision decimal digits that always survive
 */
public record FloatInfo(
    DType dtype,
    int bits,
    int exponentBits,
    int mantissaBits,
    int maxExponent,
    double eps,
    double max,
    double tiny,
    double smallestSubnormal,
    int precision) {
  /**
   * The limits of a dtype.
   *
   * @param dtype a float or complex dtype
   * @return its limits
   * @throws DTypeException if it is neither
   */
  public static FloatInfo of(DType dtype) {
    DType part = dtype.component();
    return switch (part) {
      case FLOAT16 -> of(part, 5, 10, 3);
      case BFLOAT16 -> of(part, 8, 7, 2);
      case FLOAT32 -> of(part, 8, 23, 6);
      case FLOAT64 -> of(part, 11, 52, 15);
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, KEY ->
          throw new DTypeException("finfo: data type " + dtype + " is not inexact; see iinfo");
      case COMPLEX64, COMPLEX128 -> throw new IllegalStateException(dtype.toString());
    };
  }

  private static FloatInfo of(DType dtype, int exponentBits, int mantissaBits, int precision) {
    int maxExponent = 1 << (exponentBits - 1);
    double eps = Math.scalb(1.0, -mantissaBits);
    double max = Math.scalb(2 - eps, maxExponent - 1);
    double tiny = Math.scalb(1.0, 2 - maxExponent);
    return new FloatInfo(
        dtype,
        dtype.bytes() * 8,
        exponentBits,
        mantissaBits,
        maxExponent,
        eps,
        max,
        tiny,
        tiny * eps,
        precision);
  }

  /** {@return the smallest finite number, -max} */
  public double min() {
    return -max;
  }

  /** {@return 10 to the power -precision, as NumPy has it} */
  public double resolution() {
    return Double.parseDouble("1e-" + precision);
  }
}
