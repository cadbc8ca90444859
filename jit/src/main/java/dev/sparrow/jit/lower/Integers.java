package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.apply;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.i32;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.not;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shr;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ult;
import static dev.sparrow.jit.lower.LaneOps.ushr;

/**
 * Integer functions as XLA defines them: x / 0 = -1 (all bits), x rem 0 = x, min / -1 = min, shifts
 * by the width or more give 0 or the sign.
 */
final class Integers {
  private Integers() {}

  /**
   * 32-bit quotients go through F64, which holds operands and quotient well enough to truncate
   * right.
   */
  static KernelExpr divide(KernelExpr x, KernelExpr y) {
    if (x.type() == LaneType.I64) {
      return div(x, y);
    }
    KernelExpr quotient =
        convert(div(convert(x, LaneType.F64), convert(y, LaneType.F64)), LaneType.I32);
    KernelExpr wrapped = select(eq(y, i32(-1)), neg(x), quotient);
    return select(eq(y, i32(0)), i32(-1), wrapped);
  }

  static KernelExpr remainder(KernelExpr x, KernelExpr y) {
    if (x.type() == LaneType.I64) {
      return LaneOps.rem(x, y);
    }
    return select(eq(y, i32(0)), x, sub(x, mul(divide(x, y), y)));
  }

  static KernelExpr divideUnsigned(KernelExpr x, KernelExpr y) {
    KernelExpr quotient =
        Conversions.f64ToUnsigned(div(Conversions.unsignedToF64(x), Conversions.unsignedToF64(y)));
    return select(eq(y, i32(0)), i32(-1), quotient);
  }

  static KernelExpr remainderUnsigned(KernelExpr x, KernelExpr y) {
    return select(eq(y, i32(0)), x, sub(x, mul(divideUnsigned(x, y), y)));
  }

  static KernelExpr shiftLeft(KernelExpr x, KernelExpr count) {
    return within(count, apply(Op.SHL, x, count), number(0, x.type()));
  }

  static KernelExpr shiftRightLogical(KernelExpr x, KernelExpr count) {
    return within(count, apply(Op.USHR, x, count), number(0, x.type()));
  }

  static KernelExpr shiftRightArithmetic(KernelExpr x, KernelExpr count) {
    KernelExpr most = number(x.type().bits() - 1, x.type());
    return apply(Op.SHR, x, within(count, count, most));
  }

  private static KernelExpr within(KernelExpr count, KernelExpr inside, KernelExpr outside) {
    if (count instanceof KernelExpr.Const(long bits, LaneType type)) {
      return bits >= 0 && bits < type.bits() ? inside : outside;
    }
    return select(ult(count, number(count.type().bits(), count.type())), inside, outside);
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
  static KernelExpr leadingZeros(KernelExpr x) {
    KernelExpr smeared = x;
    for (int distance = 1; distance < x.type().bits(); distance *= 2) {
      smeared = or(smeared, ushr(smeared, distance));
    }
    return populationCount(not(smeared));
  }

  private static KernelExpr field(KernelExpr like, long pattern) {
    return like.type() == LaneType.I32 ? i32((int) pattern) : LaneOps.i64(pattern);
  }

  /** -1, 0 or 1. */
  static KernelExpr sign(KernelExpr x) {
    KernelExpr negative = shr(x, x.type().bits() - 1);
    return or(negative, ushr(neg(x), x.type().bits() - 1));
  }
}
