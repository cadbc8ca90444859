package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Densities, probabilities and quantiles of distributions, as {@code jax.scipy.stats}. A location
 * or scale that is null is 0 or 1. Outside of a distribution's support a density is 0 and its
 * logarithm -infinity. Integers and bool become the default float.
 */
public final class DistributionFunctions {
  private static final double LOG_TWO_PI = 1.83787706640934548356;

  private DistributionFunctions() {}

  private static NDArray standard(
      String operation, NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray a = Operands.promoteInexact(operation, x).getFirst();
    NDArray centred = loc == null ? a : a.sub(loc);
    return scale == null ? centred : centred.div(scale);
  }

  private static NDArray scaled(NDArray log, @Nullable NDArray scale) {
    return scale == null ? log : log.sub(Transcendental.log(scale));
  }

  private static NDArray within(NDArray support, NDArray log) {
    return Logic.where(support, log, Double.NEGATIVE_INFINITY);
  }

  /**
   * {@return the logarithm of the density of a normal distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.norm.logpdf")
  public static NDArray normLogpdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("norm.logpdf", x, loc, scale);
    return scaled(z.mul(z).add(LOG_TWO_PI).mul(-0.5), scale);
  }

  /**
   * {@return the density of a normal distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.norm.pdf")
  public static NDArray normPdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(normLogpdf(x, loc, scale));
  }

  /**
   * {@return the distribution function of a normal distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.norm.cdf")
  public static NDArray normCdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return NormalFunctions.ndtr(standard("norm.cdf", x, loc, scale));
  }

  /**
   * {@return its logarithm}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.norm.logcdf")
  public static NDArray normLogcdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return NormalFunctions.logNdtr(standard("norm.logcdf", x, loc, scale));
  }

  /**
   * {@return the probability of a value above x}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.norm.sf")
  public static NDArray normSf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return NormalFunctions.ndtr(standard("norm.sf", x, loc, scale).neg());
  }

  /**
   * {@return the quantile of a normal distribution}
   *
   * @param q probabilities
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.norm.ppf")
  public static NDArray normPpf(NDArray q, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = NormalFunctions.ndtri(q);
    NDArray wide = scale == null ? z : z.mul(scale);
    return loc == null ? wide : wide.add(loc);
  }

  /**
   * {@return the logarithm of the density of a beta distribution}
   *
   * @param x where
   * @param a first shape
   * @param b second shape
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.beta.logpdf")
  public static NDArray betaLogpdf(
      NDArray x, NDArray a, NDArray b, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("beta.logpdf", x, loc, scale);
    NDArray log =
        EntropyFunctions.xlogy(a.sub(1), z)
            .add(EntropyFunctions.xlog1py(b.sub(1), z.neg()))
            .sub(GammaFunctions.betaln(a, b));
    return within(z.ge(0).and(z.le(1)), scaled(log, scale));
  }

  /**
   * {@return the density of a beta distribution}
   *
   * @param x where
   * @param a first shape
   * @param b second shape
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.beta.pdf")
  public static NDArray betaPdf(
      NDArray x, NDArray a, NDArray b, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(betaLogpdf(x, a, b, loc, scale));
  }

  /**
   * {@return the distribution function of a Cauchy distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.cauchy.cdf")
  public static NDArray cauchyCdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.arctan(standard("cauchy.cdf", x, loc, scale)).div(Math.PI).add(0.5);
  }

  /**
   * {@return the logarithm of the density of a Cauchy distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.cauchy.logpdf")
  public static NDArray cauchyLogpdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("cauchy.logpdf", x, loc, scale);
    NDArray log = Transcendental.log1p(z.mul(z)).add(Math.log(Math.PI)).neg();
    return scaled(log, scale);
  }

  /**
   * {@return the distribution function of an exponential distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.expon.cdf")
  public static NDArray exponCdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("expon.cdf", x, loc, scale);
    return Logic.where(z.ge(0), Transcendental.expm1(z.neg()).neg(), 0);
  }

  /**
   * {@return the logarithm of the density of an exponential distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.expon.logpdf")
  public static NDArray exponLogpdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("expon.logpdf", x, loc, scale);
    return within(z.ge(0), scaled(z.neg(), scale));
  }

  /**
   * {@return the density of an exponential distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.expon.pdf")
  public static NDArray exponPdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(exponLogpdf(x, loc, scale));
  }

  /**
   * {@return the logarithm of the density of a gamma distribution}
   *
   * @param x where
   * @param a first shape
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.gamma.logpdf")
  public static NDArray gammaLogpdf(
      NDArray x, NDArray a, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("gamma.logpdf", x, loc, scale);
    NDArray log = EntropyFunctions.xlogy(a.sub(1), z).sub(z).sub(GammaFunctions.gammaln(a));
    return within(z.ge(0), scaled(log, scale));
  }

  /**
   * {@return the density of a gamma distribution}
   *
   * @param x where
   * @param a first shape
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.gamma.pdf")
  public static NDArray gammaPdf(
      NDArray x, NDArray a, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(gammaLogpdf(x, a, loc, scale));
  }

  /**
   * {@return the logarithm of the probability that the first success is the k-th trial}
   *
   * @param k counts
   * @param p probability of a success
   * @param loc location; null for 0
   */
  @JaxName("scipy.stats.geom.logpmf")
  public static NDArray geomLogpmf(NDArray k, NDArray p, @Nullable NDArray loc) {
    NDArray z = standard("geom.logpmf", k, loc, null);
    NDArray log = EntropyFunctions.xlog1py(z.sub(1), p.neg()).add(Transcendental.log(p));
    return within(z.gt(0), log);
  }

