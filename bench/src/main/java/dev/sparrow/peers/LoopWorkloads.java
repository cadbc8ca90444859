package dev.sparrow.peers;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.ScanOption;
import java.util.List;

/** Loops whose steps depend on each other. */
final class LoopWorkloads {
  static final List<Workload> ALL =
      List.of(
          Workload.sized(
              "scan_scalar",
              List.of(10_000),
              new Limit.Unknown(),
              (n, dtype) -> {
                var scan =
                    Jit.jit(
                        "scan_scalar",
                        (NDArray start) ->
                            ControlFlow.scan(
                                    (NDArray s, Object _) ->
                                        new Carried<NDArray, NDArray>(s.mul(0.999).add(0.5), null),
                                    start,
                                    null,
                                    ScanOption.length(n))
                                .carry());
                NDArray start = Creation.scalar(1.0, dtype);
                return () -> Call.finish(scan.apply(start));
              }));

  private LoopWorkloads() {}
}
