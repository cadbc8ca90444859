package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.min;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;

/**
 * erf and erfc by fdlibm's rational approximations on four intervals (s_erf.c, Sun Microsystems,
 * netlib.org/fdlibm; below 1 ulp). F32 is computed in F64 and rounded.
 */
final class ErrorFunction {
  private static final double ERX = 8.45062911510467529297e-01; // erf(1) to 24 bits

  private static final double[] PP = {
    -2.37630166566501626084e-05,
    -5.77027029648944159157e-03,
    -2.84817495755985104766e-02,
    -3.25042107247001499370e-01,
    1.28379167095512558561e-01
  };
  private static final double[] QQ = {
    -3.96022827877536812320e-06,
    1.32494738004321644526e-04,
    5.08130628187576562776e-03,
    6.50222499887672944485e-02,
    3.97917223959155352819e-01,
    1
  };
  private static final double[] PA = {
    -2.16637559486879084300e-03,
    3.54783043256182359371e-02,
    -1.10894694282396677476e-01,
    3.18346619901161753674e-01,
    -3.72207876035701323847e-01,
    4.14856118683748331666e-01,
    -2.36211856075265944077e-03
  };
  private static final double[] QA = {
    1.19844998467991074170e-02,
    1.36370839120290507362e-02,
    1.26171219808761642112e-01,
    7.18286544141962662868e-02,
    5.40397917702171048937e-01,
    1.06420880400844228286e-01,
    1
  };
  private static final double[] RA = {
    -9.81432934416914548592e+00,
    -8.12874355063065934246e+01,
    -1.84605092906711035994e+02,
    -1.62396669462573470355e+02,
    -6.23753324503260060396e+01,
    -1.05586262253232909814e+01,
    -6.93858572707181764372e-01,
    -9.86494403484714822705e-03
  };
  private static final double[] SA = {
    -6.04244152148580987438e-02,
    6.57024977031928170135e+00,
    1.08635005541779435134e+02,
    4.29008140027567833386e+02,
    6.45387271733267880336e+02,
    4.34565877475229228821e+02,
    1.37657754143519042600e+02,
    1.96512716674392571292e+01,
    1
  };
  private static final double[] RB = {
    -4.83519191608651397019e+02,
    -1.02509513161107724954e+03,
    -6.37566443368389627722e+02,
    -1.60636384855821916062e+02,
    -1.77579549177547519889e+01,
    -7.99283237680523006574e-01,
    -9.86494292470009928597e-03
  };
  private static final double[] SB = {
    -2.24409524465858183362e+01,
    4.74528541206955367215e+02,
    2.55305040643316442583e+03,
    3.19985821950859553908e+03,
    1.53672958608443695994e+03,
    3.25792512996573918826e+02,
    3.03380607434824582924e+01,
    1
  };

  private ErrorFunction() {}

  static KernelExpr erf(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return convert(erf(convert(x, LaneType.F64)), LaneType.F32);
    }
    KernelExpr magnitude = abs(x);
    KernelExpr near = fma(x, nearZero(x), x);
    KernelExpr middle = add(f64(ERX), aroundOne(magnitude));
    KernelExpr far = sub(f64(1), tail(magnitude));
    KernelExpr outside =
        FloatFormat.BINARY64.copySign(select(lt(magnitude, f64(1.25)), middle, far), x);
    return select(lt(magnitude, f64(0.84375)), near, outside);
  }

  static KernelExpr erfc(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return convert(erfc(convert(x, LaneType.F64)), LaneType.F32);
    }
    KernelExpr magnitude = abs(x);
    KernelExpr correction = mul(x, nearZero(x));
    KernelExpr near =
        select(
            lt(x, f64(0.25)),
            sub(f64(1), add(x, correction)),
            sub(f64(0.5), add(sub(x, f64(0.5)), correction)));
    KernelExpr rational = aroundOne(magnitude);
    KernelExpr negative = lt(x, f64(0));
    KernelExpr middle =
        select(negative, add(f64(1), add(f64(ERX), rational)), sub(f64(1 - ERX), rational));
    KernelExpr tail = tail(magnitude);
    KernelExpr far = select(negative, sub(f64(2), tail), tail);
    KernelExpr outside = select(lt(magnitude, f64(1.25)), middle, far);
    return select(lt(magnitude, f64(0.84375)), near, outside);
  }

  /** erf(x)/x - 1, for |x| below 0.84375. */
  private static KernelExpr nearZero(KernelExpr x) {
    KernelExpr z = mul(x, x);
    return div(Polynomial.horner(z, PP), Polynomial.horner(z, QQ));
  }

  /** erf(x) - ERX, for x from 0.84375 to 1.25. */
  private static KernelExpr aroundOne(KernelExpr x) {
    KernelExpr s = sub(x, f64(1));
    return div(Polynomial.horner(s, PA), Polynomial.horner(s, QA));
  }

  /** erfc(x) for x from 1.25: e^(-x²)/x times a rational function of 1/x². */
  private static KernelExpr tail(KernelExpr x) {
    KernelExpr bounded = min(x, f64(28)); // erfc(28) is below the smallest number
    KernelExpr s = div(f64(1), mul(bounded, bounded));
    KernelExpr nearer = div(Polynomial.horner(s, RA), Polynomial.horner(s, SA));
    KernelExpr farther = div(Polynomial.horner(s, RB), Polynomial.horner(s, SB));
    KernelExpr ratio = select(lt(bounded, f64(1 / 0.35)), nearer, farther);
    // The exponent -x² - 0.5625 + ratio to twice the precision: its last places are the result's.
    DoubleWord squared = DoubleWord.product(bounded, bounded);
    DoubleWord small = DoubleWord.sumOrdered(f64(-0.5625), ratio);
    DoubleWord exponent = DoubleWord.sum(neg(squared.high()), small.high());
    KernelExpr low = add(exponent.low(), sub(small.low(), squared.low()));
    return div(Exponential.exp(new DoubleWord(exponent.high(), low)), bounded);
  }
}
