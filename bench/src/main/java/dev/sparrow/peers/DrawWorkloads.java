package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.random.Random;
import java.util.List;

/** Random numbers from a key. */
final class DrawWorkloads {
  private static final Limit WRITE = new Limit.Traffic(1);

  static final List<Workload> ALL =
      List.of(
          Workload.arrays(
              "bits", WRITE, draw((k, n, _) -> Random.bits(k, Shape.of(n), DType.UINT32))),
          Workload.arrays("uniform", WRITE, draw((k, n, t) -> Random.uniform(k, Shape.of(n), t))),
          Workload.arrays("normal", WRITE, draw((k, n, t) -> Random.normal(k, Shape.of(n), t))),
          Workload.arrays(
              "mean_normal",
              new Limit.Unknown(),
              draw((k, n, t) -> Random.normal(k, Shape.of(n), t).mean())));

  private DrawWorkloads() {}

  private interface Draw {
    NDArray from(NDArray key, long n, DType dtype);
  }

  private static Workload.Preparation draw(Draw draw) {
    return (n, dtype) -> {
      var compiled = Jit.jit("draw", (NDArray key) -> draw.from(key, n, dtype));
      NDArray key = Random.key(0).blockUntilReady();
      return () -> Call.finish(compiled.apply(key));
    };
  }
}
