package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ushr;

/**
 * exp, exp2, expm1 and logistic.
 *
 * <p>x = n ln 2 + r + c with n an integer, |r| at most ln(2)/2 and c what r's rounding lost; then
 * e^x = 2^n (1 + (r + r^2 q(r) + c)). The first step of the reduction is exact, because n ln2 and x
 * nearly cancel; q is a minimax polynomial (Remez, computed with 60 digits).
 *
 * <p>Errors, asserted by tests: below 1 ulp in both formats (logistic: 2 ulp) over the whole range,
 * subnormal results included. Overflow gives infinity, underflow 0, NaN stays NaN.
 */
final class Exponential {
  private static final double LOG2_E = 0x1.71547652b82fep0; // 1.4426950408889634
  private static final double LOG2_E_F32 = 0x1.715476p0;

  /** ln 2 to twice the precision. */
  private static final double LN2_HIGH_F32 = 0x1.62e430p-1; // 0.693147182464599609

  private static final double LN2_LOW_F32 = -0x1.05c610p-29; // -1.90465429995776e-9
  private static final double LN2_HIGH = 0x1.62e42fefa39efp-1; // 0.69314718055994529
  private static final double LN2_LOW = 0x1.abc9e3b39803fp-56; // 2.3190468138462996e-17

  /** (e^r - 1 - r) / r^2 on |r| <= 0.35: error of e^r below 2^-28. */
  private static final double[] Q_F32 = {
    0x1.6a4d74p-10, // 0.001382074552
    0x1.123e58p-7, // 0.00836924836
    0x1.5558b8p-5, // 0.04166828096
    0x1.55548cp-3, // 0.1666651666
    0x1.fffffcp-2 // 0.4999999404
  };

  /** The same for binary64: error of e^r below 2^-60. */
  private static final double[] Q_F64 = {
    0x1.1e3c44a7c9328p-29, // 2.082636802504398e-9
    0x1.af6e84419e35ap-26, // 2.5112630425212799e-8
    0x1.27e5b698b531ep-22, // 2.7557585151093368e-7
    0x1.71ddeee332a7bp-19, // 2.7557233451593316e-6
    0x1.a01a01352a385p-16, // 2.4801586921671947e-5
    0x1.a01a01b3da65ep-13, // 0.00019841269897407065
    0x1.6c16c16c30611p-10, // 0.0013888888889116472
    0x1.111111110ebedp-7, // 0.0083333333333168395
    0x1.5555555555505p-5, // 0.041666666666666109
    0x1.555555555555bp-3, // 0.16666666666666682
    0x1.0p-1 // 0.5
  };

  private Exponential() {}

  /** e^x. */
  static KernelExpr exp(KernelExpr x) {
    return reduce(forExp(x)).scaled(0);
  }

  /** e^(x.high + x.low). */
  static KernelExpr exp(DoubleWord x) {
    Reduced reduced = reduce(forExp(x.high()));
    DoubleWord r = DoubleWord.sum(reduced.r(), add(reduced.c(), x.low()));
    return new Reduced(reduced.shifted(), r.high(), r.low()).scaled(0);
  }

  /** e^x / 2, which is finite a little further. */
  static KernelExpr halfExp(KernelExpr x) {
    boolean narrow = x.type() == LaneType.F32;
    return reduce(between(x, narrow ? -104.5 : -746, narrow ? 90 : 711)).scaled(-1);
  }

  /** Keeps n within what two scalings express; beyond lie 0 and infinity. */
  private static KernelExpr forExp(KernelExpr x) {
    boolean narrow = x.type() == LaneType.F32;
    return between(x, narrow ? -104.5 : -746, narrow ? 89 : 710);
  }

  /** 2^x: the fraction of x times ln 2, with what the product loses. */
  static KernelExpr exp2(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    boolean narrow = format == FloatFormat.BINARY32;
    KernelExpr bounded = between(x, narrow ? -151 : -1076, narrow ? 129 : 1025);
    KernelExpr shift = format.roundingShift();
    KernelExpr shifted = add(bounded, shift);
    KernelExpr fraction = sub(bounded, sub(shifted, shift));
    DoubleWord r = DoubleWord.product(fraction, format.constant(narrow ? LN2_HIGH_F32 : LN2_HIGH));
    KernelExpr c = fma(fraction, format.constant(narrow ? LN2_LOW_F32 : LN2_LOW), r.low());
    return new Reduced(shifted, r.high(), c).scaled(0);
  }

