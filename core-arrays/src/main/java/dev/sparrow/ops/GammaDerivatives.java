package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import java.util.List;

/**
 * What moves when the shape parameter of a gamma distribution does: its distribution function, and
 * the numbers drawn from it.
 *
 * <p>A number drawn keeps its place P(a, x) in the distribution while a changes (M. Figurnov, S.
 * Mohamed, A. Mnih, "Implicit reparameterization gradients", NeurIPS 2018), so dx/da = -(∂P/∂a) /
 * (∂P/∂x). P = xᵃ·e⁻ˣ/Γ(a+1) · S of the series S = Σ xᵏ/((a+1)…(a+k)), and 1 - P = xᵃ·e⁻ˣ/Γ(a) · F
 * of Legendre's continued fraction F (NIST's Digital Library of Mathematical Functions, 8.7.1 and
 * 8.9.2). The density is a factor of both, which the quotient loses:
 *
 * <pre>
 *   d log x / da = -(S·(log x - ψ(a+1)) + S′) / a      for x below a + 1
 *   d log x / da =   F·(log x - ψ(a)) + F′             from there on
 * </pre>
 *
 * <p>S and F and their derivatives by a are computed in float64 until they no longer change, in
 * about 9·√a steps where x is near a. Each element stops by itself, so that it does not depend on
 * its neighbours. Since the number of steps is not known beforehand, these functions can be
 * differentiated in forward mode only.
 */
public final class GammaDerivatives {
  /** Steps between two looks at whether all elements have converged. */
  private static final int STRIDE = 8;

  /** Terms of a smaller share of a sum change neither it nor, falling further, a later one. */
  private static final double NEGLIGIBLE = 0x1p-56;

  /** A fraction whose steps change it by less is done: a few units in the last place. */
  private static final double SETTLED = 1e-15;

  private GammaDerivatives() {}

  /**
   * The derivative of {@link IncompleteFunctions#gammainc} with respect to its first argument, as
   * {@code jax.lax.igamma_grad_a}. Shapes broadcast.
   *
   * @param a the shape parameter, above 0
   * @param x upper end of the integral, not negative
   * @return ∂P(a, x)/∂a, which is 0 or less; 0 where x is 0 or infinite, NaN where a is infinite or
   *     not above 0 or x is negative
   */
  @JaxName("lax.igamma_grad_a")
  public static NDArray igammaGradA(NDArray a, NDArray x) {
    Point at = Point.of("igamma_grad_a", a, x);
    // ∂P/∂a = -x·p(x)·(d log x / da), and x·p(x) = xᵃ·e⁻ˣ/Γ(a).
    NDArray log = at.a.mul(at.log).sub(at.x).sub(GammaFunctions.gammaln(at.a));
    NDArray value = Transcendental.exp(log).mul(at.slope()).neg();
    return at.result(value, Operands.constant(0, value));
  }

  /**
   * How a number drawn from a gamma distribution moves with the distribution's shape parameter, as
   * {@code jax.lax.random_gamma_grad}. Shapes broadcast.
   *
   * @param a the shape parameter, above 0
   * @param sample numbers drawn with it, not negative
   * @return dx/da at the quantile that x has; 0 at 0, infinite at infinity, NaN where a is infinite
   *     or not above 0 or the sample is negative
   */
  @JaxName("lax.random_gamma_grad")
  public static NDArray randomGammaGrad(NDArray a, NDArray sample) {
    Point at = Point.of("random_gamma_grad", a, sample);
    return at.result(at.x.mul(at.slope()), at.asked);
  }

  /**
   * How the logarithm of a number drawn from a gamma distribution moves with the distribution's
   * shape parameter: {@link #randomGammaGrad} over the number, also where that is too small for its
   * dtype. Shapes broadcast.
   *
   * @param a the shape parameter, above 0
   * @param sample logarithms of numbers drawn with it
   * @return d log(x)/da at the quantile that x has; infinite at both infinities, NaN where a is
   *     infinite or not above 0
   */
  public static NDArray randomLoggammaGrad(NDArray a, NDArray sample) {
    Point at = Point.ofLogarithm("random_loggamma_grad", a, sample);
    return at.result(at.slope(), at.asked.abs());
  }

