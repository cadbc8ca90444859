package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;

/**
 * Exponential integrals, computed in float64 with a fixed number of steps. Formulas: NIST's Digital
 * Library of Mathematical Functions, 6.6, 6.9 and 6.12.
 */
public final class ExponentialIntegrals {
  private static final double EULER = 0.57721566490153286061;
  private static final int STEPS = 160;

  /** From here on the asymptotic series is exact to the last bit. */
  private static final double FAR = 50;

  private ExponentialIntegrals() {}

  /** A sum and its last term. */
  private record Series(NDArray sum, NDArray term) {}

  /**
   * Ei(x), the integral of e^t / t from -infinity to x.
   *
   * @param x operand; integers and bool become the default float
   * @return the integral; -infinity at 0
   */
  @JaxName("special.expi")
  public static NDArray expi(NDArray x) {
    NDArray a = Operands.promoteInexact("expi", x).getFirst();
    NDArray wide = Lax.convert(a, DType.FLOAT64);
    NDArray negative = wide.lt(0);
    NDArray z = Logic.where(negative, 1, wide);
    NDArray near = z.lt(FAR);
    NDArray bounded = Logic.where(near, Arithmetic.maximum(z, Creation.weak(1e-300)), 1);
    NDArray close = logarithmic(bounded, bounded);
    // At infinity e^x alone: its product with 0 has no value.
    NDArray inverse = Operands.one(z).div(Logic.where(near, FAR, z));
    NDArray far = Transcendental.exp(z).mul(asymptotic(inverse));
    far = Logic.where(z.eq(Double.POSITIVE_INFINITY), z, far);
    NDArray value = Logic.where(near, close, far);
    value = Logic.where(z.eq(0), Double.NEGATIVE_INFINITY, value);
    NDArray mirrored = ofPositive(Logic.where(negative, wide.neg(), 1)).neg();
    NDArray both = Logic.where(negative, mirrored, value);
    return Lax.convert(Logic.where(Logic.isnan(wide), wide, both), a.dtype());
  }

  /** Σ k! / x^(k+1) up to its smallest terms at x = 50. */
  private static NDArray asymptotic(NDArray inverse) {
    Series end =
        ControlFlow.foriLoop(
            1,
            48,
            (k, series) -> {
              NDArray term = series.term().mul(inverse).mul(Lax.convert(k, DType.FLOAT64));
              return new Series(series.sum().add(term), term);
            },
            new Series(inverse, inverse));
    return end.sum();
  }

  /** γ + log|x| + Σ x^k / (k·k!). */
  private static NDArray logarithmic(NDArray magnitude, NDArray x) {
    NDArray one = Creation.onesLike(x);
    Series end =
        ControlFlow.foriLoop(
            1,
            STEPS,
            (step, series) -> {
              NDArray k = Lax.convert(step, DType.FLOAT64);
              NDArray term = series.term().mul(x).div(k);
              return new Series(series.sum().add(term.div(k)), term);
            },
            new Series(Creation.zerosLike(x), one));
    return end.sum().add(Transcendental.log(magnitude)).add(EULER);
  }

  /**
   * E1(x), the integral of e^-t / t from x to infinity.
   *
   * @param x operand; integers and bool become the default float
   * @return the integral; infinity at 0, NaN below
   */
  @JaxName("special.exp1")
  public static NDArray exp1(NDArray x) {
    NDArray a = Operands.promoteInexact("exp1", x).getFirst();
    NDArray wide = Lax.convert(a, DType.FLOAT64);
    NDArray positive = wide.gt(0);
    NDArray value = ofPositive(Logic.where(positive, wide, 1));
    NDArray atZero = Logic.where(wide.eq(0), Double.POSITIVE_INFINITY, wide.mul(0).add(Double.NaN));
    return Lax.convert(Logic.where(positive, value, atZero), a.dtype());
  }

  /** The state of Lentz' method. */
  private record Fraction(NDArray value, NDArray c, NDArray d) {}

  private static NDArray ofPositive(NDArray x) {
    NDArray near = x.le(1);
    NDArray small = Logic.where(near, x, 1);
    NDArray close = logarithmic(small, small.neg()).neg();
    NDArray large = Arithmetic.minimum(Logic.where(near, 2, x), Creation.weak(800.0));
    NDArray b0 = large.add(1);
    NDArray one = Operands.one(x);
    NDArray d0 = one.div(b0);
    Fraction end =
        ControlFlow.foriLoop(
            1,
            STEPS,
            (step, state) -> {
              NDArray k = Lax.convert(step, DType.FLOAT64);
              NDArray numerator = k.mul(k).neg();
              NDArray b = b0.add(k.mul(2));
              NDArray d = one.div(numerator.mul(state.d()).add(b));
              NDArray c = b.add(numerator.div(state.c()));
              return new Fraction(state.value().mul(d).mul(c), c, d);
            },
            new Fraction(d0, Creation.full(x.shape(), 1e300, DType.FLOAT64), d0));
    NDArray far = Transcendental.exp(large.neg()).mul(end.value());
    return Logic.where(near, close, far);
  }
}
