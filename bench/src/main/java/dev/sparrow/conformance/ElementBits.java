package dev.sparrow.conformance;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Numbers of every real dtype as raw bits in a long: floats and unsigned integers zero-extended,
 * signed integers sign-extended, bool 0 or 1. A complex element is two of its component dtype.
 */
final class ElementBits {
  private ElementBits() {}

  /** The dtype of what an element is made of: float32 for complex64, else the dtype itself. */
  static DType component(DType dtype) {
    return switch (dtype) {
      case COMPLEX64 -> DType.FLOAT32;
      case COMPLEX128 -> DType.FLOAT64;
      case KEY -> DType.UINT32;
      case BOOL,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          FLOAT16,
          BFLOAT16,
          FLOAT32,
          FLOAT64 ->
          dtype;
    };
  }

  /** How many components an element has: 2 for complex numbers and keys, else 1. */
  static int components(DType dtype) {
    return dtype.isComplex() || dtype == DType.KEY ? 2 : 1;
  }

  /** The bits of a number as the case files spell it, exact in its dtype. */
  static long parse(Json value, DType dtype) {
    return switch (dtype.kind()) {
      case BOOL -> {
        if (!(value instanceof Json.Bool(boolean truth))) {
          throw new CaseFormatException("expected true or false, got " + value);
        }
        yield truth ? 1 : 0;
      }
      case SIGNED, UNSIGNED -> parseInteger(value, dtype);
      case FLOAT -> parseFloat(value, dtype);
      case COMPLEX, KEY -> throw new CaseFormatException(dtype + " is not made of one number");
    };
  }

  private static long parseInteger(Json value, DType dtype) {
    if (!(value instanceof Json.Num(String text))) {
      throw new CaseFormatException("expected a whole number, got " + value);
    }
    BigInteger exact = new BigDecimal(text).toBigIntegerExact();
    int bits = 8 * dtype.bytes();
    BigInteger low = dtype.isUnsigned() ? BigInteger.ZERO : BigInteger.TWO.pow(bits - 1).negate();
    if (exact.compareTo(low) < 0 || exact.subtract(low).bitLength() > bits) {
      throw new CaseFormatException(text + " is out of bounds for " + dtype);
    }
    return exact.longValue();
  }

  private static long parseFloat(Json value, DType dtype) {
    // A decimal goes to float32 in one rounding; through double it would be two.
    return value instanceof Json.Num(String text) && dtype != DType.FLOAT64
        ? ofDouble(Float.parseFloat(text), dtype)
        : ofDouble(value.number(), dtype);
  }

  /** The bits of a double rounded once to a float dtype. */
  static long ofDouble(double value, DType dtype) {
    return Literal.bitsOf(dtype, value);
  }

  /** The value as a double; rounded for 64-bit integers. */
  static double toDouble(long bits, DType dtype) {
    return new Literal(bits, ArrayType.of(dtype)).doubleValue();
  }

  /** Whether the bits are a NaN of the dtype. */
  static boolean isNaN(long bits, DType dtype) {
    return dtype.isFloat() && Double.isNaN(toDouble(bits, dtype));
  }

  /** The bits of a float without its sign. */
  static long magnitude(long bits, DType dtype) {
    return bits & (-1L >>> (64 - 8 * dtype.bytes() + 1));
  }

  /** Distance in units of the last place, in the order of bit patterns; both zeros are one. */
  static long ulpDistance(long a, long b, DType dtype) {
    return Math.abs(ordered(a, dtype) - ordered(b, dtype));
  }

  private static long ordered(long bits, DType dtype) {
    long magnitude = magnitude(bits, dtype);
    return magnitude == bits ? bits : -magnitude;
  }

  /** The number as it prints in a difference. */
  static String format(long bits, DType dtype) {
    return switch (dtype.kind()) {
      case BOOL -> bits != 0 ? "true" : "false";
      case SIGNED -> Long.toString(bits);
      case UNSIGNED -> Long.toUnsignedString(bits);
      case FLOAT ->
          dtype == DType.FLOAT64
              ? Double.toString(toDouble(bits, dtype))
              : Float.toString((float) toDouble(bits, dtype));
      case COMPLEX, KEY -> throw new IllegalStateException(dtype.toString());
    };
  }
}
