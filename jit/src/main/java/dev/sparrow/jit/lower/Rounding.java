package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.i32;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;

import dev.sparrow.array.DType;

/**
 * Rounding to whole numbers by adding and subtracting 2^23 (F32) or 2^52 (F64): above it every
 * float is whole, so the sum has no room for a fraction. Exact for every input; the sign of zero is
 * kept.
 */
final class Rounding {
  private Rounding() {}

  /** The first power of two from which all values of the type are whole. */
  static KernelExpr wholeFrom(LaneType type) {
    return type == LaneType.F32 ? f32(0x1p23f) : f64(0x1p52);
  }

  /** Nearest whole number, halves to even. */
  static KernelExpr halfEven(KernelExpr x) {
    KernelExpr whole = wholeFrom(x.type());
    KernelExpr magnitude = abs(x);
    KernelExpr rounded = sub(add(magnitude, whole), whole);
    return select(lt(magnitude, whole), copySign(rounded, x), x);
  }

  /** Largest whole number not above x. */
  static KernelExpr floor(KernelExpr x) {
    KernelExpr near = halfEven(x);
    KernelExpr below = sub(near, number(1, x.type()));
    return copySign(select(lt(x, near), below, near), x);
  }

  /** Smallest whole number not below x. */
  static KernelExpr ceil(KernelExpr x) {
    KernelExpr near = halfEven(x);
    KernelExpr above = add(near, number(1, x.type()));
    return copySign(select(lt(near, x), above, near), x);
  }

  /** Whole number next to x towards zero. */
  static KernelExpr truncate(KernelExpr x) {
    return copySign(floor(abs(x)), x);
  }

  /** The magnitude of one value with the sign of another. NaN passes. */
  static KernelExpr copySign(KernelExpr magnitude, KernelExpr sign) {
    LaneType bits = magnitude.type() == LaneType.F32 ? LaneType.I32 : LaneType.I64;
    KernelExpr signMask = bits == LaneType.I32 ? i32(Integer.MIN_VALUE) : i64(Long.MIN_VALUE);
    KernelExpr rest = bits == LaneType.I32 ? i32(Integer.MAX_VALUE) : i64(Long.MAX_VALUE);
    KernelExpr joined = or(and(bitcast(magnitude, bits), rest), and(bitcast(sign, bits), signMask));
    return bitcast(joined, magnitude.type());
  }

  /** The value next to x in the direction of y; y where they are equal, NaN where either is. */
  static KernelExpr nextAfter(DType dtype, KernelExpr x, KernelExpr y) {
    LaneType type = x.type();
    LaneType lane = type == LaneType.F64 ? LaneType.I64 : LaneType.I32;
    KernelExpr zero = number(0, type);
    KernelExpr one = number(1, lane);
    // Bit patterns of one sign are ordered as their magnitudes.
    KernelExpr at = bits(x, dtype, lane);
    KernelExpr up = ofBits(add(at, one), dtype, type);
    KernelExpr down = ofBits(sub(at, one), dtype, type);
    KernelExpr outward = LaneOps.xor(lt(x, y), lt(x, zero));
    KernelExpr step = select(outward, up, down);
    KernelExpr fromZero = copySign(ofBits(one, dtype, type), y);
    KernelExpr moved = select(LaneOps.eq(x, zero), fromZero, step);
    KernelExpr result = select(LaneOps.eq(x, y), y, moved);
    return select(ne(x, x), x, select(ne(y, y), y, result));
  }

  private static KernelExpr bits(KernelExpr x, DType dtype, LaneType lane) {
    return Narrow.isNarrow(dtype) ? Narrow.pack(x, dtype) : bitcast(x, lane);
  }

  private static KernelExpr ofBits(KernelExpr bits, DType dtype, LaneType type) {
    return Narrow.isNarrow(dtype) ? Narrow.unpack(bits, dtype) : bitcast(bits, type);
  }
}
