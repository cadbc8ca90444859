package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.List;

/**
 * The gamma function, its logarithm, the derivatives of that, and beta and zeta functions. Shapes
 * broadcast; integers and bool become the default float.
 */
public final class GammaFunctions {
  /** B(2k) / (2k)! for k from 1: the coefficients of Euler's and Maclaurin's sum formula. */
  private static final double[] BERNOULLI = {
    1.0 / 12,
    -1.0 / 720,
    1.0 / 30240,
    -1.0 / 1209600,
    1.0 / 47900160,
    -691.0 / 1307674368000.0,
    1.0 / 74724249600.0,
    -3617.0 / 10670622842880000.0,
    43867.0 / 5109094217170944000.0,
    -174611.0 / 802857662698291200000.0
  };

  /** Terms of a zeta function that are summed one by one. */
  private static final int TERMS = 10;

  private GammaFunctions() {}

  /**
   * {@return log|Γ(x)|; infinite at 0, at negative whole numbers and at both infinities}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.gammaln")
  public static NDArray gammaln(NDArray x) {
    return Operands.inexact("gammaln", Fn.LGAMMA, x);
  }

  /**
   * Γ(x), NaN at negative whole numbers, ±infinity at ±0.
   *
   * @param x operand; integers and bool become the default float
   * @return the gamma function
   */
  @JaxName("special.gamma")
  public static NDArray gamma(NDArray x) {
    NDArray a = Operands.promoteInexact("gamma", x).getFirst();
    NDArray magnitude = Lax.apply(Fn.EXP, Lax.apply(Fn.LGAMMA, a));
    return Lax.apply(Fn.MUL, gammaSign(a), magnitude);
  }

  /** The sign of Γ; that of zero at zero, NaN at negative whole numbers. */
  private static NDArray gammaSign(NDArray x) {
    NDArray one = Operands.one(x);
    NDArray floor = Lax.apply(Fn.FLOOR, x);
    NDArray half = floor.mul(0.5);
    NDArray odd = Lax.apply(Fn.NE, Lax.apply(Fn.FLOOR, half), half);
    NDArray sign = Logic.where(odd, Lax.apply(Fn.NEG, one), one);
    NDArray negative = Lax.apply(Fn.LT, x, Operands.zero(x));
    NDArray pole = negative.and(Lax.apply(Fn.EQ, x, floor));
    NDArray below = Logic.where(pole, Operands.constant(Double.NaN, x), sign);
    NDArray above =
        Logic.where(Lax.apply(Fn.EQ, x, Operands.zero(x)), FloatParts.copysign(one, x), one);
    return Logic.where(negative, below, above);
  }

  /**
   * {@return n! = Γ(n + 1), 0 for negative n}
   *
   * @param n operand, any real numbers
   */
  @JaxName("special.factorial")
  public static NDArray factorial(NDArray n) {
    NDArray a = Operands.promoteInexact("factorial", n).getFirst();
    NDArray value = Lax.apply(Fn.EXP, Lax.apply(Fn.LGAMMA, a.add(1)));
    return Logic.where(Lax.apply(Fn.LT, a, Operands.zero(a)), Operands.zero(a), value);
  }

  /**
   * {@return the derivative of log Γ; NaN at 0 and negative whole numbers}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.digamma")
  public static NDArray digamma(NDArray x) {
    return Operands.inexact("digamma", Fn.DIGAMMA, x);
  }

  /**
   * {@return the second derivative of log Γ; infinite at 0 and negative whole numbers}
   *
   * @param x operand; integers and bool become the default float
   */
  public static NDArray trigamma(NDArray x) {
    NDArray a = Operands.promoteInexact("trigamma", x).getFirst();
    NDArray negative = Lax.apply(Fn.LT, a, Operands.zero(a));
    // ψ'(x) = π² / sin² πx - ψ'(1 - x).
    NDArray direct = zeta(Creation.weak(2.0), Logic.where(negative, a.neg().add(1), a));
    NDArray within = Logic.where(negative, a, Operands.constant(-0.5, a));
    NDArray fraction = Lax.apply(Fn.SUB, within, Lax.apply(Fn.ROUND, within));
    NDArray slope = Transcendental.sin(fraction.mul(Math.PI));
    NDArray poles = Lax.apply(Fn.SQUARE, Operands.constant(Math.PI, a).div(slope));
    return Logic.where(negative, poles.sub(direct), direct);
  }

