package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShortestDecimal;
import java.io.Serializable;
import java.math.BigDecimal;

/**
 * A scalar constant that stands in an equation, such as {@code 1.0:f32[]}.
 *
 * @param bits raw value: IEEE bits of a float, two's complement of an integer, 0 or 1 of a bool; of
 *     a complex number those of its real part
 * @param imaginary IEEE bits of a complex number's imaginary part; else 0
 * @param type type of the constant, rank 0
 */
public record Literal(long bits, long imaginary, ArrayType type) implements Atom, Serializable {
  /**
   * A constant without an imaginary part.
   *
   * @param bits raw value
   * @param type type of the constant, rank 0
   */
  public Literal(long bits, ArrayType type) {
    this(bits, 0, type);
  }

  /**
   * A complex literal.
   *
   * @param real real part, rounded to the dtype's
   * @param imaginary imaginary part
   * @param dtype element type, complex
   * @param weak whether the type gives way in promotion
   * @return the literal
   */
  public static Literal of(double real, double imaginary, DType dtype, boolean weak) {
    DType part = dtype.component();
    return new Literal(
        bitsOf(part, real), bitsOf(part, imaginary), new ArrayType(dtype, Shape.scalar(), weak));
  }

  /**
   * A literal of a Java floating-point value, rounded to the dtype (integers truncate and wrap as a
   * cast does).
   *
   * @param value the value
   * @param dtype element type
   * @param weak whether the type gives way in promotion
   * @return the literal
   */
  public static Literal of(double value, DType dtype, boolean weak) {
    return new Literal(bitsOf(dtype, value), new ArrayType(dtype, Shape.scalar(), weak));
  }

  /**
   * A literal of a Java integer value; an integer dtype keeps its low bits.
   *
   * @param value the value
   * @param dtype element type
   * @param weak whether the type gives way in promotion
   * @return the literal
   */
  public static Literal of(long value, DType dtype, boolean weak) {
    long bits =
        switch (dtype.kind()) {
          case BOOL -> value != 0 ? 1 : 0;
          case SIGNED, UNSIGNED -> truncate(value, dtype);
          case FLOAT, COMPLEX, KEY ->
              bitsOf(dtype, (double) (dtype.bytes() < 8 ? sticky(value) : value));
        };
    return new Literal(bits, new ArrayType(dtype, Shape.scalar(), weak));
  }

  /**
   * The raw bits of a value in a dtype.
   *
   * @param dtype element type; of a complex one its parts' dtype counts
   * @param value the value
   * @return its bits: zero-extended for floats and unsigned integers, sign-extended for signed
   */
  public static long bitsOf(DType dtype, double value) {
    return switch (dtype) {
      case FLOAT32, COMPLEX64 -> Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL;
      case FLOAT64, COMPLEX128 -> Double.doubleToRawLongBits(value);
      case FLOAT16 -> Float.floatToFloat16(roundToOdd(value)) & 0xFFFFL;
      // By way of float32 and two roundings, as JAX converts.
      case BFLOAT16 -> bfloat16((float) value);
      case BOOL -> value != 0 ? 1 : 0;
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
          truncate((long) value, dtype);
      case KEY -> throw new DTypeException("literal: a scalar constant cannot have dtype " + dtype);
    };
  }

  /** Double to float such that another rounding to fewer bits is as good as one rounding. */
  private static float roundToOdd(double value) {
    float nearest = (float) value;
    boolean odd = (Float.floatToRawIntBits(nearest) & 1) != 0;
    if (nearest == value || odd || !Float.isFinite(nearest)) {
      return nearest;
    }
    return nearest < value ? Math.nextUp(nearest) : Math.nextDown(nearest);
  }

