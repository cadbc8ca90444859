package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.random.DiscreteDistributions;
import dev.sparrow.random.Distributions;
import dev.sparrow.random.GammaDistributions;
import dev.sparrow.random.Permutations;
import dev.sparrow.random.Permutations.ChoiceOptions;
import dev.sparrow.random.Random;
import java.util.List;

/** Random numbers from a key. Integers and words are as wide as the float dtype of the row. */
final class DrawWorkloads {
  private static final Limit WRITE = new Limit.Traffic(1);

  /** Of samplers that cost more than a pass over memory. */
  private static final List<Integer> MILLION = List.of(1_000_000);

  /** Items to choose from, of unequal odds. */
  static final int ITEMS = 1000;

  static final double ODDS_OF_A_COIN = 0.3;

  static final List<Workload> ALL =
      List.of(
          Workload.arrays(
              "bits",
              WRITE,
              draw(
                  (k, n, t) -> Random.bits(k, Shape.of(n), wide(t) ? DType.UINT64 : DType.UINT32))),
          Workload.arrays("uniform", WRITE, draw((k, n, t) -> Random.uniform(k, Shape.of(n), t))),
          Workload.arrays("normal", WRITE, draw((k, n, t) -> Random.normal(k, Shape.of(n), t))),
          Workload.arrays(
              "mean_normal",
              new Limit.Unknown(),
              draw((k, n, t) -> Random.normal(k, Shape.of(n), t).mean())),
          Workload.sized(
              "exponential",
              MILLION,
              WRITE,
              draw((k, n, t) -> Distributions.exponential(k, Shape.of(n), t))),
          Workload.sized(
              "gamma",
              MILLION,
              WRITE,
              draw((k, n, t) ->
                  GammaDistributions.gamma(k, Creation.scalar(2.5, t), Shape.of(n), t))),
          Workload.sized(
              "bernoulli",
              MILLION,
              new Limit.Unknown(),
              draw((k, n, t) ->
                  DiscreteDistributions.bernoulli(
                      k, Creation.scalar(ODDS_OF_A_COIN, t), Shape.of(n), null))),
          Workload.sized(
              "randint",
              MILLION,
              WRITE,
              draw((k, n, t) ->
                  Random.randint(k, Shape.of(n), 0, ITEMS, wide(t) ? DType.INT64 : DType.INT32))),
          Workload.sized(
              "permutation",
              MILLION,
              new Limit.Unknown(),
              draw((k, n, _) -> Permutations.permutation(k, n))),
          Workload.sized("choice", MILLION, new Limit.Unknown(), DrawWorkloads::choice));

  private DrawWorkloads() {}

  private interface Draw {
    NDArray from(NDArray key, long n, DType dtype);
  }

  private static boolean wide(DType dtype) {
    return dtype == DType.FLOAT64;
  }

  private static Workload.Preparation draw(Draw draw) {
    return (n, dtype) -> {
      var compiled = Jit.jit("draw", (NDArray key) -> draw.from(key, n, dtype));
      NDArray key = Random.key(0).blockUntilReady();
      return () -> Call.finish(compiled.apply(key));
    };
  }

  private static Runnable choice(int n, DType dtype) {
    NDArray counts = Lax.convert(Creation.arange(1, ITEMS + 1), dtype);
    NDArray odds = counts.div(counts.sum()).blockUntilReady();
    NDArray items = Creation.arange(ITEMS).blockUntilReady();
    NDArray key = Random.key(0).blockUntilReady();
    var compiled =
        Jit.jit(
            "choice",
            (NDArray k, NDArray p) ->
                Permutations.choice(k, items, Shape.of(n), ChoiceOptions.weighted(p)));
    return () -> Call.finish(compiled.apply(key, odds));
  }
}
