package dev.sparrow.peers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Every workload, in the order of the report. */
final class Workloads {
  /** Workloads by what they are about. */
  static final SequencedMap<String, List<Workload>> GROUPS = groups();

  static final List<Workload> ALL = GROUPS.values().stream().flatMap(List::stream).toList();

  private Workloads() {}

  private static SequencedMap<String, List<Workload>> groups() {
    SequencedMap<String, List<Workload>> groups = new LinkedHashMap<>();
    groups.put("elementwise", ElementwiseWorkloads.ALL);
    groups.put("reductions", ReductionWorkloads.ALL);
    groups.put("ordering", OrderingWorkloads.ALL);
    groups.put("transforms", FourierWorkloads.ALL);
    groups.put("contractions", ContractionWorkloads.ALL);
    groups.put("gradients", GradientWorkloads.ALL);
    groups.put("loops", LoopWorkloads.ALL);
    groups.put("calls", CallWorkloads.ALL);
    groups.put("random", DrawWorkloads.ALL);
    return groups;
  }

  /** The names that a name stands for: its own, or those of a group; none if it is unknown. */
  static List<String> named(String name) {
    return GROUPS.getOrDefault(name, ALL).stream()
        .map(Workload::name)
        .filter(each -> GROUPS.containsKey(name) || each.equals(name))
        .toList();
  }
}
