package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.le;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;

/**
 * log|Γ| and its derivative. lgamma: fdlibm's approximations on six intervals (e_lgamma_r.c, Sun
 * Microsystems, netlib.org/fdlibm). digamma: near its root the rational approximation of Boost's
 * digamma.hpp (J. Maddock, 2006), recurrence up to 10, Stirling's series from there. Negative
 * arguments by reflection. F32 is computed in F64. Relative errors are small except near the zeros
 * of negative arguments, where absolute ones are.
 */
final class GammaFunction {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Where Γ is least between 1 and 2. */
  private static final double MINIMUM = 1.46163214496836224576e+00;

  /** log Γ there, in two doubles, the second negated. */
  private static final double AT_MINIMUM = -1.21486290535849611461e-01;

  private static final double AT_MINIMUM_LOW = -3.63867699703950536541e-18;

  /** log Γ(2 - y) + y/2 over y: a11 … a0. */
  private static final double[] BELOW_TWO = {
    4.48640949618915160150e-05,
    2.52144565451257326939e-05,
    1.08011567247583939954e-04,
    2.20862790713908385557e-04,
    5.10069792153511336608e-04,
    1.19270763183362067845e-03,
    2.89051383673415629091e-03,
    7.38555086081402883957e-03,
    2.05808084325167332806e-02,
    6.73523010531292681824e-02,
    3.22467033424113591611e-01,
    7.72156649015328655494e-02
  };

  /** (log Γ - minimum) over the square of the distance: t14 … t0. */
  private static final double[] NEAR_MINIMUM = {
    3.35529192635519073543e-04,
    -3.12754168375120860518e-04,
    3.15632070903625950361e-04,
    -5.38595305356740546715e-04,
    8.81081882437654011382e-04,
    -1.40346469989232843813e-03,
    2.25964780900612472250e-03,
    -3.68452016781138256760e-03,
    6.10053870246291332635e-03,
    -1.03142241298341437450e-02,
    1.79706750811820387126e-02,
    -3.27885410759859649565e-02,
    6.46249402391333854778e-02,
    -1.47587722994593911752e-01,
    4.83836122723810047042e-01
  };

  /** log Γ(1 + y) + y/2: y · u5 … u0 over v5 … v0. */
  private static final double[] ABOVE_ONE_TOP = {
    1.33810918536787660377e-02,
    2.28963728064692451092e-01,
    9.77717527963372745603e-01,
    1.45492250137234768737e+00,
    6.32827064025093366517e-01,
    -7.72156649015328655494e-02
  };

  private static final double[] ABOVE_ONE_BOTTOM = {
    3.21709242282423911810e-03,
    1.04222645593369134254e-01,
    7.69285150456672783825e-01,
    2.12848976379893395361e+00,
    2.45597793713041134822e+00,
    1
  };

  /** log Γ(2 + y) - y/2: y · s6 … s0 over r6 … r0. */
  private static final double[] ABOVE_TWO_TOP = {
    3.19475326584100867617e-05,
    1.84028451407337715652e-03,
    2.66422703033638609560e-02,
    1.46350472652464452805e-01,
    3.25778796408930981787e-01,
    2.14982415960608852501e-01,
    -7.72156649015328655494e-02
  };

  private static final double[] ABOVE_TWO_BOTTOM = {
    7.32668430744625636189e-06,
    7.77942496381893596434e-04,
    1.86459191715652901344e-02,
    1.71933865632803078993e-01,
    7.21935547567138069525e-01,
    1.39200533467621045958e+00,
    1
  };

  /** What Stirling's formula leaves, in 1/x²: w6 … w1; and w0. */
  private static final double[] STIRLING = {
    -1.63092934096575273989e-03,
    8.36339918996282139126e-04,
    -5.95187557450339963135e-04,
    7.93650558643019558500e-04,
    -2.77777777728775536470e-03,
    8.33333333333329678849e-02
  };