  /**
   * Where a function is wanted: in float64, with harmless numbers in the place of what has no
   * value.
   *
   * @param a the parameter
   * @param x the number
   * @param log its logarithm
   * @param asked the number, or the logarithm, that was asked for
   * @param inside where a, x and log are what was asked for
   * @param known where the function has a value, be it at the ends of its range
   * @param dtype dtype of the result
   */
  private record Point(
      NDArray a,
      NDArray x,
      NDArray log,
      NDArray asked,
      NDArray inside,
      NDArray known,
      DType dtype) {
    static Point of(String name, NDArray a, NDArray x) {
      List<NDArray> in = Operands.promoteInexact(name, a, x);
      List<NDArray> wide = wide(in);
      NDArray asked = wide.get(1);
      NDArray proper = wide.get(0).gt(0).and(Logic.isfinite(wide.get(0)));
      NDArray inside = proper.and(asked.gt(0)).and(Logic.isfinite(asked));
      NDArray number = Logic.where(inside, asked, 1);
      return new Point(
          Logic.where(inside, wide.get(0), 1),
          number,
          Transcendental.log(number),
          asked,
          inside,
          proper.and(asked.ge(0)),
          in.getFirst().dtype());
    }

    static Point ofLogarithm(String name, NDArray a, NDArray log) {
      List<NDArray> in = Operands.promoteInexact(name, a, log);
      List<NDArray> wide = wide(in);
      NDArray asked = wide.get(1);
      NDArray proper = wide.get(0).gt(0).and(Logic.isfinite(wide.get(0)));
      NDArray inside = proper.and(Logic.isfinite(asked));
      NDArray number = Logic.where(inside, asked, 0);
      return new Point(
          Logic.where(inside, wide.get(0), 1),
          Transcendental.exp(number),
          number,
          asked,
          inside,
          proper.and(asked.eq(asked)),
          in.getFirst().dtype());
    }

    private static List<NDArray> wide(List<NDArray> in) {
      List<NDArray> same = Shaping.broadcastArrays(in.get(0), in.get(1));
      return List.of(
          Lax.convert(same.get(0), DType.FLOAT64), Lax.convert(same.get(1), DType.FLOAT64));
    }

    /** A value, or the one at the ends of the range, or NaN. */
    NDArray result(NDArray value, NDArray atEnds) {
      NDArray ends = Logic.where(known, atEnds, Operands.constant(Double.NaN, atEnds));
      return Lax.convert(Logic.where(inside, value, ends), dtype);
    }

    /** d log x / da. */
    NDArray slope() {
      NDArray below = x.lt(a.add(1));
      Series series = series(below);
      NDArray ofSeries =
          series.moved.sub(series.sum.mul(log.sub(GammaFunctions.digamma(a.add(1))))).div(a);
      Fraction fraction = fraction(below);
      NDArray ofFraction =
          fraction.value.mul(log.sub(GammaFunctions.digamma(a)).add(fraction.moved));
      return Logic.where(below, ofSeries, ofFraction);
    }

    private Series series(NDArray below) {
      NDArray none = Operands.constant(0, a);
      NDArray first = Logic.where(below, Operands.one(a), none);
      NDArray zeros = Lax.broadcastTo(none, a.shape());
      Series start =
          new Series(
              Creation.scalar(0.0, DType.FLOAT64), first, zeros, Creation.onesLike(a), zeros);
      return ControlFlow.whileLoop(Series::unsettled, at -> at.stride(a, x), start);
    }

    private Fraction fraction(NDArray below) {
      // A fraction that is not wanted is not begun, and harmless: with b = 2.
      NDArray b = Logic.where(below, Operands.constant(2, a), x.sub(a).add(1));
      NDArray d = Operands.one(b).div(b);
      NDArray zeros = Lax.broadcastTo(Operands.constant(0, a), a.shape());
      Fraction start =
          new Fraction(
              Creation.scalar(0.0, DType.FLOAT64), zeros, zeros, d, d.mul(d), d, d, below.not());
      return ControlFlow.whileLoop(at -> Reductions.any(at.going), at -> at.stride(a, b), start);
    }
  }

