package dev.sparrow.transform;

import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How functions with derivatives of their own run on batches: their rules run on batches too. All
 * arguments become batches, so that whatever has a tangent does; constants stay as they are.
 */
final class CustomBatching {
  private final BatchTrace trace;
  private final List<Boolean> constants;

  CustomBatching(BatchTrace trace, List<Boolean> mapped, int constants) {
    this.trace = trace;
    this.constants = mapped.subList(0, constants);
  }

  Inlined.CustomJvp apply(Inlined.CustomJvp custom) {
    return new Inlined.CustomJvp(
        custom.name(), batched(custom.graph()), batched(custom.rule()), custom.constants());
  }

  Inlined.CustomVjp apply(Inlined.CustomVjp custom) {
    return new Inlined.CustomVjp(
        custom.name(),
        batched(custom.graph()),
        batched(custom.forward()),
        batched(custom.backward()),
        custom.constants());
  }

  private Graph batched(Graph graph) {
    List<Boolean> inputs = new ArrayList<>(constants);
    inputs.addAll(Collections.nCopies(graph.inputs().size() - inputs.size(), true));
    List<Boolean> all = Collections.nCopies(graph.results().size(), true);
    return BatchedGraph.of(graph, trace, inputs, all).graph();
  }
}