  /**
   * The derivatives of digamma: (-1)^(n+1) · n! · ζ(n + 1, x), digamma itself for n = 0.
   *
   * @param n order, integers from 0
   * @param x operand, positive; NaN below 0
   * @return the n-th derivative
   */
  @JaxName("special.polygamma")
  public static NDArray polygamma(NDArray n, NDArray x) {
    if (!n.dtype().isInteger() && n.dtype() != DType.BOOL) {
      throw new DTypeException(
          "polygamma: the order n is an integer, got dtype " + n.dtype() + "; convert it");
    }
    NDArray a = Operands.promoteInexact("polygamma", x).getFirst();
    List<NDArray> in = Operands.promoteInexact("polygamma", Lax.convert(n, a.dtype()), a);
    NDArray order = in.get(0);
    NDArray half = order.mul(0.5);
    NDArray even = Lax.apply(Fn.EQ, Lax.apply(Fn.FLOOR, half), half);
    NDArray above = order.add(1);
    NDArray magnitude = Lax.apply(Fn.EXP, Lax.apply(Fn.LGAMMA, above)).mul(zeta(above, in.get(1)));
    NDArray value = Logic.where(even, magnitude.neg(), magnitude);
    NDArray zero = Lax.apply(Fn.EQ, order, Operands.zero(order));
    return Logic.where(zero, Lax.apply(Fn.DIGAMMA, in.get(1)), value);
  }

  /**
   * Hurwitz' zeta function: the sum of (q + k)^-x over k from 0, by Euler's and Maclaurin's formula
   * behind the first terms (as in Cephes' zeta.c).
   *
   * @param x exponent; infinite at 1, NaN below
   * @param q first base, positive; infinite at 0 and negative whole numbers, NaN between them
   * @return ζ(x, q)
   */
  @JaxName("special.zeta")
  public static NDArray zeta(NDArray x, NDArray q) {
    List<NDArray> in = Operands.promoteInexact("zeta", x, q);
    NDArray s = in.get(0);
    NDArray base = in.get(1);
    NDArray one = Operands.one(s);
    NDArray none = Operands.zero(base);
    NDArray defined = Lax.apply(Fn.GT, base, none);
    // Elsewhere an argument without poles, so that derivatives of what is not chosen are finite.
    NDArray safe = Logic.where(defined, base, Operands.one(base));
    NDArray power = Logic.where(Lax.apply(Fn.GT, s, one), s, Operands.constant(2, s));
    NDArray falling = power.neg();
    NDArray sum = Arithmetic.power(safe, falling);
    for (int k = 1; k < TERMS; k++) {
      sum = sum.add(Arithmetic.power(safe.add((long) k), falling));
    }
    NDArray end = safe.add((long) TERMS);
    NDArray last = Arithmetic.power(end, falling);
    sum = sum.add(last.mul(end).div(power.sub(1))).add(last.mul(0.5));
    NDArray factor = power.mul(last).div(end);
    NDArray square = end.mul(end);
    for (int k = 0; k < BERNOULLI.length; k++) {
      sum = sum.add(factor.mul(BERNOULLI[k]));
      NDArray next = power.add(2L * k + 1).mul(power.add(2L * k + 2));
      factor = factor.mul(next).div(square);
    }
    NDArray pole = Lax.apply(Fn.EQ, base, Lax.apply(Fn.FLOOR, base));
    NDArray infinity = Operands.constant(Double.POSITIVE_INFINITY, base);
    NDArray nan = Operands.constant(Double.NaN, base);
    NDArray value = Logic.where(defined, sum, Logic.where(pole, infinity, nan));
    value = Logic.where(Lax.apply(Fn.EQ, s, one), infinity, value);
    return Logic.where(Lax.apply(Fn.LT, s, one).or(Logic.isnan(s)), nan, value);
  }

  /**
   * {@return log|B(a, b)| = log|Γ(a)·Γ(b) / Γ(a + b)|, float32 by way of float64}
   *
   * @param a first operand
   * @param b second operand
   */
  @JaxName("special.betaln")
  public static NDArray betaln(NDArray a, NDArray b) {
    List<NDArray> in = Operands.promoteInexact("betaln", a, b);
    DType dtype = in.getFirst().dtype();
    // The logarithms are large where their difference is not.
    NDArray x = Lax.convert(in.get(0), DType.FLOAT64);
    NDArray y = Lax.convert(in.get(1), DType.FLOAT64);
    NDArray larger = Arithmetic.maximum(x, y);
    NDArray smaller = Arithmetic.minimum(x, y);
    NDArray fall = Lax.apply(Fn.SUB, Lax.apply(Fn.LGAMMA, larger), Lax.apply(Fn.LGAMMA, x.add(y)));
    return Lax.convert(Lax.apply(Fn.LGAMMA, smaller).add(fall), dtype);
  }

  /**
   * {@return B(a, b) = Γ(a)·Γ(b) / Γ(a + b)}
   *
   * @param a first operand
   * @param b second operand
   */
  @JaxName("special.beta")
  public static NDArray beta(NDArray a, NDArray b) {
    List<NDArray> in = Operands.promoteInexact("beta", a, b);
    NDArray sign = gammaSign(in.get(0)).mul(gammaSign(in.get(1)));
    NDArray sum = gammaSign(Lax.apply(Fn.ADD, in.get(0), in.get(1)));
    return sign.mul(sum).mul(Lax.apply(Fn.EXP, betaln(in.get(0), in.get(1))));
  }
}
