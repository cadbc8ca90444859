package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.apply;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.i32;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.shr;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ult;
import static dev.sparrow.jit.lower.LaneOps.ushr;
import static dev.sparrow.jit.lower.LaneOps.xor;

import dev.sparrow.array.DType;

/**
 * Integer functions as XLA defines them: x / 0 = -1 (all bits), x rem 0 = x, min / -1 = min, shifts
 * by the width or more give 0 or the sign.
 */
final class Integers {
  /** Added to a number of either sign below 2^51, it leaves the number's whole part in the bits. */
  private static final double MIDDLE = 0x1.8p52;

  private static final long MIDDLE_BITS = Double.doubleToRawLongBits(MIDDLE);

  private Integers() {}

  /** Whether a dtype's values are unsigned and use all bits of their lane. */
  static boolean fillsUnsigned(DType dtype) {
    return dtype == DType.UINT32 || dtype == DType.UINT64;
  }

  /** The bits of a value with zeros above them. */
  static KernelExpr unsigned(KernelExpr x, DType dtype) {
    if (dtype == DType.INT8) {
      return Narrow.fit(x, DType.UINT8);
    }
    return dtype == DType.INT16 ? Narrow.fit(x, DType.UINT16) : x;
  }

  /** The bits of a value with the top one repeated above them. */
  private static KernelExpr signed(KernelExpr x, DType dtype) {
    if (dtype == DType.UINT8) {
      return Narrow.fit(x, DType.INT8);
    }
    return dtype == DType.UINT16 ? Narrow.fit(x, DType.INT16) : x;
  }

  static KernelExpr divide(KernelExpr x, KernelExpr y, DType dtype) {
    if (dtype == DType.UINT64) {
      return select(eq(y, i64(0)), i64(-1), dividedLong(x, y).quotient);
    }
    if (x.type() == LaneType.I64) {
      return div(x, y);
    }
    if (dtype == DType.UINT32) {
      return select(eq(y, i32(0)), i32(-1), quotient(x, y));
    }
    // The float holds operands and quotient well enough to truncate right: it has more than twice
    // the bits of narrow ones, and 53 for 32.
    LaneType through = Narrow.isNarrow(dtype) ? LaneType.F32 : LaneType.F64;
    KernelExpr quotient = convert(div(convert(x, through), convert(y, through)), LaneType.I32);
    KernelExpr wrapped = select(eq(y, i32(-1)), neg(x), quotient);
    return select(eq(y, i32(0)), i32(-1), wrapped);
  }

  static KernelExpr remainder(KernelExpr x, KernelExpr y, DType dtype) {
    if (dtype == DType.UINT64) {
      return select(eq(y, i64(0)), x, dividedLong(x, y).rest);
    }
    if (x.type() == LaneType.I64) {
      return apply(Op.REM, x, y);
    }
    return select(eq(y, i32(0)), x, sub(x, mul(divide(x, y, dtype), y)));
  }

  /**
   * The quotient of unsigned I32, y not 0. (x + ½)·(1/y) is at least 1/(2y) away from whole
   * numbers, while its error is below 2^-19/y. A product, so that 1/y is computed once where y is
   * the same for all elements.
   */
  private static KernelExpr quotient(KernelExpr x, KernelExpr y) {
    KernelExpr half = add(convert(xor(x, i32(Integer.MIN_VALUE)), LaneType.F64), f64(0x1p31 + 0.5));
    KernelExpr floor = fma(half, div(f64(1), Conversions.unsignedToF64(y)), f64(-0.5));
    // Rounds to the nearest whole number, which then lies in the low bits.
    return convert(bitcast(add(floor, f64(MIDDLE)), LaneType.I64), LaneType.I32);
  }

  /** What division of unsigned I64 gives. */
  private record Divided(KernelExpr quotient, KernelExpr rest) {}

