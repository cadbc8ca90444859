package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.Histograms;
import dev.sparrow.ops.Quantiles;
import dev.sparrow.ops.Searching;
import dev.sparrow.ops.Segments;
import dev.sparrow.ops.Sorting;
import dev.sparrow.ops.Taking;
import dev.sparrow.ops.Unique;
import dev.sparrow.random.Random;
import java.util.List;
import java.util.function.BinaryOperator;

/** Running sums, sorts and searches, and elements that move by their values. */
final class OrderingWorkloads {
  private static final Limit COPY = new Limit.Traffic(2);

  /** Values, positions and results; how far apart the values lie bounds nothing. */
  private static final Limit GATHER = new Limit.Traffic(3);

  private static final int BINS = 64;
  private static final int WANTED = 10;

  static final List<Workload> ALL =
      List.of(
          Workload.arrays("cumsum", COPY, Call.of(Cumulation::cumsum, Inputs::normal)),
          Workload.arrays("sort", COPY, Call.of(Sorting::sort, Inputs::normal)),
          Workload.arrays("argsort", COPY, Call.of(Sorting::argsort, Inputs::normal)),
          Workload.arrays(
              "quantile",
              new Limit.Traffic(1),
              Call.of(x -> Quantiles.quantile(x, 0.9), Inputs::normal)),
          Workload.arrays(
              "unique",
              COPY,
              (n, _) -> {
                NDArray x = integers(Math.max(1, n / 10), n);
                return () -> Call.finish(Unique.unique(x));
              }),
          Workload.arrays(
              "gather",
              GATHER,
              (n, dtype) -> of(Taking::take, Inputs.normal(n, dtype), integers(n, n))),
          Workload.arrays(
              "segment_sum",
              COPY,
              (n, dtype) -> {
                int segments = Math.max(1, n / 100);
                return of(
                    (x, ids) -> Segments.segmentSum(x, ids, segments),
                    Inputs.normal(n, dtype),
                    integers(segments, n));
              }),
          Workload.arrays(
              "searchsorted",
              GATHER,
              (n, dtype) ->
                  of(
                      Searching::searchsorted,
                      Sorting.sort(Inputs.normal(n, dtype)).blockUntilReady(),
                      Random.normal(Random.key(2), Shape.of(n), dtype).blockUntilReady())),
          Workload.arrays(
              "histogram",
              new Limit.Traffic(1),
              Call.of(OrderingWorkloads::counts, Inputs::normal)),
          Workload.arrays(
              "top_k",
              new Limit.Traffic(1),
              (n, dtype) -> {
                int k = Math.min(n, WANTED);
                return Call.of(x -> Sorting.topK(x, k).values(), Inputs::normal).prepare(n, dtype);
              }));

  private OrderingWorkloads() {}

  private static NDArray counts(NDArray x) {
    Histograms.Options range = new Histograms.Options(List.of(-4.0, 4.0), null, false);
    return Histograms.histogram(x, BINS, range).counts();
  }

  private static NDArray integers(long below, long n) {
    return Random.randint(Random.key(1), Shape.of(n), 0, below, DType.INT32).blockUntilReady();
  }

  private static Runnable of(BinaryOperator<NDArray> f, NDArray x, NDArray y) {
    BinaryOperator<NDArray> compiled = Jit.jit("f", f)::apply;
    return () -> Call.finish(compiled.apply(x, y));
  }
}
