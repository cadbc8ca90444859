package dev.sparrow.programs;

import static dev.sparrow.ops.ControlFlow.scan;
import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Covariance;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.Histograms;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Quantiles;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Statistics;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.random.Permutations;
import dev.sparrow.random.Random;
import java.util.List;

/** Descriptions of data, and draws from distributions. */
final class StatisticsPrograms {
  private StatisticsPrograms() {}

  /** Where a chain stands, and how many proposals it took. */
  private record Chain(NDArray x, NDArray accepted) {}

  static void addTo(Programs programs) {
    programs.add("n14_pca", in -> principalComponents(in.getFirst()));
    programs.add("n19_kalman", in -> kalman(in.getFirst()));
    programs.add("n21_stats", in -> describe(in.getFirst()));
    programs.add("n23_bootstrap", in -> bootstrap(in.getFirst()));
    programs.add("n25_counts", in -> counts(in.getFirst()));
    programs.add("n26_hist_normal", _ -> normalCounts());
    programs.add("n34_metropolis", _ -> metropolis(200));
  }

  private static Object principalComponents(NDArray data) {
    NDArray covariance = Covariance.cov(data.transpose());
    NDArray centred = data.sub(data.mean(0));
    return List.of(covariance, Linalg.eigvalsh(covariance), Linalg.svdvals(centred));
  }

  /** A filter of one number, which drifts by 1e-3 and is measured with a variance of 0.1. */
  private static Object kalman(NDArray measured) {
    Carried<List<NDArray>, NDArray> run =
        scan(
            (List<NDArray> state, NDArray z) -> {
              NDArray before = state.get(1).add(1e-3);
              NDArray gain = before.div(before.add(0.1));
              NDArray mean = state.get(0).add(gain.mul(z.sub(state.get(0))));
              return Carried.of(List.of(mean, before.mul(gain.neg().add(1.0))), mean);
            },
            List.of(Creation.scalar(0.0, measured.dtype()), Creation.scalar(1.0, measured.dtype())),
            measured);
    return List.of(run.carry(), run.output());
  }

  private static Object describe(NDArray x) {
    NDArray upTo = Creation.arange(1, x.size() + 1);
    return List.of(
        Cumulation.cumsum(x).div(upTo),
        x.mean(),
        x.std(),
        Statistics.std(x, Reduction.over(), 1),
        Quantiles.median(x),
        percentiles(x, 25f, 50f, 75f),
        Convolutions.convolve(x, Creation.ones(3).div(3), Convolutions.Part.VALID));
  }

  private static NDArray percentiles(NDArray x, float... q) {
    return Quantiles.percentile(x, Creation.array(q), Reduction.over(), null, null);
  }

  /** The mean of a sample, and what 95 of 100 samples drawn from it would say. */
  private static Object bootstrap(NDArray data) {
    NDArray means =
        vmap((NDArray key) -> Permutations.choice(key, data, 8).mean())
            .apply(Random.split(Random.key(0), 5000));
    return List.of(means.mean(), percentiles(means, 2.5f, 97.5f));
  }

  private static Object counts(NDArray x) {
    Histograms.Histogram histogram = Histograms.histogram(x, 4);
    return List.of(
        List.of(histogram.counts(), histogram.binEdges()),
        Histograms.bincount(Creation.array(0, 1, 1, 3)),
        Histograms.digitize(
            Creation.array(.2f, 6.4f, 3f, 1.6f), Creation.array(0f, 1f, 2.5f, 4f, 10f)));
  }

  private static NDArray normalCounts() {
    NDArray draws = Random.normal(Random.key(0), 10_000);
    Histograms.Options range = new Histograms.Options(List.of(-4.0, 4.0), null, false);
    return Histograms.histogram(draws, 10, range).counts();
  }

  /** A random walk that stays where a normal distribution is dense. */
  private static Object metropolis(long steps) {
    Carried<Chain, NDArray> run =
        scan(
            (Chain chain, NDArray key) -> {
              NDArray keys = Random.split(key);
              NDArray proposal = chain.x().add(Random.normal(keys.get(0)));
              NDArray gain = chain.x().pow(2).sub(proposal.pow(2)).div(2);
              NDArray accept = Transcendental.log(Random.uniform(keys.get(1))).lt(gain);
              NDArray x = Logic.where(accept, proposal, chain.x());
              return Carried.of(new Chain(x, chain.accepted().add(accept.astype(DType.INT32))), x);
            },
            new Chain(Creation.array(0f), Creation.array(0)),
            Random.split(Random.key(0), steps));
    return List.of(run.output(), run.carry().accepted());
  }
}
