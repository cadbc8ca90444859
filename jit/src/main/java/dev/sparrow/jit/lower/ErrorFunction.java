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
import static dev.sparrow.jit.lower.LaneOps.le;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.min;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.rarely;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sqrt;
import static dev.sparrow.jit.lower.LaneOps.sub;

/**
 * erf by polynomials of its own: near 0 for erf(x)/x, elsewhere for the logarithm of what is
 * missing to 1, so that there is one exponential and no division. Errors are below 0.84 ulp for
 * every F32 and below 1 ulp for F64. erfc by fdlibm's rational approximations on four intervals
 * (s_erf.c, Sun Microsystems, netlib.org/fdlibm; below 2 ulp here, docs/ACCURACY.md); F32 of it is
 * computed in F64. The inverse of erf by Giles' polynomials ("Approximating the erfinv function",
 * 2010) with the roundings that JAX's random normals have.
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

  /** Up to here F32 of erf is a polynomial; from here on it is far enough from 0 for 1 - e^y. */
  private static final float F32_NEAR = 0.9f;

  /**
   * erf(x)/x - 1 as a polynomial in x², |x| up to 0.9: fitted to a relative error of erf below
   * 2^-30, each coefficient rounded before the next was chosen.
   */
  private static final float[] F32_RATIO = {
    0x1.4d2878p-14f,
    -0x1.a583bep-11f,
    0x1.543f2ap-8f,
    -0x1.b80062p-6f,
    0x1.ce2d6p-4f,
    -0x1.81274p-2f,
    0x1.06eba8p-3f
  };

  /**
   * log(erfc(-x))/x - 1 as a polynomial in x, from -4 to -0.9: fitted in the same way, to an error
   * of erf below 2^-28.
   */
  private static final float[] F32_EXPONENT = {
    0x1.c20798p-13f, 0x1.a60b8ap-9f, 0x1.774a98p-6f, 0x1.af4134p-4f, -0x1.457a64p-1f, 0x1.073578p-3f
  };

  /** From here on erf of an F32 rounds to 1. */
  private static final float F32_ONE = 4;

  /** As {@link #F32_NEAR}. */
  private static final double F64_NEAR = 0.9;

  /** As {@link #F32_RATIO}, |x| up to 0.9, to a relative error of erf below 2^-56. */
  private static final double[] F64_RATIO = {
    -0x1.298defe687116p-30,
    0x1.0362e43dad55fp-26,
    -0x1.61e6155016b67p-23,
    0x1.ba51714dd2bf4p-20,
    -0x1.f4dc7e31248d0p-17,
    0x1.f9a3bed29b3d5p-14,
    -0x1.c02db998f6fb7p-11,
    0x1.565bcd2effc84p-8,
    -0x1.b82ce31364e93p-6,
    0x1.ce2f21a045b7dp-4,
    -0x1.812746b037a27p-2,
    0x1.06eba8214db69p-3
  };

  /** As {@link #F32_EXPONENT}, from -5.94 to -0.9, to an error of erf below 2^-55. */
  private static final double[] F64_EXPONENT = {
    0x1.f167fe03a66cdp-40,
    0x1.53bae73f7a156p-34,
    0x1.b2bf678ca3ab4p-30,
    0x1.5a211a6d23ef4p-26,
    0x1.7fafbecbf3897p-23,
    0x1.393c7340e6d35p-20,
    0x1.82ffd9b11d1aap-18,
    0x1.6ab87ddb13493p-16,
    0x1.f1cc42465284dp-15,
    0x1.acedd5834fbeap-14,
    0x1.9058ce449fdcap-17,
    -0x1.26031f1aecb10p-11,
    -0x1.b8246bf9ba9a9p-10,
    -0x1.a77e47a9faccbp-13,
    0x1.396ef0af8b165p-6,
    0x1.a4f52e53aead9p-4,
    -0x1.45f307070162ap-1,
    0x1.06eba76b29796p-3
  };

  /** From here on erf of an F64 rounds to 1. */
  private static final double F64_ONE = 5.94;

  private static final float[] INVERSE_F32_NEAR = {
    2.81022636e-08f,
    3.43273939e-07f,
    -3.5233877e-06f,
    -4.39150654e-06f,
    0.00021858087f,
    -0.00125372503f,
    -0.00417768164f,
    0.246640727f,
    1.50140941f
  };
  private static final float[] INVERSE_F32_FAR = {
    -0.000200214257f,
    0.000100950558f,
    0.00134934322f,
    -0.00367342844f,
    0.00573950773f,
    -0.0076224613f,
    0.00943887047f,
    1.00167406f,
    2.83297682f
  };
  private static final double[] INVERSE_F64_NEAR = {
    -3.6444120640178196996e-21,
    -1.685059138182016589e-19,
    1.2858480715256400167e-18,
    1.115787767802518096e-17,
    -1.333171662854620906e-16,
    2.0972767875968561637e-17,
    6.6376381343583238325e-15,
    -4.0545662729752068639e-14,
    -8.1519341976054721522e-14,
    2.6335093153082322977e-12,
    -1.2975133253453532498e-11,
    -5.4154120542946279317e-11,
    1.051212273321532285e-09,
    -4.1126339803469836976e-09,
    -2.9070369957882005086e-08,
    4.2347877827932403518e-07,
    -1.3654692000834678645e-06,
    -1.3882523362786468719e-05,
    0.0001867342080340571352,
    -0.00074070253416626697512,
    -0.0060336708714301490533,
    0.24015818242558961693,
    1.6536545626831027356
  };
  private static final double[] INVERSE_F64_MIDDLE = {
    2.2137376921775787049e-09,
    9.0756561938885390979e-08,
    -2.7517406297064545428e-07,
    1.8239629214389227755e-08,
    1.5027403968909827627e-06,
    -4.013867526981545969e-06,
    2.9234449089955446044e-06,
    1.2475304481671778723e-05,
    -4.7318229009055733981e-05,
    6.8284851459573175448e-05,
    2.4031110387097893999e-05,
    -0.0003550375203628474796,
    0.00095328937973738049703,
    -0.0016882755560235047313,
    0.0024914420961078508066,
    -0.0037512085075692412107,
    0.005370914553590063617,
    1.0052589676941592334,
    3.0838856104922207635
  };
  private static final double[] INVERSE_F64_FAR = {
    -2.7109920616438573243e-11,
    -2.5556418169965252055e-10,
    1.5076572693500548083e-09,
    -3.7894654401267369937e-09,
    7.6157012080783393804e-09,
    -1.4960026627149240478e-08,
    2.9147953450901080826e-08,
    -6.7711997758452339498e-08,
    2.2900482228026654717e-07,
    -9.9298272942317002539e-07,
    4.5260625972231537039e-06,
    -1.9681778105531670567e-05,
    7.5995277030017761139e-05,
    -0.00021503011930044477347,
    -0.00013871931833623122026,
    1.0103004648645343977,
    4.8499064014085844221
  };

  /**
   * The square from which -log(1 - x²) is 5 (F32) or 6.25 (F64), where another polynomial begins. A
   * comparison of squares does not wait for the logarithm.
   */
  private static final float F32_FAR = 0x1.fc8cdap-1f;

  private static final double F64_FAR = 0x1.ff02f8b53ca8bp-1;

  private ErrorFunction() {}

  static KernelExpr erf(KernelExpr x) {
    boolean single = x.type() == LaneType.F32;
    KernelExpr magnitude = abs(x);
    KernelExpr negative = neg(min(magnitude, single ? f32(F32_ONE) : f64(F64_ONE)));
    KernelExpr square = mul(negative, negative);
    KernelExpr ratio =
        single ? Polynomial.f32Horner(square, F32_RATIO) : Polynomial.f64Horner(square, F64_RATIO);
    KernelExpr near = fma(x, ratio, x);
    KernelExpr slope =
        single
            ? Polynomial.f32Horner(negative, F32_EXPONENT)
            : Polynomial.f64EvenOdd(negative, square, F64_EXPONENT);
    KernelExpr high = fma(slope, negative, negative);
    KernelExpr low = fma(slope, negative, sub(negative, high)); // what rounding high lost
    KernelExpr far = Rounding.copySign(Exponential.oneMinusExp(high, low), x);
    return select(lt(magnitude, single ? f32(F32_NEAR) : f64(F64_NEAR)), near, far);
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
    return div(Polynomial.f64Horner(z, PP), Polynomial.f64Horner(z, QQ));
  }

  /** erf(x) - ERX, for x from 0.84375 to 1.25. */
  private static KernelExpr aroundOne(KernelExpr x) {
    KernelExpr s = sub(x, f64(1));
    return div(Polynomial.f64Horner(s, PA), Polynomial.f64Horner(s, QA));
  }

  /** erfc(x) for x from 1.25: e^(-x²)/x times a rational function of 1/x². */
  private static KernelExpr tail(KernelExpr x) {
    KernelExpr bounded = min(x, f64(28)); // erfc(28) is below the smallest number
    KernelExpr s = div(f64(1), mul(bounded, bounded));
    KernelExpr nearer = div(Polynomial.f64Horner(s, RA), Polynomial.f64Horner(s, SA));
    KernelExpr farther = div(Polynomial.f64Horner(s, RB), Polynomial.f64Horner(s, SB));
    KernelExpr ratio = select(lt(bounded, f64(1 / 0.35)), nearer, farther);
    // x² = z² + (x - z)(x + z) with z the upper half of x's bits, so that z² is exact.
    KernelExpr z =
        bitcast(and(bitcast(bounded, LaneType.I64), i64(0xFFFF_FFFF_0000_0000L)), LaneType.F64);
    KernelExpr head = Exponential.exp(sub(neg(mul(z, z)), f64(0.5625)));
    KernelExpr rest = Exponential.exp(fma(sub(z, bounded), add(z, bounded), ratio));
    return div(mul(head, rest), bounded);
  }

  static KernelExpr inverse(KernelExpr x) {
    KernelExpr square = mul(x, x);
    return x.type() == LaneType.F32 ? inverseF32(x, square) : inverseF64(x, square);
  }

  /** ±infinity at ±1, NaN beyond. */
  private static KernelExpr atEnds(KernelExpr x, KernelExpr inside) {
    LaneType type = x.type();
    KernelExpr one = number(1, type);
    KernelExpr nan = type == LaneType.F32 ? f32(Float.NaN) : f64(Double.NaN);
    KernelExpr outside = select(eq(abs(x), one), mul(x, infinity(type)), nan);
    return select(lt(abs(x), one), inside, outside);
  }

  private static KernelExpr infinity(LaneType type) {
    return type == LaneType.F32 ? f32(Float.POSITIVE_INFINITY) : f64(Double.POSITIVE_INFINITY);
  }

  private static KernelExpr inverseF32(KernelExpr x, KernelExpr square) {
    KernelExpr w = Logarithm.minusLogOfComplementF32(square);
    KernelExpr near = Polynomial.f32Horner(sub(w, f32(2.5f)), INVERSE_F32_NEAR);
    KernelExpr far = Polynomial.f32Horner(sub(sqrt(w), f32(3)), INVERSE_F32_FAR);
    return rarely(le(f32(F32_FAR), square), atEnds(x, mul(far, x)), mul(near, x));
  }

  private static KernelExpr inverseF64(KernelExpr x, KernelExpr square) {
    KernelExpr w = neg(Logarithm.log1p(neg(square)));
    KernelExpr root = sqrt(w);
    KernelExpr near = Polynomial.f64Horner(sub(w, f64(3.125)), INVERSE_F64_NEAR);
    KernelExpr middle = Polynomial.f64Horner(sub(root, f64(3.25)), INVERSE_F64_MIDDLE);
    KernelExpr far = Polynomial.f64Horner(sub(root, f64(5)), INVERSE_F64_FAR);
    KernelExpr outer = mul(select(lt(w, f64(16)), middle, far), x);
    return rarely(le(f64(F64_FAR), square), atEnds(x, outer), mul(near, x));
  }
}
