package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.i32;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.max;
import static dev.sparrow.jit.lower.LaneOps.min;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ushr;
import static dev.sparrow.jit.lower.LaneOps.xor;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;

/**
 * Value conversion between dtypes: integers wrap, float to integer truncates, saturates and sends
 * NaN to 0, integer to float rounds once, anything to bool asks whether it is nonzero.
 */
final class Conversions {
  private static final long TWO_52 = Double.doubleToRawLongBits(0x1p52);

  private Conversions() {}

  /** The lane type that holds values of a dtype. */
  static LaneType laneType(DType dtype) {
    return switch (dtype) {
      case BOOL -> LaneType.MASK;
      case INT32, UINT32 -> LaneType.I32;
      case INT64 -> LaneType.I64;
      case FLOAT32 -> LaneType.F32;
      case FLOAT64 -> LaneType.F64;
      case INT8, INT16, UINT8, UINT16, UINT64, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128, KEY ->
          throw new DTypeException(
              "kernel: dtype " + dtype + " has no arithmetic in this release; convert it first");
    };
  }

  static KernelExpr convertTo(KernelExpr x, DType from, DType to) {
    LaneType target = laneType(to);
    if (from == to) {
      return x;
    }
    if (from == DType.BOOL) {
      return select(x, number(1, target), number(0, target));
    }
    if (to == DType.BOOL) {
      return ne(x, number(0, x.type()));
    }
    return switch (from) {
      case INT32 -> target == LaneType.I32 ? x : convert(x, target);
      case UINT32 ->
          switch (target) {
            case I32 -> x;
            case I64 -> and(convert(x, LaneType.I64), i64(0xFFFF_FFFFL));
            case F32 -> convert(unsignedToF64(x), LaneType.F32);
            case F64 -> unsignedToF64(x);
            case MASK -> throw new IllegalStateException();
          };
      case INT64 ->
          switch (target) {
            case I32 -> convert(x, LaneType.I32);
            case I64 -> x;
            case F32 -> convert(longToF64(roundedToOdd(x)), LaneType.F32);
            case F64 -> longToF64(x);
            case MASK -> throw new IllegalStateException();
          };
      case FLOAT32, FLOAT64 ->
          switch (to) {
            case INT32 -> convert(x, LaneType.I32);
            case UINT32 -> f64ToUnsigned(widened(x));
            case INT64 -> f64ToLong(widened(x));
            case FLOAT32, FLOAT64 -> convert(x, target);
            case BOOL,
                INT8,
                INT16,
                UINT8,
                UINT16,
                UINT64,
                FLOAT16,
                BFLOAT16,
                COMPLEX64,
                COMPLEX128,
                KEY ->
                throw new IllegalStateException(to.toString());
          };
      case BOOL,
          INT8,
          INT16,
          UINT8,
          UINT16,
          UINT64,
          FLOAT16,
          BFLOAT16,
          COMPLEX64,
          COMPLEX128,
          KEY ->
          throw new IllegalStateException(from.toString());
    };
  }

  private static KernelExpr widened(KernelExpr x) {
    return x.type() == LaneType.F64 ? x : convert(x, LaneType.F64);
  }

  /** The unsigned value of an I32, exactly. */
  static KernelExpr unsignedToF64(KernelExpr x) {
    KernelExpr signed = convert(x, LaneType.F64);
    return select(lt(x, i32(0)), add(signed, f64(0x1p32)), signed);
  }

  /** Truncates to 0 … 2^32-1, NaN to 0. */
  static KernelExpr f64ToUnsigned(KernelExpr x) {
    KernelExpr clamped = min(max(x, f64(0)), f64(0x1p32 - 1));
    KernelExpr large = LaneOps.le(f64(0x1p31), clamped);
    KernelExpr low = convert(select(large, sub(clamped, f64(0x1p31)), clamped), LaneType.I32);
    return xor(low, select(large, i32(Integer.MIN_VALUE), i32(0)));
  }

  /**
   * An I64 as F64 with one rounding: the words become exact doubles by placing them under the
   * exponents of 2^52 and 2^84, and their sum rounds.
   */
  static KernelExpr longToF64(KernelExpr x) {
    KernelExpr low =
        sub(bitcast(or(and(x, i64(0xFFFF_FFFFL)), i64(TWO_52)), LaneType.F64), f64(0x1p52));
    KernelExpr high = bitcast(xor(ushr(x, 32), i64(0x4530_0000_8000_0000L)), LaneType.F64);
    return add(sub(high, f64(0x1p84 + 0x1p63)), low);
  }

  /**
   * A value of 54 bits or more with its low 11 bits folded into a sticky bit above them: then F64
   * holds it exactly and rounding it to F32 is the only rounding.
   */
  private static KernelExpr roundedToOdd(KernelExpr x) {
    KernelExpr low = and(x, i64(0x7FF));
    KernelExpr sticky = and(add(low, i64(0x7FF)), i64(0x800));
    KernelExpr folded = or(and(x, i64(~0x7FFL)), sticky);
    KernelExpr magnitude = select(lt(x, i64(0)), sub(i64(0), x), x);
    KernelExpr small =
        LaneOps.apply(Op.AND, LaneOps.le(i64(0), magnitude), lt(magnitude, i64(1L << 53)));
    return select(small, x, folded);
  }

  private static KernelExpr f64ToLong(KernelExpr x) {
    KernelExpr magnitude = Rounding.floor(abs(x));
    KernelExpr high = Rounding.floor(mul(magnitude, f64(0x1p-32)));
    KernelExpr low = sub(magnitude, mul(high, f64(0x1p32)));
    KernelExpr joined = or(shl(wholeToLong(high), 32), wholeToLong(low));
    KernelExpr signed = select(lt(x, f64(0)), neg(joined), joined);
    KernelExpr above = LaneOps.le(f64(0x1p63), x);
    KernelExpr below = LaneOps.le(x, f64(-0x1p63));
    KernelExpr saturated =
        select(above, i64(Long.MAX_VALUE), select(below, i64(Long.MIN_VALUE), signed));
    return select(eq(x, x), saturated, i64(0));
  }

  /** A whole F64 in 0 … 2^32 as I64. */
  private static KernelExpr wholeToLong(KernelExpr x) {
    return xor(bitcast(add(x, f64(0x1p52)), LaneType.I64), i64(TWO_52));
  }
}
