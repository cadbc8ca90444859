package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
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

  private Logarithm() {}

  static KernelExpr log(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      KernelExpr wide = convert(x, LaneType.F64);
      return convert(log(wide, ofSplit(splitNormal(wide), f64(0))), LaneType.F32);
    }
    return log(x, ofSplit(split(x), f64(0)));
  }

  /** The logarithm, given what it is where x is positive and finite. */
  private static KernelExpr log(KernelExpr x, KernelExpr value) {
    KernelExpr positive = select(eq(x, f64(Double.POSITIVE_INFINITY)), x, value);
    KernelExpr atZero = select(eq(x, f64(0)), f64(Double.NEGATIVE_INFINITY), f64(Double.NaN));
    return select(lt(f64(0), x), positive, atZero);
  }

  static KernelExpr log1p(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return convert(log1p(convert(x, LaneType.F64)), LaneType.F32);
    }
    KernelExpr u = add(f64(1), x);
    // What rounding 1 + x lost, relative to u: exact by whichever operand is larger.
    KernelExpr lost = select(lt(x, f64(1)), sub(x, sub(u, f64(1))), sub(f64(1), sub(u, x)));
    KernelExpr value = ofSplit(splitNormal(u), div(lost, u));
    KernelExpr positive =
        select(eq(x, f64(Double.POSITIVE_INFINITY)), x, select(eq(x, f64(0)), x, value));
    KernelExpr atPole = select(eq(x, f64(-1)), f64(Double.NEGATIVE_INFINITY), f64(Double.NaN));
    return select(lt(f64(-1), x), positive, atPole);
  }

  /** x = 2^k·m with m in [√½, √2), for x positive and finite. */
  record Split(KernelExpr k, KernelExpr m) {}

  static Split split(KernelExpr x) {
    KernelExpr subnormal = lt(x, f64(Double.MIN_NORMAL));
    KernelExpr normal = select(subnormal, mul(x, f64(0x1p54)), x);
    return split(normal, select(subnormal, f64(1023 + 54), f64(1023)));
  }

  /** {@link #split} for an x that is not subnormal: any F32 as F64. */
  private static Split splitNormal(KernelExpr x) {
    return split(x, f64(1023));
  }

  private static Split split(KernelExpr normal, KernelExpr bias) {
    KernelExpr bits = bitcast(normal, LaneType.I64);
    // The biased exponent under the exponent of 2^52 is a double without a conversion.
    KernelExpr biased =
        sub(
            bitcast(or(ushr(bits, 52), i64(Double.doubleToRawLongBits(0x1p52))), LaneType.F64),
            f64(0x1p52));
    KernelExpr exponent = sub(biased, bias);
    KernelExpr mantissa =
        bitcast(
            or(and(bits, i64(0xF_FFFF_FFFF_FFFFL)), i64(Double.doubleToRawLongBits(1.0))),
            LaneType.F64);
    KernelExpr high = lt(f64(0x1.6a09e667f3bcdp0), mantissa); // √2
    return new Split(
        select(high, add(exponent, f64(1)), exponent),
        select(high, mul(mantissa, f64(0.5)), mantissa));
  }

  /** log(2^k·m) + correction. */
  private static KernelExpr ofSplit(Split split, KernelExpr correction) {
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
