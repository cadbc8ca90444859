package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.apply;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.xor;

/**
 * sin, cos and tan.
 *
 * <p>x = n pi/2 + r + c, pi/2 in three parts (Cody and Waite; the first step is exact with fma
 * because x and n pi/2 nearly cancel); sine and cosine of r by minimax polynomials (Remez, 60
 * digits); the quadrant n mod 4 chooses between them. Up to {@link #limit} in magnitude; larger
 * arguments, which are rare, go to StrictMath ({@link Op#FAR_SIN}).
 *
 * <p>Errors, asserted by tests: below 1 ulp in both formats for all finite arguments. Infinities
 * give NaN.
 */
final class Trigonometric {
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1; // 0.63661977236758138
  private static final double TWO_OVER_PI_F32 = 0x1.45f306p-1;

  /** pi/2 in three parts. */
  private static final double[] HALF_PI = {
    0x1.921fb54442d18p0, // 1.5707963267948966
    0x1.1a62633145c07p-54, // 6.123233995736766e-17
    -0x1.f1976b7ed8fbcp-110 // -1.4973849048591833e-33
  };

  private static final double[] HALF_PI_F32 = {
    0x1.921fb6p0, // 1.57079637050628662
    -0x1.777a5cp-25, // -4.37113882867379e-8
    -0x1.ee59dap-50 // -1.71512451e-15
  };

  /** (sin r - r) / r^3 in r^2, |r| <= 0.794: error of sin below 2^-27.8. */
  private static final double[] SIN_F32 = {
    -0x1.991c26p-13, // -0.0001950788283
    0x1.1106c6p-7, // 0.008332106285
    -0x1.555544p-3 // -0.1666665375
  };

  /** (cos r - 1 + r^2/2) / r^4 in r^2: error of cos below 2^-32. */
  private static final double[] COS_F32 = {
    0x1.99de6ep-16, // 2.443008816e-5
    -0x1.6c0c14p-10, // -0.001388729783
    0x1.55554ap-5 // 0.04166664556
  };

  /** (sin r - r) / r^3 in r^2: error of sin below 2^-57. */
  private static final double[] SIN_F64 = {
    -0x1.aa8e6d74f1e5ap-41, // -7.5771630335180553e-13
    0x1.61206470b20eep-33, // 1.6058335522579175e-10
    -0x1.ae64524f4ac18p-26, // -2.5052104666065164e-8
    0x1.71de3a530110cp-19, // 2.755731921324128e-6
    -0x1.a01a01a018827p-13, // -0.00019841269841253223
    0x1.111111111110ap-7, // 0.0083333333333333211
    -0x1.5555555555555p-3 // -0.16666666666666666
  };

  /** (cos r - 1 + r^2/2) / r^4 in r^2: error of cos below 2^-59. */
  private static final double[] COS_F64 = {
    0x1.aace642e7e594p-45, // 4.7385008822302426e-14
    -0x1.9393548a4b4c3p-37, // -1.1470305842387172e-11
    0x1.1eed8cc6a791ep-29, // 2.0876754520664967e-9
    -0x1.27e4fb7628421p-22, // -2.7557319216316201e-7
    0x1.a01a01a019155p-16, // 2.4801587301574491e-5
    -0x1.6c16c16c16c12p-10, // -0.0013888888888888879
    0x1.5555555555555p-5 // 0.041666666666666664
  };

  private Trigonometric() {}

  /** Sine. */
  static KernelExpr sin(KernelExpr x) {
    Reduced reduced = reduce(x);
    KernelExpr near = reduced.choose(0);
    KernelExpr result = apply(Op.FAR_SIN, isFar(x), x, near);
    return select(eq(x, number(0, x.type())), x, result);
  }

  /** Cosine. */
  static KernelExpr cos(KernelExpr x) {
    return apply(Op.FAR_COS, isFar(x), x, reduce(x).choose(1));
  }

