package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;

/**
 * log and log1p.
 *
 * <p>x = 2^e (1 + f) with 1 + f from 2/3 to 4/3 (binary32) or from sqrt(1/2) to sqrt(2) (binary64);
 * log x = e ln 2 + log(1 + f). ln 2 is a sum of a part whose product with e is exact and a rest.
 * For binary32, log(1 + f) = f - f^2/2 + f^3 p(f); for binary64, with s = f / (2 + f), log(1 + f) =
 * 2 artanh(s) = f - (h - s (h + s^2 p(s^2))), h = f^2/2, the arrangement of FdLibm's e_log.c (Sun
 * Microsystems). Both p are minimax polynomials (Remez, 60 digits).
 *
 * <p>Errors, asserted by tests: below 1 ulp in both formats, subnormals included. log 0 =
 * -infinity, negative numbers give NaN.
 */
final class Logarithm {
  /** ln 2 in a part of 15 (binary32) or 32 (binary64) bits, and the rest. */
  private static final double LN2_HIGH_F32 = 0x1.62e4p-1; // 0.693145751953125

  private static final double LN2_LOW_F32 = 0x1.7f7d1cp-20; // 1.42860677e-6
  private static final double LN2_HIGH = 0x1.62e42feep-1; // 0.69314718036912382
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33; // 1.9082149292705877e-10

  /** (log(1 + f) - f + f^2/2) / f^3 on |f| <= 1/3: error of log(1 + f) below 2^-27.6. */
  private static final double[] P_F32 = {
    -0x1.07c48ap-3, // -0.1287928373
    0x1.1e6ccap-3, // 0.1398559362
    -0x1.f332b8p-4, // -0.121874541
    0x1.1ed562p-3, // 0.1400554329
    -0x1.559c66p-3, // -0.1668022126
    0x1.99d05p-3, // 0.2001043558
    -0x1.fffefap-3, // -0.2499980479
    0x1.555506p-2 // 0.3333321512
  };

  /** (2 artanh(s) - 2 s) / s^3 in s^2, |s| <= 0.1733: error below 2^-57 s^3. */
  private static final double[] P_F64 = {
    0x1.2fa9cea7788a8p-3, // 0.14827310036259189
    0x1.399208d363c27p-3, // 0.15311056990728497
    0x1.7466d4002a15fp-3, // 0.18183675408841801
    0x1.c71c4f5568d5bp-3, // 0.22222196559332982
    0x1.249249451661ep-2, // 0.28571428760696616
    0x1.999999997c864p-2, // 0.39999999999338898
    0x1.555555555559cp-1 // 0.66666666666667451
  };

  private Logarithm() {}

  /** Natural logarithm. */
  static KernelExpr log(KernelExpr x) {
    KernelExpr zero = number(0, x.type());
    Split split = split(x);
    return edges(x, zero, sum(split.exponent(), split.f(), zero));
  }

  /** log(1 + x), accurate for small x; keeps the sign of zero. */
  static KernelExpr log1p(KernelExpr x) {
    KernelExpr zero = number(0, x.type());
    KernelExpr one = number(1, x.type());
    KernelExpr u = add(x, one);
    Split split = splitNormal(u);
    // What the sum lost: exact, with the larger operand first. 1 is the larger below 1.
    KernelExpr lostOfX = sub(x, sub(u, one));
    KernelExpr lostOfOne = sub(one, sub(u, x));
    KernelExpr lost = select(lt(x, one), lostOfX, lostOfOne);
    KernelExpr isNear = eq(split.exponent(), zero);
    KernelExpr f = select(isNear, x, split.f());
    KernelExpr correction = select(isNear, zero, div(lost, u));
    KernelExpr result = sum(split.exponent(), f, correction);
    KernelExpr kept = select(eq(x, zero), x, result);
    return edges(x, number(-1, x.type()), kept);
  }

  /** The result for x above the pole, and what holds elsewhere; infinity and NaN are themselves. */
  private static KernelExpr edges(KernelExpr x, KernelExpr pole, KernelExpr result) {
    FloatFormat format = FloatFormat.of(x.type());
    KernelExpr finite = select(lt(x, format.infinity()), result, x);
    KernelExpr defined = select(lt(x, pole), format.nan(), finite);
    return select(eq(x, pole), neg(format.infinity()), defined);
  }

  /**
   * A positive number as 2^exponent (1 + f), with 1 + f in the range that the class describes.
   *
   * @param exponent an integer, as a float
   * @param f exact
   */
  record Split(KernelExpr exponent, KernelExpr f) {}

  /** Splits a positive number, subnormal ones included. */
  static Split split(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    boolean narrow = format == FloatFormat.BINARY32;
    KernelExpr isTiny = lt(x, format.constant(narrow ? 0x1p-126 : 0x1p-1022));
    KernelExpr lifted = mul(x, format.constant(narrow ? 0x1p24 : 0x1p54));
    Split split = splitNormal(select(isTiny, lifted, x));
    KernelExpr lift = select(isTiny, format.constant(narrow ? -24 : -54), number(0, x.type()));
    return new Split(add(split.exponent(), lift), split.f());
  }

  private static Split splitNormal(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    boolean narrow = format == FloatFormat.BINARY32;
    KernelExpr origin = format.constant(narrow ? 0x1.555556p-1 : 0x1.6a09e667f3bcdp-1);
    KernelExpr one = number(1, x.type());
    // The fraction field counts from the origin, so that it carries where 1 + f would exceed 2
    // origins.
    KernelExpr counted = add(bitcast(x, format.bitsType()), format.bitsAbove(one, origin));
    KernelExpr field = format.exponentField(counted);
    KernelExpr whole = format.constant(narrow ? 0x1p23 : 0x1p52);
    KernelExpr exponent =
        sub(
            bitcast(or(field, bitcast(whole, format.bitsType())), x.type()),
            add(whole, format.constant(format.bias())));
    KernelExpr significand = add(format.fractionField(counted), bitcast(origin, format.bitsType()));
    return new Split(exponent, sub(bitcast(significand, x.type()), one));
  }

  /** exponent * ln 2 + log(1 + f) + correction. */
  private static KernelExpr sum(KernelExpr exponent, KernelExpr f, KernelExpr correction) {
    FloatFormat format = FloatFormat.of(f.type());
    boolean narrow = format == FloatFormat.BINARY32;
    KernelExpr high = mul(exponent, format.constant(narrow ? LN2_HIGH_F32 : LN2_HIGH));
    DoubleWord main = DoubleWord.sumOrdered(high, f);
    KernelExpr low = format.constant(narrow ? LN2_LOW_F32 : LN2_LOW);
    KernelExpr rest = fma(exponent, low, add(main.low(), correction));
    return add(main.high(), add(narrow ? restF32(f) : restF64(f), rest));
  }

  /** log(1 + f) - f. */
  private static KernelExpr restF32(KernelExpr f) {
    KernelExpr square = mul(f, f);
    KernelExpr cubed = mul(mul(square, f), Polynomial.horner(f, P_F32));
    return fma(square, FloatFormat.BINARY32.constant(-0.5), cubed);
  }

  private static KernelExpr restF64(KernelExpr f) {
    KernelExpr s = div(f, add(f, number(2, f.type())));
    KernelExpr z = mul(s, s);
    KernelExpr half = mul(mul(f, f), FloatFormat.BINARY64.constant(0.5));
    KernelExpr curve = fma(z, Polynomial.horner(z, P_F64), half);
    return sub(mul(s, curve), half);
  }
}