  private static final double STIRLING_CONSTANT = 4.18938533204672725052e-01;

  /** The positive root of digamma in three parts. */
  private static final double[] ROOT = {
    1569415565.0 / 1073741824.0,
    381566830.0 / 1073741824.0 / 1073741824.0,
    0.9016312093258695918615325266959189453125e-19
  };

  private static final double NEAR_ROOT = 0.99558162689208984375;

  private static final double[] NEAR_ROOT_TOP = {
    -0.0020713321167745952,
    -0.045251321448739056,
    -0.28919126444774784,
    -0.65031853770896507,
    -0.32555031186804491,
    0.25479851061131551
  };

  private static final double[] NEAR_ROOT_BOTTOM = {
    -0.55789841321675513e-6,
    0.0021284987017821144,
    0.054151797245674225,
    0.43593529692665969,
    1.4606242909763515,
    2.0767117023730469,
    1
  };

  /** B(2k)/(2k) for k from 7 to 1: Stirling's series differentiated. */
  private static final double[] BERNOULLI = {
    1.0 / 12, -691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12
  };

  private GammaFunction() {}

  /** log|Γ(x)|; infinite at 0, at negative whole numbers and at both infinities. */
  static KernelExpr lgamma(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return convert(lgamma(convert(x, LaneType.F64)), LaneType.F32);
    }
    KernelExpr a = abs(x);
    KernelExpr positive = ofPositive(a);
    // -x·Γ(-x)·Γ(x) = π / sin πx.
    KernelExpr fraction = sub(a, Rounding.halfEven(a));
    KernelExpr sine = abs(Trigonometric.sin(mul(f64(Math.PI), fraction)));
    KernelExpr reflected = sub(Logarithm.log(div(f64(Math.PI), mul(sine, a))), positive);
    KernelExpr pole = or(eq(fraction, f64(0)), eq(a, f64(INFINITY)));
    KernelExpr negative = select(pole, f64(INFINITY), reflected);
    KernelExpr value = select(lt(x, f64(0)), negative, positive);
    return select(or(eq(x, f64(0)), eq(a, f64(INFINITY))), f64(INFINITY), value);
  }

  private static KernelExpr ofPositive(KernelExpr a) {
    KernelExpr whole = Rounding.floor(LaneOps.min(a, f64(8)));
    KernelExpr y = sub(a, whole);
    // (y + 6)·…·(y + 2), as many of them as a is above 2.
    KernelExpr product = f64(1);
    for (int k = 3; k <= 7; k++) {
      KernelExpr factor = add(y, f64(k - 1));
      product = mul(product, select(le(f64(k), whole), factor, f64(1)));
    }
    KernelExpr small = lt(a, f64(2));
    KernelExpr medium = lt(a, f64(8));
    KernelExpr log = Logarithm.log(select(or(small, le(f64(8), a)), a, product));
    KernelExpr ratio =
        div(
            mul(y, Polynomial.f64Horner(y, ABOVE_TWO_TOP)),
            Polynomial.f64Horner(y, ABOVE_TWO_BOTTOM));
    KernelExpr upToEight = add(fma(f64(0.5), y, ratio), log);
    KernelExpr value = select(medium, upToEight, stirling(a, log));
    return select(small, upToTwo(a, log), value);
  }

  private static KernelExpr upToTwo(KernelExpr a, KernelExpr log) {
    KernelExpr belowOne = le(a, f64(0.9));
    // Γ(a) = Γ(a + 1) / a: from here on arguments between 0.9 and 2.
    KernelExpr y0 = sub(select(belowOne, f64(1), f64(2)), a);
    KernelExpr y1 = sub(a, select(belowOne, f64(MINIMUM - 1), f64(MINIMUM)));
    KernelExpr y2 = select(belowOne, a, sub(a, f64(1)));
    KernelExpr near = mul(y0, sub(Polynomial.f64Horner(y0, BELOW_TWO), f64(0.5)));
    KernelExpr square = mul(y1, y1);
    KernelExpr middle =
        add(
            f64(AT_MINIMUM),
            fma(square, Polynomial.f64Horner(y1, NEAR_MINIMUM), f64(-AT_MINIMUM_LOW)));
    KernelExpr far =
        fma(
            f64(-0.5),
            y2,
            div(
                mul(y2, Polynomial.f64Horner(y2, ABOVE_ONE_TOP)),
                Polynomial.f64Horner(y2, ABOVE_ONE_BOTTOM)));
    KernelExpr upper = select(belowOne, f64(0.7316), f64(1.7316));
    KernelExpr lower = select(belowOne, f64(0.23164), f64(1.23164));
    KernelExpr above = select(le(upper, a), near, select(le(lower, a), middle, far));
    // Added, so that the zero at 1 is not negative.
    KernelExpr value = add(above, select(belowOne, neg(log), f64(0)));
    return select(lt(a, f64(0x1p-70)), neg(log), value);
  }

  private static KernelExpr stirling(KernelExpr a, KernelExpr log) {
    KernelExpr z = div(f64(1), a);
    KernelExpr rest = fma(z, Polynomial.f64Horner(mul(z, z), STIRLING), f64(STIRLING_CONSTANT));
    KernelExpr above = sub(log, f64(1));
    KernelExpr value = fma(sub(a, f64(0.5)), above, rest);
    return select(lt(a, f64(0x1p58)), value, mul(a, above));
  }

  /** The derivative of log Γ; NaN at 0 and negative whole numbers. */
  static KernelExpr digamma(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return convert(digamma(convert(x, LaneType.F64)), LaneType.F32);
    }
    KernelExpr negative = le(x, f64(0));
    KernelExpr y = select(negative, sub(f64(1), x), x);
    KernelExpr large = le(f64(10), y);
    // To between 1 and 2, a step of 1 at a time.
    KernelExpr first = lt(y, f64(1));
    KernelExpr sum = select(first, neg(div(f64(1), y)), f64(0));
    KernelExpr near = select(first, add(y, f64(1)), y);
    for (int step = 0; step < 8; step++) {
      KernelExpr above = and(lt(f64(2), near), lt(near, f64(10)));
      KernelExpr below = sub(near, f64(1));
      sum = select(above, add(sum, div(f64(1), below)), sum);
      near = select(above, below, near);
    }
    KernelExpr value = select(large, ofLarge(y), add(sum, nearRoot(near)));
    // ψ(x) = ψ(1 - x) - π / tan πx.
    KernelExpr fraction = sub(x, Rounding.halfEven(x));
    KernelExpr slope = div(f64(Math.PI), Trigonometric.tan(mul(f64(Math.PI), fraction)));
    KernelExpr pole = eq(fraction, f64(0));
    KernelExpr reflected = select(pole, f64(Double.NaN), sub(value, slope));
    return select(negative, reflected, value);
  }

  private static KernelExpr nearRoot(KernelExpr x) {
    KernelExpr distance = x;
    for (double part : ROOT) {
      distance = sub(distance, f64(part));
    }
    KernelExpr above = sub(x, f64(1));
    KernelExpr ratio =
        div(
            Polynomial.f64Horner(above, NEAR_ROOT_TOP),
            Polynomial.f64Horner(above, NEAR_ROOT_BOTTOM));
    return fma(distance, f64(NEAR_ROOT), mul(distance, ratio));
  }

  private static KernelExpr ofLarge(KernelExpr x) {
    KernelExpr inverse = div(f64(1), x);
    KernelExpr z = mul(inverse, inverse);
    KernelExpr series = mul(z, Polynomial.f64Horner(z, BERNOULLI));
    return sub(Logarithm.log(x), fma(f64(0.5), inverse, series));
  }
}
