package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
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
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.not;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sub;

import dev.sparrow.array.DType;

/**
 * Powers and the cube root. x^y = e^(y·log x) with the logarithm in two doubles, so that a large
 * product keeps its fraction. F64 error within a few ulp at the ends of the range; F32 is computed
 * in F64 and rounded.
 */
final class Power {
  private static final double LN2_HI = 0x1.62e42feep-1;
  private static final double LN2_LO = 0x1.a39ef35793c76p-33;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** 2/(2k+1) for k from 10 to 1: atanh's series doubled, without its first term. */
  private static final double[] ATANH_TAIL = {
    2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9, 2.0 / 7, 2.0 / 5, 2.0 / 3
  };

  private Power() {}

  static KernelExpr pow(KernelExpr x, KernelExpr y) {
    if (x.type() == LaneType.F32) {
      return convert(pow(convert(x, LaneType.F64), convert(y, LaneType.F64)), LaneType.F32);
    }
    KernelExpr magnitude = magnitudePower(abs(x), y);
    KernelExpr whole = Rounding.halfEven(y);
    KernelExpr isWhole = eq(whole, y);
    KernelExpr half = mul(y, f64(0.5));
    KernelExpr isOdd = and(isWhole, ne(Rounding.halfEven(half), half));
    KernelExpr negative = lt(bitcast(x, LaneType.I64), i64(0));
    KernelExpr signed = select(and(negative, isOdd), neg(magnitude), magnitude);
    KernelExpr noRoot = and(and(lt(x, f64(0)), not(isWhole)), lt(f64(-INFINITY), x));
    KernelExpr real = select(noRoot, f64(Double.NaN), signed);
    KernelExpr nan = or(ne(x, x), ne(y, y));
    KernelExpr checked = select(nan, f64(Double.NaN), real);
    KernelExpr one = or(eq(y, f64(0)), eq(x, f64(1)));
    KernelExpr infiniteExponent = eq(abs(y), f64(INFINITY));
    KernelExpr unit = and(eq(x, f64(-1)), infiniteExponent);
    return select(or(one, unit), f64(1), checked);
  }

  /** x^y for x at least 0. */
  private static KernelExpr magnitudePower(KernelExpr x, KernelExpr y) {
    Logarithm.Split split = Logarithm.split(x);
    KernelExpr f = sub(split.m(), f64(1));
    KernelExpr bottom = add(f64(2), f);
    KernelExpr s = div(f, bottom);
    // The rest of the quotient: f - s·(2 + f) over the same, with what 2 + f lost.
    KernelExpr lostBottom = sub(f, sub(bottom, f64(2)));
    KernelExpr sLow = div(sub(fma(neg(s), bottom, f), mul(s, lostBottom)), bottom);
    KernelExpr z = mul(s, s);
    KernelExpr tail = mul(mul(s, z), Polynomial.f64Horner(z, ATANH_TAIL));
    KernelExpr twice = add(s, s);
    KernelExpr base = mul(split.k(), f64(LN2_HI)); // exact: hi has 33 bits
    KernelExpr sum = add(base, twice);
    KernelExpr lost = add(sub(base, sum), twice);
    KernelExpr lostSmallBase = add(sub(twice, sum), base);
    KernelExpr lostHigh = select(eq(split.k(), f64(0)), lostSmallBase, lost);
    KernelExpr rest = add(lostHigh, add(add(sLow, sLow), fma(split.k(), f64(LN2_LO), tail)));
    // Two doubles whose second is below the last bit of the first.
    KernelExpr high = add(sum, rest);
    KernelExpr low = add(sub(sum, high), rest);
    KernelExpr product = mul(y, high);
    KernelExpr productLow = fma(y, low, fma(y, high, neg(product)));
    KernelExpr power = Exponential.exp(product);
    KernelExpr refined = fma(power, productLow, power);
    KernelExpr finite = lt(abs(power), f64(INFINITY));
    KernelExpr value = select(and(finite, lt(f64(0), power)), refined, power);
    KernelExpr grows = lt(f64(0), y);
    KernelExpr atZero = select(grows, f64(0), f64(INFINITY));
    KernelExpr atInfinity = select(grows, f64(INFINITY), f64(0));
    KernelExpr endless = atInfiniteExponent(x, y);
    KernelExpr ordinary = select(eq(abs(y), f64(INFINITY)), endless, value);
    return select(eq(x, f64(0)), atZero, select(eq(x, f64(INFINITY)), atInfinity, ordinary));
  }

  private static KernelExpr atInfiniteExponent(KernelExpr x, KernelExpr y) {
    KernelExpr towardsInfinity = LaneOps.xor(lt(x, f64(1)), lt(f64(0), y));
    KernelExpr end = select(towardsInfinity, f64(INFINITY), f64(0));
    return select(eq(x, f64(1)), f64(1), end);
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
    KernelExpr special = or(eq(magnitude, f64(0)), not(lt(magnitude, f64(INFINITY))));
    return select(special, x, Rounding.copySign(root, x));
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
  static KernelExpr integerPower(DType dtype, KernelExpr x, int exponent) {
    KernelExpr one = number(1, x.type());
    KernelExpr result = null;
    KernelExpr square = x;
    for (int rest = Math.abs(exponent); rest > 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result = result == null ? square : Narrow.fit(mul(result, square), dtype);
      }
      square = rest > 1 ? Narrow.fit(mul(square, square), dtype) : square;
    }
    if (result == null) {
      return one;
    }
    return exponent < 0 ? Narrow.fit(div(one, result), dtype) : result;
  }
}
