package dev.sparrow.peers;

import java.util.List;
import java.util.stream.Stream;

/** Every workload, in the order of the report. */
final class Workloads {
  static final List<Workload> ALL =
      Stream.of(
              ElementwiseWorkloads.ALL,
              ReductionWorkloads.ALL,
              OrderingWorkloads.ALL,
              ContractionWorkloads.ALL,
              GradientWorkloads.ALL,
              LoopWorkloads.ALL,
              CallWorkloads.ALL,
              DrawWorkloads.ALL)
          .flatMap(List::stream)
          .toList();

  private Workloads() {}
}
