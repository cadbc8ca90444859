package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.IncompleteFunctions;
import dev.sparrow.ops.NormalFunctions;
import dev.sparrow.ops.Transcendental;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether draws have the distribution that they claim: Kolmogorov-Smirnov for continuous samplers,
 * chi-square for counts, with keys that are fixed, so that a test passes always or never.
 */
class QualityTest {
  private static final int DRAWS = 20_000;

  /**
   * Bound on √n·D; a larger one has probability 2·exp(-2·1.95²), about one in a thousand (N.
   * Smirnov, "Table for estimating the goodness of fit of empirical distributions", Annals of
   * Mathematical Statistics 19, 1948).
   */
  private static final double KS_BOUND = 1.95;

  /** Standard deviations that a chi-square statistic may lie above its mean. */
  private static final double CHI_BOUND = 3.5;

  private static final Shape SHAPE = Shape.of(DRAWS);

  /** A sampler and its distribution function. */
  record Continuous(String name, Function<NDArray, NDArray> draw, Function<NDArray, NDArray> cdf) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A sampler of counts and their probabilities from 0 on. */
  record Counts(String name, Function<NDArray, NDArray> draw, int cells, IntToDoubleFunction pmf) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static NDArray of(double value) {
    return Creation.scalar(value, DType.FLOAT64);
  }

  private static Function<NDArray, NDArray> each(DoubleUnaryOperator cdf) {
    return x -> Creation.array(Arrays.stream(x.toDoubleArray()).map(cdf).toArray());
  }

  private static List<Continuous> continuous() {
    return List.of(
        new Continuous("uniform", k -> Random.uniform(k, DRAWS), x -> x),
        new Continuous("normal", k -> Random.normal(k, DRAWS), NormalFunctions::ndtr),
        new Continuous(
            "normal float64", k -> Random.normal(k, SHAPE, DType.FLOAT64), NormalFunctions::ndtr),
        new Continuous(
            "exponential", k -> Distributions.exponential(k, DRAWS), each(x -> -Math.expm1(-x))),
        new Continuous(
            "laplace",
            k -> Distributions.laplace(k, SHAPE, null),
            each(x -> x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2)),
        new Continuous(
            "logistic",
            k -> Distributions.logistic(k, SHAPE, null),
            each(x -> 1 / (1 + Math.exp(-x)))),
        new Continuous(
            "cauchy",
            k -> Distributions.cauchy(k, SHAPE, null),
            each(x -> 0.5 + Math.atan(x) / Math.PI)),
        new Continuous(
            "gumbel", k -> Distributions.gumbel(k, DRAWS), each(x -> Math.exp(-Math.exp(-x)))),
        new Continuous(
            "rayleigh",
            k -> ParametricDistributions.rayleigh(k, of(2), SHAPE, null),
            each(x -> -Math.expm1(-x * x / 8))),
        new Continuous(
            "pareto",
            k -> ParametricDistributions.pareto(k, of(3), SHAPE, null),
            each(x -> 1 - Math.pow(x, -3))),
        new Continuous(
            "weibull",
            k -> ParametricDistributions.weibullMin(k, of(2), of(1.5), SHAPE, null),
            each(x -> -Math.expm1(-Math.pow(x / 2, 1.5)))),
        new Continuous(
            "triangular",
            k -> ParametricDistributions.triangular(k, of(-1), of(0), of(3), SHAPE, null),
            each(x -> x < 0 ? (x + 1) * (x + 1) / 4 : 1 - (3 - x) * (3 - x) / 12)),
        new Continuous(
            "gamma 0.5",
            k -> GammaDistributions.gamma(k, of(0.5), SHAPE, null),
            x -> IncompleteFunctions.gammainc(of(0.5), x)),
        new Continuous(
            "gamma 7",
            k -> GammaDistributions.gamma(k, of(7), SHAPE, null),
            x -> IncompleteFunctions.gammainc(of(7), x)),
        new Continuous(
            "beta",
            k -> GammaDistributions.beta(k, of(2), of(3), SHAPE, null),
            x -> IncompleteFunctions.betainc(of(2), of(3), x)),
        new Continuous(
            "chi-square",
            k -> GammaDistributions.chisquare(k, of(5), SHAPE, null),
            x -> IncompleteFunctions.gammainc(of(2.5), x.div(2))),
        new Continuous(
            "maxwell",
            k -> Distributions.maxwell(k, SHAPE, null),
            x -> IncompleteFunctions.gammainc(of(1.5), x.pow(2).div(2))),
        new Continuous(
            "lognormal",
            k -> ParametricDistributions.lognormal(k, of(0.5), SHAPE, null),
            x -> NormalFunctions.ndtr(Transcendental.log(x).mul(2))),
        new Continuous(
            "truncated normal",
            k -> ParametricDistributions.truncatedNormal(k, of(-1), of(2), SHAPE, null),
            x -> {
              NDArray below = NormalFunctions.ndtr(of(-1));
              NDArray within = NormalFunctions.ndtr(of(2)).sub(below);
              return NormalFunctions.ndtr(x).sub(below).div(within);
            }),
        new Continuous(
            "wald",
            k -> ParametricDistributions.wald(k, of(1), SHAPE, null),
            x -> {
              NDArray root = Transcendental.sqrt(x);
              NDArray far = NormalFunctions.ndtr(x.add(1).div(root).neg());
              return NormalFunctions.ndtr(x.sub(1).div(root)).add(far.mul(Math.exp(2)));
            }),
        new Continuous(
            "dirichlet",
            k ->
                GammaDistributions.dirichlet(k, Creation.array(2.0, 1.0, 2.0), SHAPE, null)
                    .get("..., 0"),
            x -> IncompleteFunctions.betainc(of(2), of(3), x)),
        new Continuous(
            "t",
            k -> GammaDistributions.t(k, of(2), SHAPE, null),
            each(x -> 0.5 + x / (2 * Math.sqrt(2 + x * x)))),
        new Continuous(
            "f",
            k -> GammaDistributions.f(k, of(2), of(4), SHAPE, null),
            each(x -> 1 - Math.pow(1 + x / 2, -2))),
        new Continuous(
            "generalized normal",
            k -> GammaDistributions.generalizedNormal(k, 1, SHAPE, null),
            each(x -> x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2)),
        // Of points in a ball of three dimensions: the share within a radius is its cube.
        new Continuous(
            "ball",
            k -> {
              NDArray points = GammaDistributions.ball(k, 3, null, SHAPE, null);
              return points.mul(points).sum(1);
            },
            each(squared -> Math.pow(squared, 1.5))));
  }

