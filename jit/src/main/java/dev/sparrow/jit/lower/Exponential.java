package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.max;
import static dev.sparrow.jit.lower.LaneOps.min;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ushr;

/**
 * exp, exp2 and expm1: x = n·ln2 + r with |r| ≤ ln2/2, then e^r = 1 + r + r²·q(r) with q the Taylor
 * series, long enough that what is left out is below 2^-27 (F32) or 2^-57 (F64), and a scaling by
 * 2^n in two factors, so that subnormal results round once. n comes from adding 1.5·2^23 or
 * 1.5·2^52, which leaves it in the low bits, and an even number more, twice the exponents' bias, so
 * that the factors' exponents come from halving those bits. Error below 1 ulp.
 */
final class Exponential {
  private static final float F32_SHIFT = 0x1.8p23f;
  private static final double F64_SHIFT = 0x1.8p52;
  private static final int F32_BIAS = 127;
  private static final int F64_BIAS = 1023;

  private static final float F32_LOG2_E = 0x1.715476p0f; // 1 / ln 2
  private static final double F64_LOG2_E = 0x1.71547652b82fep0;
  private static final float F32_LN2_HI = 0x1.62e4p-1f; // 0.693145752, few bits: n·hi is exact
  private static final float F32_LN2_LO = 0x1.7f7d1cp-20f; // 1.42860677e-6
  private static final double F64_LN2_HI = 0x1.62e42feep-1; // 6.93147180369123816490e-1, fdlibm
  private static final double F64_LN2_LO =
      0x1.a39ef35793c76p-33; // 1.90821492927058770002e-10, fdlibm

  /** 1/k! for k from 7 to 2. */
  private static final float[] F32_SERIES = {1f / 5040, 1f / 720, 1f / 120, 1f / 24, 1f / 6, 0.5f};

  /** 1/k! for k from 13 to 2. */
  private static final double[] F64_SERIES = {
    1.0 / 6227020800.0,
    1.0 / 479001600,
    1.0 / 39916800,
    1.0 / 3628800,
    1.0 / 362880,
    1.0 / 40320,
    1.0 / 5040,
    1.0 / 720,
    1.0 / 120,
    1.0 / 24,
    1.0 / 6,
    0.5
  };

  private Exponential() {}

  /**
   * A whole number n.
   *
   * @param value n
   * @param bits n and twice the bias in the low bits of an integer, whose high bits are arbitrary
   */
  private record Whole(KernelExpr value, KernelExpr bits) {}

  /** n, and e^r - 1 for the rest r. */
  private record Reduced(Whole n, KernelExpr expm1) {}

  static KernelExpr exp(KernelExpr x) {
    Reduced reduced = reduce(bounded(x));
    return scale(add(number(1, x.type()), reduced.expm1), reduced.n);
  }

  /** e^x where that is a normal number, which one factor scales. */
  static KernelExpr expOfMiddle(KernelExpr x) {
    Reduced reduced = reduce(x);
    return mul(add(number(1, x.type()), reduced.expm1), power2(reduced.n.value));
  }

  /**
   * 1 - e^x for x = high + low, with low a rounding error of high, from -80 (F32) or -700 (F64) to
   * -0.35.
   */
  static KernelExpr oneMinusExp(KernelExpr high, KernelExpr low) {
    boolean single = high.type() == LaneType.F32;
    Whole n = nearest(mul(high, single ? f32(F32_LOG2_E) : f64(F64_LOG2_E)));
    KernelExpr expm1 = series(add(rest(high, n), low));
    // -2^n: the bias and a sign bit above it. 1 - 2^n rounds only where 2^n is less than an ulp.
    KernelExpr negative =
        power2(
            single ? add(n.value, f32(2 * (F32_BIAS + 1))) : add(n.value, f64(2 * (F64_BIAS + 1))));
    return fma(negative, expm1, add(number(1, high.type()), negative));
  }

  static KernelExpr exp2(KernelExpr x) {
    boolean single = x.type() == LaneType.F32;
    KernelExpr bounded =
        single ? min(max(x, f32(-151)), f32(129)) : min(max(x, f64(-1076)), f64(1025));
    Whole n = nearest(bounded);
    KernelExpr rest = sub(bounded, n.value);
    KernelExpr r = mul(rest, single ? f32(0x1.62e43p-1f) : f64(0x1.62e42fefa39efp-1)); // ln 2
    return scale(add(number(1, x.type()), series(r)), n);
  }

