package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.i32;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ushr;

/** The parameters of binary32 and binary64, and the bit manipulations that lowering rules share. */
enum FloatFormat {
  /** IEEE binary32. */
  BINARY32(LaneType.F32, LaneType.I32, 23, 127),
  /** IEEE binary64. */
  BINARY64(LaneType.F64, LaneType.I64, 52, 1023);

  private final LaneType type;
  private final LaneType bits;
  private final int fraction;
  private final int bias;

  FloatFormat(LaneType type, LaneType bits, int fraction, int bias) {
    this.type = type;
    this.bits = bits;
    this.fraction = fraction;
    this.bias = bias;
  }

  static FloatFormat of(LaneType type) {
    return switch (type) {
      case F32 -> BINARY32;
      case F64 -> BINARY64;
      case I32, I64, MASK -> throw new IllegalArgumentException(type + " is not floating point");
    };
  }

  /** The integer type of the same width. */
  LaneType bitsType() {
    return bits;
  }

  /** Exponent of 1. */
  int bias() {
    return bias;
  }

  /** A constant of this format; for binary32 the value must be exact in it. */
  KernelExpr constant(double value) {
    return this == BINARY32 ? f32((float) value) : f64(value);
  }

  KernelExpr infinity() {
    return constant(Double.POSITIVE_INFINITY);
  }

  KernelExpr nan() {
    return constant(Double.NaN);
  }

  /** An integer constant of {@link #bitsType}. */
  KernelExpr integer(long value) {
    return this == BINARY32 ? i32((int) value) : i64(value);
  }

  /**
   * 1.5 * 2^fraction: adding it to a number below 2^(fraction - 2) in magnitude rounds the number
   * half to even, and leaves the integer in the low bits of the sum's representation.
   */
  KernelExpr roundingShift() {
    return constant(this == BINARY32 ? 0x1.8p23 : 0x1.8p52);
  }

  /** The integer held in the low bits of a sum with {@link #roundingShift}, plus an offset. */
  KernelExpr shiftedInteger(KernelExpr sum, long offset) {
    long shift = this == BINARY32 ? 0x4B400000L : 0x4338000000000000L;
    return add(bitcast(sum, bits), integer(offset - shift));
  }

  /** 2^(field - bias), for an exponent field of a normal number. */
  KernelExpr powerOfTwo(KernelExpr field) {
    return bitcast(shl(field, fraction), type);
  }

  /** |magnitude| with the sign of {@code sign}. */
  KernelExpr copySign(KernelExpr magnitude, KernelExpr sign) {
    return bitcast(or(magnitudeBits(magnitude), signBits(sign)), type);
  }

  /** Bits of |x|. */
  KernelExpr magnitudeBits(KernelExpr x) {
    return and(bitcast(x, bits), integer(this == BINARY32 ? Integer.MAX_VALUE : Long.MAX_VALUE));
  }

  /** The sign bit of x alone. */
  KernelExpr signBits(KernelExpr x) {
    return and(bitcast(x, bits), integer(this == BINARY32 ? Integer.MIN_VALUE : Long.MIN_VALUE));
  }

  /** x's bits less those of {@code origin}, for splitting x into exponent and fraction. */
  KernelExpr bitsAbove(KernelExpr x, KernelExpr origin) {
    return sub(bitcast(x, bits), bitcast(origin, bits));
  }

  /** Fraction field of an integer that holds a representation. */
  KernelExpr fractionField(KernelExpr representation) {
    return and(representation, integer((1L << fraction) - 1));
  }

  /** Exponent field, shifted down, of a representation without its sign bit. */
  KernelExpr exponentField(KernelExpr representation) {
    return ushr(representation, fraction);
  }
}