  /**
   * Division of unsigned I64, y not 0: with F64 a quotient that is not above the true one and short
   * of it by less than 2^-49 of it and 1, a second one of what is left, and then y fits once more
   * at most.
   */
  private static Divided dividedLong(KernelExpr x, KernelExpr y) {
    // Five roundings make a product with this too large by less than the last factor makes it
    // small.
    KernelExpr inverse = mul(div(f64(1), Conversions.unsignedLongToF64(y)), f64(1 - 0x1p-50));
    KernelExpr first = wholeLong(fma(Conversions.unsignedLongToF64(x), inverse, f64(-0.5)));
    KernelExpr left = sub(x, mul(first, y));
    KernelExpr second = fma(Conversions.unsignedLongToF64(left), inverse, f64(-0.5)); // below 2^16
    KernelExpr more = sub(bitcast(add(second, f64(MIDDLE)), LaneType.I64), i64(MIDDLE_BITS));
    KernelExpr rest = sub(left, mul(more, y));
    KernelExpr done = ult(rest, y);
    KernelExpr sum = add(first, more);
    return new Divided(select(done, sum, add(sum, i64(1))), select(done, rest, sub(rest, y)));
  }

  /**
   * A number between -1 and 2^64, rounded: its upper half by itself, and what that leaves of it.
   */
  private static KernelExpr wholeLong(KernelExpr x) {
    KernelExpr upper = add(x, f64(0x1p84)); // a unit in the last place is 2^32
    KernelExpr rest = sub(x, sub(upper, f64(0x1p84)));
    KernelExpr lower = sub(bitcast(add(rest, f64(MIDDLE)), LaneType.I64), i64(MIDDLE_BITS));
    return add(shl(bitcast(upper, LaneType.I64), 32), lower);
  }

  static KernelExpr shiftLeft(KernelExpr x, KernelExpr count, DType dtype) {
    return within(count, dtype, apply(Op.SHL, x, count), number(0, x.type()));
  }

  static KernelExpr shiftRightLogical(KernelExpr x, KernelExpr count, DType dtype) {
    return within(count, dtype, apply(Op.USHR, unsigned(x, dtype), count), number(0, x.type()));
  }

  static KernelExpr shiftRightArithmetic(KernelExpr x, KernelExpr count, DType dtype) {
    KernelExpr most = number(8 * dtype.bytes() - 1, x.type());
    return apply(Op.SHR, signed(x, dtype), within(count, dtype, count, most));
  }

  private static KernelExpr within(
      KernelExpr count, DType dtype, KernelExpr inside, KernelExpr outside) {
    int width = 8 * dtype.bytes();
    if (count instanceof KernelExpr.Const(long bits, LaneType _)) {
      return bits >= 0 && bits < width ? inside : outside;
    }
    return select(ult(count, number(width, count.type())), inside, outside);
  }

  /** Number of set bits, by adding neighbours in ever wider fields. */
  static KernelExpr populationCount(KernelExpr x) {
    KernelExpr pairs = sub(x, and(ushr(x, 1), field(x, 0x5555_5555_5555_5555L)));
    KernelExpr low = field(x, 0x3333_3333_3333_3333L);
    KernelExpr fours = add(and(pairs, low), and(ushr(pairs, 2), low));
    KernelExpr bytes = and(add(fours, ushr(fours, 4)), field(x, 0x0F0F_0F0F_0F0F_0F0FL));
    return ushr(mul(bytes, field(x, 0x0101_0101_0101_0101L)), x.type().bits() - 8);
  }

  /** Number of zeros before the highest set bit: smear it down and count what stays clear. */
  static KernelExpr leadingZeros(KernelExpr x, DType dtype) {
    int width = 8 * dtype.bytes();
    KernelExpr smeared = x;
    for (int distance = 1; distance < width; distance *= 2) {
      smeared = or(smeared, ushr(smeared, distance));
    }
    return sub(number(width, x.type()), populationCount(smeared));
  }

  private static KernelExpr field(KernelExpr like, long pattern) {
    return like.type() == LaneType.I32 ? i32((int) pattern) : i64(pattern);
  }

  /** -1, 0 or 1. */
  static KernelExpr sign(KernelExpr x) {
    KernelExpr negative = shr(x, x.type().bits() - 1);
    return or(negative, ushr(neg(x), x.type().bits() - 1));
  }
}