  static KernelExpr expm1(KernelExpr x) {
    LaneType type = x.type();
    KernelExpr low = type == LaneType.F32 ? f32(-20) : f64(-40);
    // Above 89 n would be 129, half of whose scale is infinite: infinity comes from 2^128 as well.
    KernelExpr bounded = type == LaneType.F32 ? min(bounded(x), f32(89)) : bounded(x);
    Reduced reduced = reduce(max(bounded, low));
    // 2·(2^(n-1)·(e^r - 1) + 2^(n-1) - 1/2): half the scale, so that n = 1024 does not overflow.
    KernelExpr half = type == LaneType.F32 ? f32(0.5f) : f64(0.5);
    KernelExpr scale = power2(sub(reduced.n.value, number(1, type)));
    KernelExpr value = fma(scale, reduced.expm1, sub(scale, half));
    // So near 0 that x is the answer; halves of subnormal numbers would lose a bit.
    KernelExpr near = type == LaneType.F32 ? f32(0x1p-26f) : f64(0x1p-55);
    return select(LaneOps.lt(LaneOps.abs(x), near), x, add(value, value));
  }

  /** Keeps n within what two scalings can express; beyond lie 0 and infinity. */
  private static KernelExpr bounded(KernelExpr x) {
    return x.type() == LaneType.F32
        ? min(max(x, f32(-105)), f32(89.5f))
        : min(max(x, f64(-746)), f64(710));
  }

  private static Reduced reduce(KernelExpr x) {
    boolean single = x.type() == LaneType.F32;
    Whole n = nearest(mul(x, single ? f32(F32_LOG2_E) : f64(F64_LOG2_E)));
    return new Reduced(n, series(rest(x, n)));
  }

  /** x - n·ln2. */
  private static KernelExpr rest(KernelExpr x, Whole n) {
    return x.type() == LaneType.F32
        ? fma(n.value, f32(-F32_LN2_LO), fma(n.value, f32(-F32_LN2_HI), x))
        : fma(n.value, f64(-F64_LN2_LO), fma(n.value, f64(-F64_LN2_HI), x));
  }

  private static KernelExpr series(KernelExpr r) {
    KernelExpr q =
        r.type() == LaneType.F32
            ? Polynomial.f32Horner(r, F32_SERIES)
            : Polynomial.f64Horner(r, F64_SERIES);
    return fma(mul(r, r), q, r);
  }

  private static Whole nearest(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      KernelExpr shift = f32(F32_SHIFT + 2 * F32_BIAS);
      KernelExpr shifted = add(x, shift);
      return new Whole(sub(shifted, shift), bitcast(shifted, LaneType.I32));
    }
    KernelExpr shift = f64(F64_SHIFT + 2 * F64_BIAS);
    KernelExpr shifted = add(x, shift);
    return new Whole(sub(shifted, shift), bitcast(shifted, LaneType.I64));
  }

  /** y·2^n, rounding once; n is so small that half of it is the exponent of a normal number. */
  private static KernelExpr scale(KernelExpr y, Whole n) {
    KernelExpr first = ushr(n.bits, 1);
    KernelExpr second = sub(n.bits, first);
    return mul(mul(y, ofExponent(first)), ofExponent(second));
  }

  /** The power of two with a biased exponent, which is in the low bits. */
  private static KernelExpr ofExponent(KernelExpr biased) {
    return biased.type() == LaneType.I32
        ? bitcast(shl(biased, 23), LaneType.F32)
        : bitcast(shl(biased, 52), LaneType.F64);
  }

  /** 2^n for a whole n in the exponent range of normal numbers. */
  static KernelExpr power2(KernelExpr n) {
    if (n.type() == LaneType.F32) {
      KernelExpr biased = bitcast(add(n, f32(F32_SHIFT + F32_BIAS)), LaneType.I32);
      return bitcast(shl(biased, 23), LaneType.F32);
    }
    KernelExpr biased = bitcast(add(n, f64(F64_SHIFT + F64_BIAS)), LaneType.I64);
    return bitcast(shl(biased, 52), LaneType.F64);
  }

  /** 1 / (1 + e^-x), from the side where e does not overflow. */
  static KernelExpr logistic(KernelExpr x) {
    LaneType type = x.type();
    KernelExpr decayed = exp(LaneOps.neg(LaneOps.abs(x)));
    KernelExpr one = number(1, type);
    KernelExpr top = select(LaneOps.lt(x, number(0, type)), decayed, one);
    return LaneOps.div(top, add(one, decayed));
  }
}
