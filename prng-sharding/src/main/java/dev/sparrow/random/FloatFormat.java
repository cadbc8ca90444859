package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;

/**
 * What samplers know of a float dtype.
 *
 * @param word unsigned dtype of its width
 * @param drawn unsigned dtype whose bits a uniform draw of it takes
 * @param mantissaBits explicit bits of the significand
 * @param smallestExponent exponent of the smallest normal number
 */
record FloatFormat(DType word, DType drawn, int mantissaBits, int smallestExponent) {
  /** The format of a float dtype. */
  static FloatFormat of(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> new FloatFormat(DType.UINT16, DType.UINT16, 10, -14);
      // JAX draws 8 bits for the 7 of a bfloat16's significand.
      case BFLOAT16 -> new FloatFormat(DType.UINT16, DType.UINT8, 7, -126);
      case FLOAT32 -> new FloatFormat(DType.UINT32, DType.UINT32, 23, -126);
      case FLOAT64 -> new FloatFormat(DType.UINT64, DType.UINT64, 52, -1022);
      case BOOL,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          COMPLEX64,
          COMPLEX128,
          KEY ->
          throw new DTypeException("random: " + dtype + " is no float dtype");
    };
  }

  /** Distance of 1 to the next larger number. */
  double eps() {
    return Math.scalb(1.0, -mantissaBits);
  }

  /** Distance of 1 to the next smaller number. */
  double epsNeg() {
    return eps() / 2;
  }

  /** The bits of the number 1: a zero mantissa and the exponent's bias. */
  long bitsOfOne() {
    return (1L - smallestExponent) << mantissaBits;
  }

  /** The smallest normal number. */
  double tiny() {
    return Math.scalb(1.0, smallestExponent);
  }
}