  /**
   * Tangent: the quotient of sine and cosine, both to twice the precision until they are divided.
   */
  static KernelExpr tan(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    Reduced reduced = reduce(x);
    KernelExpr isOdd = ne(and(reduced.quadrant(), format.integer(1)), format.integer(0));
    DoubleWord sine = reduced.sine();
    DoubleWord cosine = reduced.cosine();
    KernelExpr top = select(isOdd, neg(cosine.high()), sine.high());
    KernelExpr topLow = select(isOdd, neg(cosine.low()), sine.low());
    KernelExpr bottom = select(isOdd, sine.high(), cosine.high());
    KernelExpr bottomLow = select(isOdd, sine.low(), cosine.low());
    KernelExpr quotient = div(top, bottom);
    KernelExpr rest = sub(topLow, mul(quotient, bottomLow));
    KernelExpr lost = add(fma(neg(quotient), bottom, top), rest);
    KernelExpr near = add(quotient, div(lost, bottom));
    KernelExpr result = apply(Op.FAR_TAN, isFar(x), x, near);
    return select(eq(x, number(0, x.type())), x, result);
  }

  /** Largest magnitude that the reduction here takes. */
  private static double limit(LaneType type) {
    return type == LaneType.F32 ? 0x1p18 : 0x1p28;
  }

  /** Not for infinities and NaN: the reduction makes NaN of them. */
  private static KernelExpr isFar(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    KernelExpr magnitude = abs(x);
    KernelExpr large = LaneOps.le(format.constant(limit(x.type())), magnitude);
    return and(large, lt(magnitude, format.infinity()));
  }

  /**
   * x = n pi/2 + r + c.
   *
   * @param quadrant an integer congruent to n modulo 4
   * @param r the reduced argument, at most a little above pi/4 in magnitude
   * @param c correction of r
   */
  record Reduced(KernelExpr quadrant, KernelExpr r, KernelExpr c) {
    /** sin(r + c): c enters to first order. */
    DoubleWord sine() {
      KernelExpr z = mul(r, r);
      KernelExpr curve = Polynomial.horner(z, r.type() == LaneType.F32 ? SIN_F32 : SIN_F64);
      return DoubleWord.sumOrdered(r, fma(mul(r, z), curve, c));
    }

    /** cos(r + c) = 1 - (z/2 - (z^2 p(z) - r c)); what 1 - z/2 loses is put back. */
    DoubleWord cosine() {
      FloatFormat format = FloatFormat.of(r.type());
      KernelExpr z = mul(r, r);
      KernelExpr curve = Polynomial.horner(z, r.type() == LaneType.F32 ? COS_F32 : COS_F64);
      KernelExpr one = number(1, r.type());
      KernelExpr half = mul(z, format.constant(0.5));
      DoubleWord main = DoubleWord.sumOrdered(one, neg(half));
      KernelExpr tail = fma(mul(z, z), curve, fma(neg(r), c, main.low()));
      return DoubleWord.sumOrdered(main.high(), tail);
    }

    /** sin(x) for offset 0, cos(x) for offset 1. */
    KernelExpr choose(int offset) {
      FloatFormat format = FloatFormat.of(r.type());
      KernelExpr turned = add(quadrant, format.integer(offset));
      KernelExpr isOdd = ne(and(turned, format.integer(1)), format.integer(0));
      KernelExpr value = select(isOdd, cosine().high(), sine().high());
      KernelExpr sign = shl(and(turned, format.integer(2)), r.type().bits() - 2);
      return bitcast(xor(bitcast(value, format.bitsType()), sign), r.type());
    }
  }

  static Reduced reduce(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    boolean narrow = format == FloatFormat.BINARY32;
    double[] parts = narrow ? HALF_PI_F32 : HALF_PI;
    KernelExpr shift = format.roundingShift();
    KernelExpr shifted = fma(x, format.constant(narrow ? TWO_OVER_PI_F32 : TWO_OVER_PI), shift);
    KernelExpr n = sub(shifted, shift);
    KernelExpr minusN = neg(n);
    KernelExpr exact = fma(minusN, format.constant(parts[0]), x);
    // Near a multiple of pi/2 the second part matters as much as what is left of x: both the
    // product and the sum are kept to twice the precision.
    DoubleWord product = DoubleWord.product(minusN, format.constant(parts[1]));
    DoubleWord sum = DoubleWord.sum(exact, product.high());
    KernelExpr low = fma(minusN, format.constant(parts[2]), add(sum.low(), product.low()));
    return new Reduced(bitcast(shifted, format.bitsType()), sum.high(), low);
  }
}