  @ParameterizedTest
  @MethodSource("continuous")
  void followsItsDistributionFunction(Continuous sampler) {
    NDArray drawn = sampler.draw.apply(Random.key(1)).astype(DType.FLOAT64);
    double[] values = drawn.toDoubleArray();
    Arrays.sort(values);
    double[] expected =
        sampler.cdf.apply(HostValues.array(values)).astype(DType.FLOAT64).toDoubleArray();
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - (double) i / DRAWS));
      largest = Math.max(largest, Math.abs(expected[i] - (double) (i + 1) / DRAWS));
    }
    double statistic = Math.sqrt((double) DRAWS) * largest;
    assertTrue(statistic < KS_BOUND, sampler + ": √n·D is " + statistic);
  }

  private static double binomial(int n, double p, int k) {
    double value = 1;
    for (int i = 0; i < k; i++) {
      value *= (double) (n - i) / (i + 1);
    }
    return value * Math.pow(p, k) * Math.pow(1 - p, n - k);
  }

  private static double poisson(double rate, int k) {
    double value = Math.exp(-rate);
    for (int i = 1; i <= k; i++) {
      value *= rate / i;
    }
    return value;
  }

  private static List<Counts> counts() {
    NDArray odds = Creation.array(0.1, 0.2, 0.3, 0.4);
    return List.of(
        new Counts("randint", k -> Random.randint(k, SHAPE, 0, 37), 37, i -> 1.0 / 37),
        new Counts(
            "bernoulli",
            k -> DiscreteDistributions.bernoulli(k, of(0.3).astype(DType.FLOAT32), SHAPE),
            2,
            i -> i == 1 ? 0.3 : 0.7),
        new Counts(
            "geometric",
            k ->
                DiscreteDistributions.geometric(k, of(0.4).astype(DType.FLOAT32), SHAPE, null)
                    .sub(1),
            12,
            i -> 0.4 * Math.pow(0.6, i)),
        new Counts(
            "categorical",
            k ->
                DiscreteDistributions.categorical(
                    k,
                    Transcendental.log(odds),
                    DiscreteDistributions.CategoricalOptions.shape(DRAWS)),
            4,
            i -> (i + 1) / 10.0),
        new Counts(
            "choice",
            k ->
                Permutations.choice(
                    k, Creation.array(4), SHAPE, Permutations.ChoiceOptions.weighted(odds)),
            4,
            i -> (i + 1) / 10.0),
        new Counts(
            "poisson 4",
            k -> CountDistributions.poisson(k, of(4), SHAPE, null),
            15,
            i -> poisson(4, i)),
        new Counts(
            "poisson 30",
            k -> CountDistributions.poisson(k, of(30), SHAPE, null),
            60,
            i -> poisson(30, i)),
        new Counts(
            "independent poisson 30",
            k -> CountDistributions.independentPoisson(k, of(30), SHAPE, null),
            60,
            i -> poisson(30, i)),
        new Counts(
            "binomial 10",
            k -> CountDistributions.binomial(k, of(10), of(0.3), SHAPE, null),
            11,
            i -> binomial(10, 0.3, i)),
        new Counts(
            "binomial 60",
            k -> CountDistributions.binomial(k, of(60), of(0.6), SHAPE, null),
            61,
            i -> binomial(60, 0.6, i)),
        new Counts(
            "bits",
            k -> Random.bits(k, SHAPE, DType.UINT32).astype(DType.INT64).mod(64),
            64,
            i -> 1.0 / 64));
  }

  @ParameterizedTest
  @MethodSource("counts")
  void hasItsProbabilities(Counts sampler) {
    double[] values = sampler.draw.apply(Random.key(2)).astype(DType.FLOAT64).toDoubleArray();
    long[] seen = new long[sampler.cells + 1];
    for (double value : values) {
      assertTrue(value >= 0, sampler + " drew " + value);
      seen[(int) Math.min(value, sampler.cells)]++;
    }
    // Cells of few expected counts are put together with their neighbours.
    double statistic = 0;
    int cells = 0;
    double expected = 0;
    double rest = DRAWS;
    long count = 0;
    for (int cell = 0; cell <= sampler.cells; cell++) {
      double here = cell == sampler.cells ? rest : DRAWS * sampler.pmf.applyAsDouble(cell);
      expected += here;
      rest -= here;
      count += seen[cell];
      if (expected >= 10) {
        statistic += (count - expected) * (count - expected) / expected;
        cells++;
        expected = 0;
        count = 0;
      }
    }
    double freedom = cells - 1.0;
    double bound = freedom + CHI_BOUND * Math.sqrt(2 * freedom);
    assertTrue(
        statistic < bound, sampler + ": chi-square is " + statistic + " of at most " + bound);
    assertEquals(DRAWS, Arrays.stream(seen).sum());
  }
}
