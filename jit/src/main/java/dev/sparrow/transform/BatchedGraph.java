package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.GraphTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph that does for a batch what another one does for an element.
 *
 * @param graph the program; batches have the mapped axis first
 * @param mapped for each result, whether it is a batch
 */
record BatchedGraph(Graph graph, List<Boolean> mapped) {
  /** Copies the list. */
  BatchedGraph {
    mapped = List.copyOf(mapped);
  }

  /**
   * Maps a graph.
   *
   * @param graph program for one element
   * @param axis what is mapped around the graph
   * @param inputs for each input, whether it is a batch
   * @param wanted for each result, whether it has to be a batch even if all its elements are equal
   * @return program for a batch
   */
  static BatchedGraph of(Graph graph, BatchTrace axis, List<Boolean> inputs, List<Boolean> wanted) {
    List<ArrayType> types = new ArrayList<>();
    List<Var> formal = graph.inputs();
    for (int i = 0; i < formal.size(); i++) {
      ArrayType type = formal.get(i).type();
      types.add(inputs.get(i) ? type.withShape(type.shape().insert(0, axis.size())) : type);
    }
    List<Boolean> mapped = new ArrayList<>();
    Graph batched =
        GraphTrace.trace(
                "a mapped function",
                types,
                operands -> {
                  BatchTrace trace = axis.inner();
                  List<NDArray> lanes = new ArrayList<>();
                  for (int i = 0; i < operands.size(); i++) {
                    lanes.add(inputs.get(i) ? trace.lane(operands.get(i)) : operands.get(i));
                  }
                  List<NDArray> results = new ArrayList<>();
                  for (NDArray result : trace.run(() -> Interpreter.run(graph, lanes))) {
                    boolean batch = wanted.get(results.size()) || trace.isBatched(result);
                    mapped.add(batch);
                    results.add(batch ? trace.batched(result) : result);
                  }
                  return results;
                })
            .graph()
            .closed();
    return new BatchedGraph(batched, mapped);
  }
}
