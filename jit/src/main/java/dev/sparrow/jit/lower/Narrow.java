package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.i32;
import static dev.sparrow.jit.lower.LaneOps.le;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.shr;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ushr;

import dev.sparrow.array.DType;

/**
 * Dtypes of 8 and 16 bits, which compute in wider lanes. An integer's lane is an I32 that holds its
 * value, with sign or zeros above it. A float's lane is an F32 that holds one of the narrow type's
 * values; results are rounded to such a value, half to even, after each operation.
 */
final class Narrow {
  /** Exponent bits of the smallest normal float16, 2^-14. */
  private static final int F16_NORMAL = 113 << 23;

  /** Bits of 2^16, above every float16. */
  private static final int F16_BEYOND = 143 << 23;

  private static final int F16_INFINITY = 0x7C00;
  private static final int F32_INFINITY = 0x7F80_0000;

  private Narrow() {}

  /** Whether a dtype has fewer bits than the lane it computes in. */
  static boolean isNarrow(DType dtype) {
    return dtype.bytes() < 4 && dtype != DType.BOOL;
  }

  /** The value of an element as it lies in memory. */
  static KernelExpr unpack(KernelExpr raw, DType dtype) {
    return switch (dtype) {
      case UINT8 -> and(raw, i32(0xFF));
      case UINT16 -> and(raw, i32(0xFFFF));
      case FLOAT16 -> float16(raw);
      case BFLOAT16 -> bitcast(shl(raw, 16), LaneType.F32);
      case BOOL,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT32,
          UINT64,
          FLOAT32,
          FLOAT64,
          COMPLEX64,
          COMPLEX128,
          KEY ->
          raw;
    };
  }

  /** A value as bits to be stored; of an I32 only the low ones count. */
  static KernelExpr pack(KernelExpr value, DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> float16Bits(value);
      case BFLOAT16 -> ushr(LaneOps.canonicalBits(value, LaneType.I32), 16);
      case BOOL,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          FLOAT32,
          FLOAT64,
          COMPLEX64,
          COMPLEX128,
          KEY ->
          value;
    };
  }

  /** The nearest value of the dtype: integers wrap, floats round half to even. */
  static KernelExpr fit(KernelExpr value, DType dtype) {
    return switch (dtype) {
      case INT8 -> shr(shl(value, 24), 24);
      case INT16 -> shr(shl(value, 16), 16);
      case UINT8 -> and(value, i32(0xFF));
      case UINT16 -> and(value, i32(0xFFFF));
      case FLOAT16 -> roundToFloat16(value);
      case BFLOAT16 -> roundToBfloat16(value);
      case BOOL, INT32, INT64, UINT32, UINT64, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128, KEY ->
          value;
    };
  }

  /** Low 16 bits of an I32 as a float16: its exponent moves under that of F32. */
  private static KernelExpr float16(KernelExpr raw) {
    KernelExpr magnitude = shl(and(raw, i32(0x7FFF)), 13);
    KernelExpr rebiased = bitcast(add(magnitude, i32((127 - 15) << 23)), LaneType.F32);
    // A subnormal's fraction under the exponent of 2^-14 is 2^-14 too large.
    KernelExpr subnormal =
        sub(
            bitcast(or(magnitude, i32(F16_NORMAL)), LaneType.F32),
            f32(Float.intBitsToFloat(F16_NORMAL)));
    KernelExpr special = bitcast(or(magnitude, i32(F32_INFINITY)), LaneType.F32);
    KernelExpr finite = select(lt(magnitude, i32(0x400 << 13)), subnormal, rebiased);
    KernelExpr value = select(lt(magnitude, i32(F16_INFINITY << 13)), finite, special);
    KernelExpr sign = shl(and(raw, i32(0x8000)), 16);
    return bitcast(or(bitcast(value, LaneType.I32), sign), LaneType.F32);
  }

  /** The 16 bits of an F32 that holds a float16. */
  private static KernelExpr float16Bits(KernelExpr value) {
    KernelExpr bits = LaneOps.canonicalBits(value, LaneType.I32);
    KernelExpr magnitude = and(bits, i32(Integer.MAX_VALUE));
    KernelExpr rebiased = ushr(sub(magnitude, i32((127 - 15) << 23)), 13);
    // The sum has the exponent of 2^-14, and the subnormal's fraction below it.
    KernelExpr shifted =
        add(bitcast(magnitude, LaneType.F32), f32(Float.intBitsToFloat(F16_NORMAL)));
    KernelExpr subnormal = ushr(sub(bitcast(shifted, LaneType.I32), i32(F16_NORMAL)), 13);
    KernelExpr finite = select(lt(magnitude, i32(F16_NORMAL)), subnormal, rebiased);
    // Infinity, or what fits of a NaN's payload.
    KernelExpr special = or(and(ushr(magnitude, 13), i32(0x3FF)), i32(F16_INFINITY));
    KernelExpr packed = select(lt(magnitude, i32(F32_INFINITY)), finite, special);
    return or(packed, ushr(and(bits, i32(Integer.MIN_VALUE)), 16));
  }

  private static KernelExpr roundToFloat16(KernelExpr value) {
    KernelExpr magnitude = abs(value);
    KernelExpr normal = roundedBits(bitcast(magnitude, LaneType.I32), 13);
    KernelExpr bounded = select(le(i32(F16_BEYOND), normal), i32(F32_INFINITY), normal);
    // The spacing of F32 from 1/2 to 1 is 2^-24, that of float16 below 2^-14.
    KernelExpr subnormal = sub(add(magnitude, f32(0.5f)), f32(0.5f));
    KernelExpr small = lt(magnitude, f32(Float.intBitsToFloat(F16_NORMAL)));
    KernelExpr rounded = select(small, subnormal, bitcast(bounded, LaneType.F32));
    return select(ne(value, value), value, Rounding.copySign(rounded, value));
  }

  private static KernelExpr roundToBfloat16(KernelExpr value) {
    KernelExpr rounded = bitcast(roundedBits(bitcast(value, LaneType.I32), 16), LaneType.F32);
    return select(ne(value, value), value, rounded);
  }

  /** Float bits without the low ones, rounded half to even; a carry moves into the exponent. */
  private static KernelExpr roundedBits(KernelExpr bits, int dropped) {
    KernelExpr odd = and(ushr(bits, dropped), i32(1));
    KernelExpr half = i32((1 << (dropped - 1)) - 1);
    return and(add(add(bits, half), odd), i32(-1 << dropped));
  }

  /**
   * An F64 as F32 with its last bit set where that is not exact: rounding it again to float16 is
   * then as good as rounding once.
   */
  static KernelExpr roundToOdd(KernelExpr wide) {
    KernelExpr near = convert(wide, LaneType.F32);
    KernelExpr back = convert(near, LaneType.F64);
    KernelExpr bits = bitcast(near, LaneType.I32);
    KernelExpr beyond = lt(abs(wide), abs(back));
    KernelExpr below = select(beyond, sub(bits, i32(1)), bits);
    KernelExpr odd = select(ne(back, wide), or(below, i32(1)), below);
    return select(ne(wide, wide), near, bitcast(odd, LaneType.F32));
  }
}