  /**
   * A part of S and of its derivative: the k-th term xᵏ/((a+1)…(a+k)) changes with a by -H times
   * itself, H being the sum of the first k of 1/(a+1), 1/(a+2), ….
   *
   * @param k number of terms after the first, rank 0
   * @param term the k-th term; 0 for elements whose sum is not wanted
   * @param rate H
   * @param sum S
   * @param moved -S′
   */
  private record Series(NDArray k, NDArray term, NDArray rate, NDArray sum, NDArray moved) {
    NDArray unsettled() {
      NDArray change = term.mul(rate);
      NDArray sumGrows = term.gt(sum.mul(NEGLIGIBLE));
      return Reductions.any(sumGrows.or(change.gt(moved.mul(NEGLIGIBLE))));
    }

    Series stride(NDArray a, NDArray x) {
      Series at = this;
      for (int step = 1; step <= STRIDE; step++) {
        NDArray inverse = Operands.one(a).div(a.add(k.add(step)));
        NDArray next = at.term.mul(x.mul(inverse));
        NDArray sumOfRates = at.rate.add(inverse);
        at =
            new Series(
                at.k, next, sumOfRates, at.sum.add(next), at.moved.add(next.mul(sumOfRates)));
      }
      return new Series(k.add(STRIDE), at.term, at.rate, at.sum, at.moved);
    }
  }

  /**
   * The fraction F = 1/(b₀ + n₁/(b₁ + n₂/(b₂ + …))) with bₖ = x + 1 - a + 2k and nₖ = k·(a - k), by
   * Lentz' method (W. Press et al., "Numerical Recipes", 5.2): each step multiplies F by c·d, where
   * c = b + n/c and d = 1/(b + n·d). With a moves b by -1 and n by k.
   *
   * @param k number of steps, rank 0
   * @param inverse 1/c; 0 before the first step
   * @param moving derivative of c
   * @param d d
   * @param dMoved derivative of d
   * @param value F
   * @param moved derivative of log F
   * @param going which elements change yet
   */
  private record Fraction(
      NDArray k,
      NDArray inverse,
      NDArray moving,
      NDArray d,
      NDArray dMoved,
      NDArray value,
      NDArray moved,
      NDArray going) {
    Fraction stride(NDArray a, NDArray b0) {
      Fraction at = this;
      for (int step = 1; step <= STRIDE; step++) {
        at = at.next(a, b0, k.add(step));
      }
      return at;
    }

    private Fraction next(NDArray a, NDArray b0, NDArray count) {
      NDArray numerator = count.mul(a.sub(count));
      NDArray b = b0.add(count.mul(2));
      NDArray c = b.add(numerator.mul(inverse));
      NDArray cInverse = Operands.one(a).div(c);
      NDArray cMoved = inverse.mul(count.sub(numerator.mul(moving).mul(inverse))).sub(1);
      NDArray e = Operands.one(a).div(b.add(numerator.mul(d)));
      NDArray eRate = e.mul(numerator.mul(dMoved).add(count.mul(d)).sub(1)).neg();
      NDArray factor = c.mul(e);
      NDArray rate = cMoved.mul(cInverse).add(eRate);
      NDArray valueSettles = factor.sub(1).abs().le(SETTLED);
      NDArray moveSettles = rate.abs().le(moved.abs().mul(SETTLED));
      return new Fraction(
          count,
          cInverse,
          cMoved,
          e,
          e.mul(eRate),
          Logic.where(going, value.mul(factor), value),
          Logic.where(going, moved.add(rate), moved),
          going.and(valueSettles.and(moveSettles).not()));
    }
  }
}
