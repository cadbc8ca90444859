package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.not;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;

/**
 * Powers and roots. x^y = e^(y log x).
 *
 * <p>For binary64 the logarithm is taken to 65 bits, since y log x may be 745 and its last places
 * become the result's: with s = f / (2 + f), 2 artanh(s) = 2 s + s^3 (2/3 + s^2 p(s^2)), where s
 * and the cubic term are kept to twice the precision. Binary32 is computed in binary64 and rounded.
 * Errors, asserted by tests: below 1 ulp. Special cases are C's: x^0 = 1 and 1^y = 1 for all x and
 * y, NaN included.
 */
final class Power {
  private static final double LN2_HIGH = 0x1.62e42feep-1; // 32 bits: its product with e is exact
  private static final double LN2_LOW = 0x1.a39ef35793c76p-33; // 1.9082149292705877e-10
  private static final double TWO_THIRDS = 0x1.5555555555555p-1;
  private static final double TWO_THIRDS_LOW = 0x1.5555555555555p-55;

  /** (2 artanh(s) - 2 s - 2/3 s^3) / s^5 in s^2, |s| <= 0.1725: error below 2^-67 s^5. */
  private static final double[] TAIL_F64 = {
    0x1.e827088e5ae28p-4, // 0.11917785017220039
    0x1.de9694bdc845bp-4, // 0.11684282400212125
    0x1.111dfe0d13519p-3, // 0.13335798718836925
    0x1.3b1376f47c342p-3, // 0.15384571965798882
    0x1.745d17dca533ep-3, // 0.18181818620782936
    0x1.c71c71c64bb44p-3, // 0.22222222219849119
    0x1.2492492492888p-2, // 0.28571428571434199
    0x1.9999999999999p-2 // 0.39999999999999997
  };

  private Power() {}

  /** x^y. */
  static KernelExpr pow(KernelExpr x, KernelExpr y) {
    LaneType type = x.type();
    KernelExpr one = number(1, type);
    KernelExpr magnitude = abs(x);
    KernelExpr whole = Rounding.halfEven(y);
    KernelExpr isWhole = eq(whole, y);
    KernelExpr half = mul(y, FloatFormat.of(type).constant(0.5));
    KernelExpr isOdd = and(isWhole, ne(Rounding.halfEven(half), half));
    KernelExpr power = type == LaneType.F32 ? powerF32(magnitude, y) : powerF64(magnitude, y);
    KernelExpr defined = select(eq(magnitude, one), one, power);
    KernelExpr isNegative = lt(FloatFormat.of(type).signBits(x), zeroBits(type));
    KernelExpr signed = select(and(isNegative, isOdd), neg(defined), defined);
    KernelExpr isFinite = lt(magnitude, FloatFormat.of(type).infinity());
    KernelExpr hasNoRoot = and(and(lt(x, number(0, type)), isFinite), not(isWhole));
    KernelExpr real = select(hasNoRoot, FloatFormat.of(type).nan(), signed);
    KernelExpr isOne = or(eq(y, number(0, type)), eq(x, one));
    return select(isOne, one, real);
  }

  private static KernelExpr zeroBits(LaneType type) {
    return FloatFormat.of(type).integer(0);
  }

  /** For x >= 0 or NaN; the logarithm's values at 0, infinity and NaN give the right powers. */
  private static KernelExpr powerF32(KernelExpr x, KernelExpr y) {
    KernelExpr log = Logarithm.log(convert(x, LaneType.F64));
    KernelExpr power = Exponential.exp(mul(convert(y, LaneType.F64), log));
    return convert(power, LaneType.F32);
  }

  private static KernelExpr powerF64(KernelExpr x, KernelExpr y) {
    DoubleWord log = preciseLog(x);
    KernelExpr product = mul(y, log.high());
    KernelExpr productLow = fma(y, log.low(), fma(y, log.high(), neg(product)));
    // Where the result is 0 or infinite, products may be infinite and their low parts NaN.
    KernelExpr isModerate = lt(abs(product), number(1000, x.type()));
    return Exponential.exp(new DoubleWord(product, select(isModerate, productLow, f64(0))));
  }

