package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ushr;

/**
 * log and log1p: x = 2^k·(1 + f) with 1 + f in [√½, √2), s = f / (2 + f), then log(1 + f) =
 * 2·atanh(s) by a polynomial in s². Method and coefficients: fdlibm e_log.c (Sun Microsystems,
 * netlib.org/fdlibm). F64 error below 1 ulp; F32 is computed in F64 and rounded.
 */
final class Logarithm {
  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double LN2_HI = 0x1.62e42feep-1; // 6.93147180369123816490e-1
  private static final double LN2_LO = 0x1.a39ef35793c76p-33; // 1.90821492927058770002e-10

  /** Lg7 … Lg1. */
  private static final double[] ATANH = {
    1.479819860511658591e-01,
    1.531383769920937332e-01,
    1.818357216161805012e-01,
    2.222219843214978396e-01,
    2.857142874366239149e-01,
    3.999999999940941908e-01,
    6.666666666666735130e-01
  };

  /** What 2^52 with the exponent k in its lowest bits is more than k, for numbers of bias 1023. */
  private static final double BIAS = 0x1p52 + 1023;

  /** The least number above √½, whose multiples by powers of 2 begin a new k. */
  private static final long LEAST_M = Double.doubleToRawLongBits(0x1.6a09e667f3bcdp-1) + 1;

  private Logarithm() {}

  static KernelExpr log(KernelExpr x) {
    LaneType type = x.type();
    KernelExpr value =
        type == LaneType.F32
            ? convert(ofNormal(convert(x, LaneType.F64)), type)
            : core(split(x), f64(0));
    KernelExpr zero = number(0, type);
    KernelExpr positive = select(eq(x, infinity(type)), x, value);
    KernelExpr atZero = select(eq(x, zero), neg(infinity(type)), nan(type));
    return select(lt(zero, x), positive, atZero);
  }

  private static KernelExpr infinity(LaneType type) {
    return type == LaneType.F32 ? f32(Float.POSITIVE_INFINITY) : f64(Double.POSITIVE_INFINITY);
  }

  private static KernelExpr nan(LaneType type) {
    return type == LaneType.F32 ? f32(Float.NaN) : f64(Double.NaN);
  }

  static KernelExpr log1p(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return log1pF32(x);
    }
    KernelExpr u = add(f64(1), x);
    // What rounding 1 + x lost, relative to u: exact by whichever operand is larger.
    KernelExpr lost = select(lt(x, f64(1)), sub(x, sub(u, f64(1))), sub(f64(1), sub(u, x)));
    KernelExpr value = core(splitNormal(u, f64(BIAS)), div(lost, u));
    KernelExpr positive =
        select(eq(x, f64(Double.POSITIVE_INFINITY)), x, select(eq(x, f64(0)), x, value));
    KernelExpr atPole = select(eq(x, f64(-1)), f64(Double.NEGATIVE_INFINITY), f64(Double.NaN));
    return select(lt(f64(-1), x), positive, atPole);
  }

  /** As F64, 1 + x is exact where it matters: what is smaller than 2^-26 is its own log1p. */
  private static KernelExpr log1pF32(KernelExpr x) {
    KernelExpr sum = add(f64(1), convert(x, LaneType.F64));
    KernelExpr value = convert(ofNormal(sum), LaneType.F32);
    KernelExpr own = or(lt(abs(x), f32(0x1p-26f)), eq(x, infinity(LaneType.F32)));
    KernelExpr atPole = select(eq(x, f32(-1)), neg(infinity(LaneType.F32)), nan(LaneType.F32));
    return select(lt(f32(-1), x), select(own, x, value), atPole);
  }

  /** x = 2^k·m with m in [√½, √2), for x positive and finite. */
  record Split(KernelExpr k, KernelExpr m) {}

  static Split split(KernelExpr x) {
    KernelExpr subnormal = lt(x, f64(Double.MIN_NORMAL));
    KernelExpr normal = select(subnormal, mul(x, f64(0x1p54)), x);
    return splitNormal(normal, select(subnormal, f64(BIAS + 54), f64(BIAS)));
  }

  /**
   * The split of a number that is not subnormal. Counted from {@link #LEAST_M}, its bits have k +
   * 1023 as exponent and what m is above the least one as mantissa.
   */
  private static Split splitNormal(KernelExpr x, KernelExpr bias) {
    long one = Double.doubleToRawLongBits(1.0);
    KernelExpr counted = add(bitcast(x, LaneType.I64), i64(one - LEAST_M));
    // The exponent under the exponent of 2^52 is a double without a conversion.
    KernelExpr k =
        bitcast(or(ushr(counted, 52), i64(Double.doubleToRawLongBits(0x1p52))), LaneType.F64);
    KernelExpr above = and(counted, i64(0xF_FFFF_FFFF_FFFFL));
    return new Split(sub(k, bias), bitcast(add(above, i64(LEAST_M)), LaneType.F64));
  }

  /**
   * log(x) for x positive, finite and not subnormal, within 2 ulp of F64: for what is rounded to
   * F32 next. k·log 2 + 2·atanh(s) as it stands.
   */
  static KernelExpr ofNormal(KernelExpr x) {
    Split split = splitNormal(x, f64(BIAS));
    KernelExpr f = sub(split.m, f64(1));
    KernelExpr s = div(f, add(f64(2), f));
    KernelExpr z = mul(s, s);
    KernelExpr twice = mul(s, fma(z, Polynomial.f64Horner(z, ATANH), f64(2)));
    return fma(split.k, f64(LN2), twice);
  }

  /** log(2^k·m) + correction. */
  private static KernelExpr core(Split split, KernelExpr correction) {
    KernelExpr f = sub(split.m, f64(1));
    KernelExpr s = div(f, add(f64(2), f));
    KernelExpr z = mul(s, s);
    KernelExpr tail = mul(z, Polynomial.f64Horner(z, ATANH));
    KernelExpr square = mul(mul(f64(0.5), f), f);
    KernelExpr low = fma(split.k, f64(LN2_LO), correction);
    KernelExpr inner = fma(s, add(square, tail), low);
    return fma(split.k, f64(LN2_HI), sub(f, sub(square, inner)));
  }
}
