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
import static dev.sparrow.jit.lower.LaneOps.i32;
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
 * log and log1p. F64: x = 2^k·(1 + f) with 1 + f in [√½, √2), s = f / (2 + f), then log(1 + f) =
 * 2·atanh(s) by a polynomial in s². Method and coefficients: fdlibm e_log.c (Sun Microsystems,
 * netlib.org/fdlibm); error below 1 ulp. F32: x = 2^k·(1 - g) with 1 - g in [2/3, 4/3), -log(1 - g)
 * = g + g²·q(g) without a division, less k·log 2, with what the largest difference lost; error
 * below 0.95 ulp.
 */
final class Logarithm {
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

  /**
   * (-log(1 - g) - g) / g², |g| up to 1/3: fitted to a relative error of the logarithm below 2^-27,
   * each coefficient rounded before the next was chosen.
   */
  private static final float[] F32_REST = {
    0x1.07bf4ep-3f,
    0x1.1e688cp-3f,
    0x1.f33668p-4f,
    0x1.1ed634p-3f,
    0x1.559c3p-3f,
    0x1.99d046p-3f,
    0x1.fffefcp-3f,
    0x1.555506p-2f,
    0.5f
  };

  // log 2 in units of 2^23, as k stands in the exponent's place; k times the upper part is exact.
  private static final float F32_LN2_HI = 0x1.62e4p-24f;
  private static final float F32_LN2_LO = 0x1.7f7d1cp-43f;

  /** Where m begins: 2/3. */
  private static final int F32_LEAST_M = Float.floatToRawIntBits(2f / 3);

  private static final int F32_ONE = Float.floatToRawIntBits(1);
  private static final int F32_EXPONENT = 0xFF80_0000;

  private Logarithm() {}

  static KernelExpr log(KernelExpr x) {
    LaneType type = x.type();
    KernelExpr value = type == LaneType.F32 ? ofPositiveF32(x) : core(split(x), f64(0));
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

  private static KernelExpr log1pF32(KernelExpr x) {
    KernelExpr exponent = exponentF32(add(f32(1), x));
    // x / 4 times 2^(2 - k), since 2^-k alone may be subnormal.
    KernelExpr scale = bitcast(sub(i32(F32_ONE + (2 << 23)), exponent), LaneType.F32);
    KernelExpr quarter = mul(x, f32(-0.25f));
    KernelExpr below = fma(scale, f32(-0.25f), f32(1));
    KernelExpr g = fma(quarter, scale, below);
    KernelExpr lost = fma(quarter, scale, sub(below, g));
    // lost / (1 - g), or nearly.
    KernelExpr rest = fma(lost, g, lost);
    KernelExpr value = neg(minusLogF32(convert(exponent, LaneType.F32), g, rest));
    KernelExpr own = or(lt(abs(x), f32(0x1p-26f)), eq(x, infinity(LaneType.F32)));
    KernelExpr atPole = select(eq(x, f32(-1)), neg(infinity(LaneType.F32)), nan(LaneType.F32));
    return select(lt(f32(-1), x), select(own, x, value), atPole);
  }

  /** -log(1 - x) of an F32 x from 0 to 1, 1 excluded. */
  static KernelExpr minusLogOfComplementF32(KernelExpr x) {
    KernelExpr exponent = exponentF32(sub(f32(1), x));
    KernelExpr scale = bitcast(sub(i32(F32_ONE), exponent), LaneType.F32);
    // 1 - 2^-k·(1 - x), exact: k is 0 where x is below 1/3, and -1 or less above.
    KernelExpr g = fma(x, scale, sub(f32(1), scale));
    return minusLogF32(convert(exponent, LaneType.F32), g, f32(0));
  }

  private static KernelExpr ofPositiveF32(KernelExpr x) {
    KernelExpr subnormal = lt(x, f32(Float.MIN_NORMAL));
    KernelExpr normal = select(subnormal, mul(x, f32(0x1p25f)), x);
    KernelExpr exponent = exponentF32(normal);
    KernelExpr m = bitcast(sub(bitcast(normal, LaneType.I32), exponent), LaneType.F32);
    KernelExpr k = convert(exponent, LaneType.F32);
    KernelExpr scaled = select(subnormal, sub(k, f32(25 * 0x1p23f)), k);
    // Not a negation: log(1) is +0.
    return sub(f32(0), minusLogF32(scaled, sub(f32(1), m), f32(0)));
  }

  /** k in the place of an F32's exponent, for x = 2^k·m positive and normal, m in [2/3, 4/3). */
  private static KernelExpr exponentF32(KernelExpr x) {
    KernelExpr counted = sub(bitcast(x, LaneType.I32), i32(F32_LEAST_M));
    return and(counted, i32(F32_EXPONENT));
  }

  /**
   * lost - log(2^k·(1 - g)).
   *
   * @param k k·2^23
   * @param g up to 1/3 in magnitude
   * @param lost a small number to add
   */
  private static KernelExpr minusLogF32(KernelExpr k, KernelExpr g, KernelExpr lost) {
    KernelExpr head = fma(k, f32(-F32_LN2_HI), g);
    KernelExpr rest = sub(g, fma(k, f32(F32_LN2_HI), head));
    if (!lost.equals(f32(0))) {
      rest = add(rest, lost);
    }
    rest = fma(k, f32(-F32_LN2_LO), rest);
    return add(head, fma(mul(g, g), Polynomial.f32Horner(g, F32_REST), rest));
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