  /** The upper half of a float, rounded half to even. */
  private static long bfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    int rounded = Float.isNaN(value) ? bits : bits + 0x7FFF + (bits >>> 16 & 1);
    return (rounded >>> 16) & 0xFFFFL;
  }

  /** Halving with a sticky last bit leaves one rounding. */
  private static double unsignedToDouble(long bits) {
    return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
  }

  /**
   * An integer of which a double holds enough to round it once to 24 bits or fewer: those below its
   * first 53 are folded into a sticky one.
   */
  private static long sticky(long value) {
    boolean exact = value >>> 53 == 0 || -value >>> 53 == 0;
    return exact ? value : value & ~0x7FFL | ((value & 0x7FF) != 0 ? 0x800 : 0);
  }

  private static long truncate(long value, DType dtype) {
    int spare = 64 - 8 * dtype.bytes();
    return dtype.isUnsigned() ? (value << spare) >>> spare : (value << spare) >> spare;
  }

  /** {@return the value as a double; exact for every dtype up to 32 bits and for float64} */
  public double doubleValue() {
    return doubleValue(type.dtype(), bits);
  }

  /**
   * The value of raw bits as a double.
   *
   * @param dtype element type, real or bool
   * @param bits raw bits, as {@link #bits} holds them
   * @return the value; exact for every dtype up to 32 bits and for float64
   */
  public static double doubleValue(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT64 -> Double.longBitsToDouble(bits);
      case FLOAT16 -> Float.float16ToFloat((short) bits);
      case BFLOAT16 -> Float.intBitsToFloat((int) bits << 16);
      case UINT64 -> unsignedToDouble(bits);
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32 -> bits;
      case COMPLEX64, COMPLEX128, KEY -> throw new IllegalStateException(dtype.toString());
    };
  }

  /**
   * This constant converted as {@code astype} does.
   *
   * @param dtype the new element type
   * @param weak whether the new type gives way in promotion
   * @return the converted literal
   */
  public Literal convert(DType dtype, boolean weak) {
    if (type.dtype().isComplex() && dtype == DType.BOOL) {
      boolean zero = real().doubleValue() == 0 && imag().doubleValue() == 0;
      return Literal.of(zero ? 0L : 1L, dtype, weak);
    }
    if (dtype.isComplex()) {
      DType part = dtype.component();
      long re = real().convert(part, weak).bits;
      long im = type.dtype().isComplex() ? imag().convert(part, weak).bits : 0;
      return new Literal(re, im, new ArrayType(dtype, Shape.scalar(), weak));
    }
    if (type.dtype().isComplex()) {
      return real().convert(dtype, weak);
    }
    if (dtype.isFloat() && type.dtype() == DType.UINT64) {
      long enough = dtype == DType.FLOAT64 ? bits : sticky(bits);
      return Literal.of(unsignedToDouble(enough), dtype, weak);
    }
    if (type.dtype().isFloat()) {
      double value = doubleValue();
      if (dtype.isInteger()) {
        return Literal.of(saturate(value, dtype), dtype, weak);
      }
      return Literal.of(value, dtype, weak);
    }
    return Literal.of(bits, dtype, weak);
  }

  /** {@return the real part of a complex constant; any other constant itself} */
  public Literal real() {
    return part(bits);
  }

  /** {@return the imaginary part of a complex constant; 0 of any other} */
  public Literal imag() {
    return part(imaginary);
  }

  private Literal part(long part) {
    ArrayType of = new ArrayType(type.dtype().component(), type.shape(), type.weak());
    return new Literal(part, of);
  }

  private static long saturate(double value, DType dtype) {
    double number = Double.isNaN(value) ? 0 : value;
    if (dtype == DType.INT64) {
      return (long) number;
    }
    if (dtype == DType.UINT64) {
      // Java has no cast to unsigned: the upper half of the range is reached from its middle.
      if (number < 0x1p63) {
        return (long) Math.max(number, 0);
      }
      return number >= 0x1p64 ? -1L : (long) (number - 0x1p63) + Long.MIN_VALUE;
    }
    int width = 8 * dtype.bytes();
    double low = dtype.isUnsigned() ? 0 : -Math.scalb(1.0, width - 1);
    double high = Math.scalb(1.0, dtype.isUnsigned() ? width : width - 1) - 1;
    return (long) Math.clamp(number, low, high);
  }

  /** {@return the constant as it prints in a graph: {@code 1.0:f32[]}} */
  @Override
  public String toString() {
    return valueText() + ":" + type;
  }

  /** {@return the value alone, as Python prints it} */
  public String valueText() {
    return switch (type.dtype().kind()) {
      case BOOL -> bits != 0 ? "True" : "False";
      case SIGNED -> Long.toString(bits);
      case UNSIGNED -> Long.toUnsignedString(bits);
      case FLOAT -> pythonFloat(doubleValue());
      case COMPLEX -> pythonComplex(real().doubleValue(), imag().doubleValue());
      case KEY -> Long.toString(bits);
    };
  }

  /** Python's repr of a float: shortest digits, exponent from 1e16 up and below 1e-4. */
  static String pythonFloat(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String sign = value < 0 || 1 / value < 0 ? "-" : "";
    BigDecimal digits = ShortestDecimal.of(Math.abs(value));
    int exponent = digits.signum() == 0 ? 0 : digits.precision() - digits.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      String mantissa = digits.scaleByPowerOfTen(-exponent).toPlainString();
      String padding = Math.abs(exponent) < 10 ? "0" : "";
      return sign + mantissa + (exponent < 0 ? "e-" : "e+") + padding + Math.abs(exponent);
    }
    String plain = digits.toPlainString();
    return sign + plain + (plain.contains(".") ? "" : ".0");
  }

  /** Python's repr of a complex number: {@code 1j}, {@code (1+2j)}. */
  private static String pythonComplex(double real, double imaginary) {
    String im = withoutPoint(imaginary) + "j";
    if (real == 0 && 1 / real > 0) {
      return im;
    }
    return "(" + withoutPoint(real) + (im.startsWith("-") ? "" : "+") + im + ")";
  }

  private static String withoutPoint(double value) {
    String text = pythonFloat(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
