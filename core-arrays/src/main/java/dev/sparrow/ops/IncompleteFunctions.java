package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import java.util.List;

/**
 * Incomplete gamma and beta functions, regularized: the distribution functions of statistics.
 * Computed in float64 with a fixed number of steps, so that both modes of differentiation apply.
 * Formulas: NIST's Digital Library of Mathematical Functions, 8.7, 8.9 and 8.17; continued
 * fractions by Lentz' method (W. Press et al., "Numerical Recipes", 6.2 and 6.4).
 */
public final class IncompleteFunctions {
  /** Steps after which series and fractions have converged for parameters up to some thousands. */
  private static final int STEPS = 300;

  private static final double SMALLEST = 1e-300;

  private IncompleteFunctions() {}

  /**
   * The lower incomplete gamma function, regularized.
   *
   * @param a parameter, not negative
   * @param x upper end of the integral, not negative
   * @return P(a, x), from 0 to 1; NaN for negative operands
   */
  @JaxName("special.gammainc")
  public static NDArray gammainc(NDArray a, NDArray x) {
    return incompleteGamma("gammainc", a, x, true);
  }

  /**
   * The upper incomplete gamma function, regularized.
   *
   * @param a parameter, not negative
   * @param x lower end of the integral, not negative
   * @return Q(a, x) = 1 - P(a, x), accurate where it is small
   */
  @JaxName("special.gammaincc")
  public static NDArray gammaincc(NDArray a, NDArray x) {
    return incompleteGamma("gammaincc", a, x, false);
  }

  private static NDArray incompleteGamma(String name, NDArray a, NDArray x, boolean lower) {
    List<NDArray> in = Operands.promoteInexact(name, a, x);
    DType dtype = in.getFirst().dtype();
    List<NDArray> same = Shaping.broadcastArrays(in.get(0), in.get(1));
    NDArray shape = Lax.convert(same.get(0), DType.FLOAT64);
    NDArray end = Lax.convert(same.get(1), DType.FLOAT64);
    NDArray inside = end.gt(0).and(shape.gt(0)).and(Logic.isfinite(end)).and(Logic.isfinite(shape));
    NDArray s = Logic.where(inside, shape, 1);
    NDArray z = Logic.where(inside, end, 1);
    NDArray near = z.lt(s.add(1));
    NDArray front =
        Transcendental.exp(s.mul(Transcendental.log(z)).sub(z).sub(GammaFunctions.gammaln(s)));
    NDArray series = front.mul(gammaSeries(s, Logic.where(near, z, 0.5)));
    NDArray fraction = front.mul(gammaFraction(s, Logic.where(near, s.add(2), z)));
    NDArray value =
        lower
            ? Logic.where(near, series, fraction.neg().add(1))
            : Logic.where(near, series.neg().add(1), fraction);
    // Past the ends: all below infinity, nothing below 0; a = 0 has all its weight at 0.
    NDArray nothing = end.eq(0).and(shape.gt(0)).or(shape.eq(Double.POSITIVE_INFINITY));
    NDArray all = end.eq(Double.POSITIVE_INFINITY).or(shape.eq(0).and(end.gt(0)));
    NDArray ends =
        Logic.where(nothing, lower ? 0 : 1, Logic.where(all, weight(end, lower), nan(end)));
    return Lax.convert(Logic.where(inside, value, ends), dtype);
  }

  private static NDArray weight(NDArray like, boolean lower) {
    return Operands.constant(lower ? 1 : 0, like);
  }

  private static NDArray nan(NDArray like) {
    return Operands.constant(Double.NaN, like);
  }

  /** A sum and its last term. */
  private record Series(NDArray sum, NDArray term) {}

  /** Σ x^k / (a·(a+1)·…·(a+k)). */
  private static NDArray gammaSeries(NDArray a, NDArray x) {
    NDArray first = Operands.one(a).div(a);
    Series end =
        ControlFlow.foriLoop(
            1,
            STEPS,
            (k, series) -> {
              NDArray term = series.term().mul(x).div(a.add(Lax.convert(k, DType.FLOAT64)));
              return new Series(series.sum().add(term), term);
            },
            new Series(first, first));
    return end.sum();
  }

  /** Lentz' state: value, and the two ratios it grows by. */
  private record Fraction(NDArray value, NDArray c, NDArray d) {}