  /** 1 / (1 + e^-x), from the side where the power does not overflow. */
  static KernelExpr logistic(KernelExpr x) {
    KernelExpr one = number(1, x.type());
    KernelExpr decayed = exp(neg(abs(x)));
    KernelExpr top = select(lt(x, number(0, x.type())), decayed, one);
    return div(top, add(one, decayed));
  }

  /** e^x for |x| at most 80, where no scaling can overflow. */
  static KernelExpr expOfModerate(KernelExpr x) {
    Reduced reduced = reduce(x);
    return mul(reduced.fraction(), reduced.power(0));
  }

  /** e^x - 1, keeping the sign of zero. */
  static KernelExpr expm1(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    boolean narrow = format == FloatFormat.BINARY32;
    Reduced reduced = reduce(between(x, narrow ? -20 : -40, narrow ? 89 : 710));
    // Halves, so that 2^n itself need not be finite where the result still is.
    KernelExpr half = reduced.power(-1);
    DoubleWord rest = reduced.powerLessOne();
    DoubleWord sum = DoubleWord.sum(sub(half, format.constant(0.5)), mul(half, rest.high()));
    KernelExpr halfResult = add(sum.high(), fma(half, rest.low(), sum.low()));
    // What is left out below is x^2 / 2; and halves of subnormal numbers lose a bit.
    KernelExpr isTiny = lt(abs(x), format.constant(narrow ? 0x1p-26 : 0x1p-55));
    return select(isTiny, x, add(halfResult, halfResult));
  }

  /** x brought into a range; NaN stays. */
  static KernelExpr between(KernelExpr x, double low, double high) {
    FloatFormat format = FloatFormat.of(x.type());
    KernelExpr atLeast = select(lt(x, format.constant(low)), format.constant(low), x);
    return select(lt(format.constant(high), atLeast), format.constant(high), atLeast);
  }

  /**
   * x = n ln 2 + r + c.
   *
   * @param shifted n, in the low bits of a sum with {@link FloatFormat#roundingShift}
   * @param r the reduced argument
   * @param c correction of r, at most about an ulp of it: it enters the result unmultiplied
   */
  record Reduced(KernelExpr shifted, KernelExpr r, KernelExpr c) {
    /** e^(r + c) - 1 - r. */
    private KernelExpr tail() {
      return fma(mul(r, r), Polynomial.horner(r, r.type() == LaneType.F32 ? Q_F32 : Q_F64), c);
    }

    /** e^(r + c) - 1. */
    DoubleWord powerLessOne() {
      return DoubleWord.sumOrdered(r, tail());
    }

    /** e^(r + c). */
    KernelExpr fraction() {
      return add(number(1, r.type()), add(r, tail()));
    }

    /** 2^(n + extra), which must be a normal number. */
    KernelExpr power(int extra) {
      FloatFormat format = FloatFormat.of(r.type());
      return format.powerOfTwo(format.shiftedInteger(shifted, format.bias() + extra));
    }

    /**
     * e^(r + c) 2^(n + extra): in two factors, since 2^n may be outside the range of normal numbers
     * where the product is inside, and so that a subnormal product is rounded once.
     */
    KernelExpr scaled(int extra) {
      FloatFormat format = FloatFormat.of(r.type());
      KernelExpr field = format.shiftedInteger(shifted, 2L * format.bias() + extra);
      KernelExpr first = ushr(field, 1);
      KernelExpr second = sub(field, first);
      return mul(mul(fraction(), format.powerOfTwo(first)), format.powerOfTwo(second));
    }
  }

  /** Splits x, where n must fit the exponent range. */
  static Reduced reduce(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    boolean narrow = format == FloatFormat.BINARY32;
    KernelExpr shift = format.roundingShift();
    KernelExpr shifted = fma(x, format.constant(narrow ? LOG2_E_F32 : LOG2_E), shift);
    KernelExpr n = sub(shifted, shift);
    KernelExpr exact = fma(n, format.constant(narrow ? -LN2_HIGH_F32 : -LN2_HIGH), x);
    KernelExpr low = format.constant(narrow ? -LN2_LOW_F32 : -LN2_LOW);
    KernelExpr r = fma(n, low, exact);
    KernelExpr c = fma(n, low, sub(exact, r));
    return new Reduced(shifted, r, c);
  }
}
