package dev.sparrow.peers;

import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.Transcendental.exp;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Jit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a call costs when there is little to compute. */
final class CallWorkloads {
  private static final Limit NONE = new Limit.Unknown();
  private static final int CHAIN = 10;

  static final List<Workload> ALL =
      List.of(
          Workload.sized(
              "eager_add",
              List.of(10),
              NONE,
              (n, dtype) -> {
                NDArray x = Inputs.normal(n, dtype);
                return () -> Call.finish(x.add(1));
              }),
          Workload.sized(
              "chain10",
              List.of(10, 1_000_000),
              NONE,
              (n, dtype) -> {
                NDArray x = Inputs.normal(n, dtype);
                return () -> {
                  NDArray y = x.add(1);
                  for (int i = 1; i < CHAIN; i++) {
                    // The link before is let go, as the peers' variable lets go of it.
                    try (NDArray before = y) {
                      y = before.add(1);
                    }
                  }
                  Call.finish(y);
                };
              }),
          Workload.sized(
              "warm_jit_call", List.of(10), NONE, Call.of(x -> x.add(1), Inputs::normal)),
          Workload.sized(
              "first_call",
              List.of(1_000_000),
              NONE,
              (n, dtype) -> {
                NDArray x = Inputs.normal(n, dtype);
                AtomicInteger calls = new AtomicInteger();
                return () -> {
                  // Another constant makes another function: nothing of the last call serves again.
                  double alpha = 1.67 + calls.incrementAndGet() * 1e-3;
                  Call.finish(
                      Jit.jit(
                              "selu",
                              (NDArray v) ->
                                  where(v.gt(0), v, exp(v).mul(alpha).sub(alpha)).mul(1.05))
                          .apply(x));
                };
              }));

  private CallWorkloads() {}
}
