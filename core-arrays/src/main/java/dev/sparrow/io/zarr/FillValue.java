package dev.sparrow.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the elements of missing chunks are, and how the metadata write it: numbers; {@code "NaN"},
 * {@code "Infinity"}, {@code "-Infinity"}; in version 3 also the bits, as {@code "0x7fc00001"}; a
 * pair of these for a complex number.
 *
 * @param dtype element type
 * @param bits raw bits of it, of the real part if it is complex
 * @param imaginary raw bits of the imaginary part
 */
record FillValue(DType dtype, long bits, long imaginary) {
  private static final String NAN = "NaN";
  private static final String INFINITY = "Infinity";
  private static final String NEGATIVE_INFINITY = "-Infinity";
  private static final String BITS = "0x";
  private static final int HEX = 16;

  static FillValue zero(DType dtype) {
    return new FillValue(dtype, 0, 0);
  }

  /**
   * A value that the caller gives.
   *
   * @throws IllegalArgumentException if the dtype does not hold it
   */
  static FillValue of(DType dtype, Number value) {
    if (value instanceof Long whole) {
      Literal literal = Literal.of(whole, dtype, false);
      if (dtype.isInteger() && !fits(dtype, BigInteger.valueOf(whole))) {
        throw unfit(dtype, value);
      }
      return new FillValue(dtype, literal.bits(), 0);
    }
    double real = value.doubleValue();
    if (!dtype.isInexact()) {
      if (real != Math.rint(real) || Math.abs(real) > Long.MAX_VALUE) {
        throw unfit(dtype, value);
      }
      return of(dtype, (Number) (long) real);
    }
    return new FillValue(dtype, Literal.bitsOf(dtype, real), 0);
  }

  private static IllegalArgumentException unfit(DType dtype, Number value) {
    return new IllegalArgumentException(
        "zarr: the fill value " + value + " is no " + dtype + "; give one of that dtype");
  }

  private static boolean fits(DType dtype, BigInteger value) {
    int bits = Byte.SIZE * dtype.bytes();
    return dtype.isUnsigned()
        ? value.signum() >= 0 && value.bitLength() <= bits
        : value.bitLength() < bits;
  }

  /** {@return the element, little-endian} */
  byte[] bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, bits);
    if (dtype.isComplex()) {
      bytes.putLong(dtype.component().bytes(), imaginary);
    }
    byte[] element = new byte[dtype.bytes()];
    bytes.get(0, element);
    return element;
  }

  /**
   * Reads the metadata's.
   *
   * @throws IOException if the dtype has no such value
   */
  static FillValue parse(DType dtype, JsonNode json, String name) throws IOException {
    if (json.isNull()) {
      // Version 2: nobody knows. Zeros are what most programs give.
      return zero(dtype);
    }
    if (dtype.isComplex()) {
      if (json.isArray() && json.size() == 2) {
        return new FillValue(
            dtype,
            parsePart(dtype.component(), json.get(0), name),
            parsePart(dtype.component(), json.get(1), name));
      }
      if (!json.isNumber()) {
        throw unknown(dtype, json, name);
      }
    }
    return new FillValue(dtype, parsePart(dtype.component(), json, name), 0);
  }

  private static long parsePart(DType dtype, JsonNode json, String name) throws IOException {
    if (dtype == DType.BOOL && json.isBoolean()) {
      return json.booleanValue() ? 1 : 0;
    }
    if (json.isNumber() && dtype.isInexact()) {
      return Literal.bitsOf(dtype, json.doubleValue());
    }
    if (json.isNumber()) {
      return parseInteger(dtype, json, name);
    }
    if (json.isTextual() && dtype.isInexact()) {
      String text = json.textValue();
      switch (text) {
        case NAN -> {
          return Literal.bitsOf(dtype, Double.NaN);
        }
        case INFINITY -> {
          return Literal.bitsOf(dtype, Double.POSITIVE_INFINITY);
        }
        case NEGATIVE_INFINITY -> {
          return Literal.bitsOf(dtype, Double.NEGATIVE_INFINITY);
        }
        default -> {
          if (text.matches(BITS + "[0-9a-fA-F]{" + 2 * dtype.bytes() + "}")) {
            return Long.parseUnsignedLong(text.substring(BITS.length()), HEX);
          }
        }
      }
    }
    throw unknown(dtype, json, name);
  }

  private static long parseInteger(DType dtype, JsonNode json, String name) throws IOException {
    BigInteger value;
    try {
      // Version 2 often has 0.0 for arrays of integers.
      value = new BigDecimal(json.asText()).toBigIntegerExact();
    } catch (ArithmeticException | NumberFormatException fraction) {
      throw unknown(dtype, json, name);
    }
    if (dtype == DType.BOOL ? value.bitLength() > 1 || value.signum() < 0 : !fits(dtype, value)) {
      throw unknown(dtype, json, name);
    }
    return value.longValue();
  }

  private static IOException unknown(DType dtype, JsonNode json, String name) {
    return new IOException("zarr: " + name + " has fill value " + json + ", which is no " + dtype);
  }

  /** {@return this as the metadata write it} */
  JsonNode json() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    DType part = dtype.component();
    return dtype.isComplex()
        ? nodes.arrayNode().add(json(part, bits)).add(json(part, imaginary))
        : json(part, bits);
  }

  private static JsonNode json(DType dtype, long bits) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (dtype.kind()) {
      case BOOL -> nodes.booleanNode(bits != 0);
      case SIGNED -> nodes.numberNode(bits);
      case UNSIGNED -> nodes.numberNode(new BigInteger(Long.toUnsignedString(bits)));
      case FLOAT -> {
        double value = Literal.doubleValue(dtype, bits);
        if (Double.isNaN(value)) {
          yield nodes.textNode(NAN);
        }
        if (Double.isInfinite(value)) {
          yield nodes.textNode(value > 0 ? INFINITY : NEGATIVE_INFINITY);
        }
        yield dtype == DType.FLOAT64 ? nodes.numberNode(value) : nodes.numberNode((float) value);
      }
      case COMPLEX, KEY -> throw new IllegalStateException("no part of a number: " + dtype);
    };
  }
}