  /**
   * {@return the probability that the first success is the k-th trial}
   *
   * @param k counts
   * @param p probability of a success
   * @param loc location; null for 0
   */
  @JaxName("scipy.stats.geom.pmf")
  public static NDArray geomPmf(NDArray k, NDArray p, @Nullable NDArray loc) {
    return Transcendental.exp(geomLogpmf(k, p, loc));
  }

  /**
   * {@return the distribution function of a Laplace distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.laplace.cdf")
  public static NDArray laplaceCdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("laplace.cdf", x, loc, scale);
    NDArray tail = Transcendental.exp(z.abs().neg()).mul(0.5);
    return Logic.where(z.le(0), tail, tail.neg().add(1));
  }

  /**
   * {@return the logarithm of the density of a Laplace distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.laplace.logpdf")
  public static NDArray laplaceLogpdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("laplace.logpdf", x, loc, scale);
    return scaled(z.abs().add(Math.log(2)).neg(), scale);
  }

  /**
   * {@return the density of a Laplace distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.laplace.pdf")
  public static NDArray laplacePdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(laplaceLogpdf(x, loc, scale));
  }

  /**
   * {@return the distribution function of a logistic distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.logistic.cdf")
  public static NDArray logisticCdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return SpecialFunctions.sigmoid(standard("logistic.cdf", x, loc, scale));
  }

  /**
   * {@return the logarithm of the density of a logistic distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.logistic.logpdf")
  public static NDArray logisticLogpdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("logistic.logpdf", x, loc, scale);
    // Symmetric: from the side on which e^-z does not overflow.
    NDArray a = z.abs();
    NDArray log = Transcendental.log1p(Transcendental.exp(a.neg())).mul(-2).sub(a);
    return scaled(log, scale);
  }

  /**
   * {@return the density of a logistic distribution}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.logistic.pdf")
  public static NDArray logisticPdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(logisticLogpdf(x, loc, scale));
  }

  /**
   * {@return the logarithm of the probability of k events}
   *
   * @param k counts
   * @param mu mean
   * @param loc location; null for 0
   */
  @JaxName("scipy.stats.poisson.logpmf")
  public static NDArray poissonLogpmf(NDArray k, NDArray mu, @Nullable NDArray loc) {
    NDArray z = standard("poisson.logpmf", k, loc, null);
    NDArray log = EntropyFunctions.xlogy(z, mu).sub(GammaFunctions.gammaln(z.add(1))).sub(mu);
    return within(z.ge(0), log);
  }

  /**
   * {@return the probability of k events}
   *
   * @param k counts
   * @param mu mean
   * @param loc location; null for 0
   */
  @JaxName("scipy.stats.poisson.pmf")
  public static NDArray poissonPmf(NDArray k, NDArray mu, @Nullable NDArray loc) {
    return Transcendental.exp(poissonLogpmf(k, mu, loc));
  }

  /**
   * {@return the logarithm of the density of Student's t distribution}
   *
   * @param x where
   * @param df degrees of freedom
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.t.logpdf")
  public static NDArray tLogpdf(
      NDArray x, NDArray df, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("t.logpdf", x, loc, scale);
    NDArray half = df.mul(0.5);
    NDArray log =
        GammaFunctions.gammaln(half.add(0.5))
            .sub(GammaFunctions.gammaln(half))
            .sub(Transcendental.log(df.mul(Math.PI)).mul(0.5))
            .sub(half.add(0.5).mul(Transcendental.log1p(z.mul(z).div(df))));
    return scaled(log, scale);
  }

  /**
   * {@return the density of Student's t distribution}
   *
   * @param x where
   * @param df degrees of freedom
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.t.pdf")
  public static NDArray tPdf(
      NDArray x, NDArray df, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(tLogpdf(x, df, loc, scale));
  }

  /**
   * {@return the logarithm of the density of a uniform distribution on [loc, loc + scale]}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.uniform.logpdf")
  public static NDArray uniformLogpdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    NDArray z = standard("uniform.logpdf", x, loc, scale);
    return within(z.ge(0).and(z.le(1)), scaled(z.mul(0), scale));
  }

  /**
   * {@return the density of a uniform distribution on [loc, loc + scale]}
   *
   * @param x where
   * @param loc location; null for 0
   * @param scale scale; null for 1
   */
  @JaxName("scipy.stats.uniform.pdf")
  public static NDArray uniformPdf(NDArray x, @Nullable NDArray loc, @Nullable NDArray scale) {
    return Transcendental.exp(uniformLogpdf(x, loc, scale));
  }
}
