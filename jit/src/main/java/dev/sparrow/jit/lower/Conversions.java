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

/**
 * Value conversion between dtypes: integers wrap, float to integer truncates, saturates and sends
 * NaN to 0, integer to float rounds once, anything to bool asks whether it is nonzero.
 */
final class Conversions {
  private static final long TWO_52 = Double.doubleToRawLongBits(0x1p52);
  private static final long TWO_84 = Double.doubleToRawLongBits(0x1p84);

  private Conversions() {}

  /** The lane type that holds values of a dtype. */
  static LaneType laneType(DType dtype) {
    return switch (dtype) {
      case BOOL -> LaneType.MASK;
      case INT8, INT16, INT32, UINT8, UINT16, UINT32 -> LaneType.I32;
      case INT64, UINT64, KEY -> LaneType.I64;
      case FLOAT16, BFLOAT16, FLOAT32 -> LaneType.F32;
      case FLOAT64 -> LaneType.F64;
      case COMPLEX64, COMPLEX128 ->
          throw new IllegalArgumentException("kernel: a complex value has two lanes");
    };
  }

  /** How elements of a dtype lie in memory. */
  static Storage storage(DType dtype) {
    return switch (dtype) {
      case INT8, UINT8 -> Storage.I8;
      case INT16, UINT16, FLOAT16, BFLOAT16 -> Storage.I16;
      case BOOL, INT32, UINT32, INT64, UINT64, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128, KEY ->
          Storage.of(laneType(dtype));
    };
  }

  static KernelExpr convertTo(KernelExpr x, DType from, DType to) {
    if (from == to) {
      return x;
    }
    if (from == DType.BOOL) {
      LaneType target = laneType(to);
      return select(x, number(1, target), number(0, target));
    }
    return switch (to) {
      case BOOL -> ne(x, number(0, x.type()));
      case INT8, INT16, UINT8, UINT16 ->
          from.isFloat() ? saturated(x, to) : Narrow.fit(convertWide(x, from, DType.INT32), to);
      case FLOAT16 -> Narrow.fit(beforeRounding(x, from), to);
      // By way of float32 and two roundings, as JAX converts.
      case BFLOAT16 -> Narrow.fit(convertWide(x, from, DType.FLOAT32), to);
      case INT32, INT64, UINT32, UINT64, FLOAT32, FLOAT64 -> convertWide(x, from, to);
      case COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalArgumentException("kernel: no conversion from " + from + " to " + to);
    };
  }

  /** A float as a narrow integer: as I32 it saturates further out, NaN is 0. */
  private static KernelExpr saturated(KernelExpr x, DType to) {
    int width = 8 * to.bytes();
    int low = to.isUnsigned() ? 0 : -1 << (width - 1);
    int high = to.isUnsigned() ? (1 << width) - 1 : (1 << (width - 1)) - 1;
    return min(max(convert(x, LaneType.I32), i32(low)), i32(high));
  }

  /** An F32 that rounds to the same float16 as x does; integers that F32 rounds are beyond it. */
  private static KernelExpr beforeRounding(KernelExpr x, DType from) {
    return from == DType.FLOAT64 ? Narrow.roundToOdd(x) : convertWide(x, from, DType.FLOAT32);
  }

  /** Conversion to a dtype that fills its lane. */
  private static KernelExpr convertWide(KernelExpr x, DType from, DType to) {
    LaneType target = laneType(to);
    return switch (from) {
      case INT8, INT16, UINT8, UINT16, INT32 -> convert(x, target);
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
      case UINT64 ->
          switch (target) {
            case I32 -> convert(x, LaneType.I32);
            case I64 -> x;
            case F32 -> convert(unsignedLongToF64(unsignedRoundedToOdd(x)), LaneType.F32);
            case F64 -> unsignedLongToF64(x);
            case MASK -> throw new IllegalStateException();
          };
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
          switch (to) {
            case INT32 -> convert(x, LaneType.I32);
            case UINT32 -> f64ToUnsigned(widened(x));
            case INT64 -> f64ToLong(widened(x));
            case UINT64 -> f64ToUnsignedLong(widened(x));
            case FLOAT32, FLOAT64 -> convert(x, target);
            case BOOL, INT8, INT16, UINT8, UINT16, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128, KEY ->
                throw new IllegalArgumentException(to.toString());
          };
      case BOOL, COMPLEX64, COMPLEX128, KEY -> throw new IllegalArgumentException(from.toString());
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

  /** The unsigned value of an I64 as F64 with one rounding, in the way of {@link #longToF64}. */
  static KernelExpr unsignedLongToF64(KernelExpr x) {
    KernelExpr low =
        sub(bitcast(or(and(x, i64(0xFFFF_FFFFL)), i64(TWO_52)), LaneType.F64), f64(0x1p52));
    KernelExpr high = bitcast(or(ushr(x, 32), i64(TWO_84)), LaneType.F64);
    return add(sub(high, f64(0x1p84)), low);
  }

  private static KernelExpr roundedToOdd(KernelExpr x) {
    KernelExpr magnitude = select(lt(x, i64(0)), sub(i64(0), x), x);
    return sticky(x, magnitude);
  }

  private static KernelExpr unsignedRoundedToOdd(KernelExpr x) {
    return sticky(x, x);
  }

  /**
   * A value of 54 bits or more with its low 11 bits folded into a sticky bit above them: then F64
   * holds it exactly and rounding it to F32 is the only rounding.
   */
  private static KernelExpr sticky(KernelExpr x, KernelExpr magnitude) {
    KernelExpr low = and(x, i64(0x7FF));
    KernelExpr sticky = and(add(low, i64(0x7FF)), i64(0x800));
    KernelExpr folded = or(and(x, i64(~0x7FFL)), sticky);
    return select(LaneOps.ult(magnitude, i64(1L << 53)), x, folded);
  }

  private static KernelExpr f64ToLong(KernelExpr x) {
    KernelExpr joined = magnitudeToLong(x);
    KernelExpr signed = select(lt(x, f64(0)), neg(joined), joined);
    KernelExpr above = LaneOps.le(f64(0x1p63), x);
    KernelExpr below = LaneOps.le(x, f64(-0x1p63));
    KernelExpr saturated =
        select(above, i64(Long.MAX_VALUE), select(below, i64(Long.MIN_VALUE), signed));
    return select(eq(x, x), saturated, i64(0));
  }

  /** Truncates to 0 … 2^64-1, NaN to 0. */
  private static KernelExpr f64ToUnsignedLong(KernelExpr x) {
    KernelExpr joined = select(lt(f64(0), x), magnitudeToLong(x), i64(0));
    return select(LaneOps.le(f64(0x1p64), x), i64(-1), joined);
  }

  /** |x| truncated, where that is below 2^64. */
  private static KernelExpr magnitudeToLong(KernelExpr x) {
    KernelExpr magnitude = Rounding.floor(abs(x));
    KernelExpr high = Rounding.floor(mul(magnitude, f64(0x1p-32)));
    KernelExpr low = sub(magnitude, mul(high, f64(0x1p32)));
    return or(shl(wholeToLong(high), 32), wholeToLong(low));
  }

  /** A whole F64 in 0 … 2^32 as I64. */
  private static KernelExpr wholeToLong(KernelExpr x) {
    return xor(bitcast(add(x, f64(0x1p52)), LaneType.I64), i64(TWO_52));
  }
}