  private static NDArray nonzero(NDArray x) {
    return Logic.where(x.abs().lt(SMALLEST), SMALLEST, x);
  }

  /** 1 / (x + 1 - a - 1·(1-a) / (x + 3 - a - …)). */
  private static NDArray gammaFraction(NDArray a, NDArray x) {
    NDArray b0 = x.add(1).sub(a);
    NDArray d0 = Operands.one(a).div(nonzero(b0));
    Fraction end =
        ControlFlow.foriLoop(
            1,
            STEPS,
            (step, state) -> {
              NDArray k = Lax.convert(step, DType.FLOAT64);
              NDArray numerator = k.mul(a.sub(k));
              NDArray b = b0.add(k.mul(2));
              NDArray d = Operands.one(a).div(nonzero(numerator.mul(state.d()).add(b)));
              NDArray c = nonzero(b.add(numerator.div(state.c())));
              return new Fraction(state.value().mul(d).mul(c), c, d);
            },
            new Fraction(d0, Creation.full(a.shape(), 1 / SMALLEST, DType.FLOAT64), d0));
    return end.value();
  }

  /**
   * The incomplete beta function, regularized.
   *
   * @param a first parameter, positive
   * @param b second parameter, positive
   * @param x upper end of the integral, from 0 to 1
   * @return I(a, b, x), from 0 to 1; NaN for operands outside
   */
  @JaxName("special.betainc")
  public static NDArray betainc(NDArray a, NDArray b, NDArray x) {
    List<NDArray> in = Operands.promoteInexact("betainc", a, b, x);
    DType dtype = in.getFirst().dtype();
    List<NDArray> same = Shaping.broadcastArrays(in.get(0), in.get(1), in.get(2));
    NDArray p = Lax.convert(same.get(0), DType.FLOAT64);
    NDArray q = Lax.convert(same.get(1), DType.FLOAT64);
    NDArray end = Lax.convert(same.get(2), DType.FLOAT64);
    NDArray known = p.gt(0).and(q.gt(0)).and(end.ge(0)).and(end.le(1));
    NDArray inside = known.and(end.gt(0)).and(end.lt(1));
    NDArray z = Logic.where(inside, end, 0.5);
    NDArray s = Logic.where(known, p, 1);
    NDArray t = Logic.where(known, q, 1);
    NDArray front =
        Transcendental.exp(
            s.mul(Transcendental.log(z))
                .add(t.mul(Transcendental.log1p(z.neg())))
                .sub(GammaFunctions.betaln(s, t)));
    // The fraction converges fast on the lower side of the mean; the other is 1 - I(b, a, 1 - x).
    NDArray lower = z.lt(s.add(1).div(s.add(t).add(2)));
    NDArray first = Logic.where(lower, s, t);
    NDArray second = Logic.where(lower, t, s);
    NDArray at = Logic.where(lower, z, z.neg().add(1));
    NDArray part = front.mul(betaFraction(first, second, at)).div(first);
    NDArray value = Logic.where(lower, part, part.neg().add(1));
    NDArray ends = Logic.where(known, end, nan(end));
    return Lax.convert(Logic.where(inside, value, ends), dtype);
  }

  private static NDArray betaFraction(NDArray a, NDArray b, NDArray x) {
    NDArray sum = a.add(b);
    NDArray one = Operands.one(a);
    NDArray d0 = one.div(nonzero(sum.mul(x).div(a.add(1)).neg().add(1)));
    Fraction end =
        ControlFlow.foriLoop(
            1,
            STEPS,
            (step, state) -> {
              NDArray k = Lax.convert(step, DType.FLOAT64);
              NDArray above = a.add(k.mul(2));
              NDArray even = k.mul(b.sub(k)).mul(x).div(above.sub(1).mul(above));
              Fraction half = grown(state, even, one);
              NDArray odd = a.add(k).mul(sum.add(k)).mul(x).neg().div(above.mul(above.add(1)));
              return grown(half, odd, one);
            },
            new Fraction(d0, Creation.onesLike(a), d0));
    return end.value();
  }

  /** One step of a fraction whose partial denominators are 1. */
  private static Fraction grown(Fraction state, NDArray numerator, NDArray one) {
    NDArray d = one.div(nonzero(numerator.mul(state.d()).add(1)));
    NDArray c = nonzero(numerator.div(state.c()).add(1));
    return new Fraction(state.value().mul(d).mul(c), c, d);
  }
}