  /** log x for x >= 0 or NaN, to 65 bits. */
  private static DoubleWord preciseLog(KernelExpr x) {
    Logarithm.Split split = Logarithm.split(x);
    KernelExpr f = split.f();
    // s = f / (2 + f), with the rest of the division and what 2 + f lost.
    DoubleWord bottom = DoubleWord.sumOrdered(f64(2), f);
    KernelExpr s = div(f, bottom.high());
    KernelExpr rest = fma(neg(s), bottom.low(), fma(neg(s), bottom.high(), f));
    KernelExpr sLow = div(rest, bottom.high());
    DoubleWord square = DoubleWord.product(s, s);
    KernelExpr z = square.high();
    KernelExpr zLow = fma(add(s, s), sLow, square.low());
    KernelExpr tail = mul(z, Polynomial.horner(z, TAIL_F64));
    DoubleWord factor = DoubleWord.sumOrdered(f64(TWO_THIRDS), tail);
    DoubleWord curve = product(z, zLow, factor.high(), add(factor.low(), f64(TWO_THIRDS_LOW)));
    DoubleWord cubic = product(s, sLow, curve.high(), curve.low());
    KernelExpr base = mul(split.exponent(), f64(LN2_HIGH));
    DoubleWord main = DoubleWord.sumOrdered(base, add(s, s));
    DoubleWord sum = DoubleWord.sumOrdered(main.high(), cubic.high());
    KernelExpr low = fma(split.exponent(), f64(LN2_LOW), add(add(sLow, sLow), cubic.low()));
    DoubleWord log = DoubleWord.sumOrdered(sum.high(), add(add(sum.low(), main.low()), low));
    KernelExpr infinity = f64(Double.POSITIVE_INFINITY);
    KernelExpr atZero = select(eq(x, f64(0)), neg(infinity), log.high());
    // Infinity and NaN are their own logarithms.
    return new DoubleWord(select(lt(x, infinity), atZero, x), log.low());
  }

  private static DoubleWord product(KernelExpr x, KernelExpr xLow, KernelExpr y, KernelExpr yLow) {
    DoubleWord main = DoubleWord.product(x, y);
    return new DoubleWord(main.high(), add(main.low(), fma(x, yLow, mul(xLow, y))));
  }

  /** e^(log|x| / 3), then one Newton step, whose residual is fused. */
  static KernelExpr cbrt(KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return convert(cbrt(convert(x, LaneType.F64)), LaneType.F32);
    }
    KernelExpr magnitude = abs(x);
    // Powers of the guess lose bits where the cube is subnormal: scale by 2^180 and back by 2^-60.
    KernelExpr tiny = lt(magnitude, f64(0x1p-900));
    KernelExpr scaled = select(tiny, mul(magnitude, f64(0x1p180)), magnitude);
    KernelExpr unscale = select(tiny, f64(0x1p-60), f64(1));
    KernelExpr root = mul(cubeRoot(scaled), unscale);
    KernelExpr special =
        or(eq(magnitude, f64(0)), not(lt(magnitude, f64(Double.POSITIVE_INFINITY))));
    return select(special, x, FloatFormat.BINARY64.copySign(root, x));
  }

  private static KernelExpr cubeRoot(KernelExpr magnitude) {
    KernelExpr guess = Exponential.exp(div(Logarithm.log(magnitude), f64(3)));
    KernelExpr square = mul(guess, guess);
    KernelExpr squareLost = fma(guess, guess, neg(square));
    KernelExpr residual = fma(square, guess, neg(magnitude));
    KernelExpr exact = fma(squareLost, guess, residual);
    return sub(guess, div(exact, mul(f64(3), square)));
  }

  /** x to a constant power, by repeated squaring; a negative one is 1 over the positive. */
  static KernelExpr integerPower(KernelExpr x, int exponent) {
    KernelExpr one = number(1, x.type());
    KernelExpr result = one;
    KernelExpr square = x;
    for (int rest = Math.abs(exponent); rest > 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result = mul(result, square);
      }
      square = rest > 1 ? mul(square, square) : square;
    }
    return exponent < 0 ? div(one, result) : result;
  }
}
