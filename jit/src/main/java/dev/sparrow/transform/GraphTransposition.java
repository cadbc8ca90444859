package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.GraphTrace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A linear program turned around.
 *
 * @param graph from the known inputs and the cotangents that are not zero to the cotangents of the
 *     linear inputs that are not zero
 * @param moved which inputs have a cotangent
 */
record GraphTransposition(Graph graph, List<Boolean> moved) {
  /**
   * Transposes a program.
   *
   * @param name its name in errors
   * @param graph the program
   * @param known which inputs are known; it is linear in the others
   * @param cotangents which results have a cotangent
   * @param wanted which inputs must have a cotangent, even if it is zero; none if empty
   */
  static GraphTransposition of(
      String name,
      Graph graph,
      List<Boolean> known,
      List<Boolean> cotangents,
      List<Boolean> wanted) {
    List<ArrayType> inputs = graph.inputs().stream().map(Var::type).toList();
    List<ArrayType> types = new ArrayList<>(Duals.where(inputs, known));
    int values = types.size();
    Duals.where(graph.resultTypes(), cotangents).forEach(type -> types.add(type.strong()));
    List<Boolean> moved = new ArrayList<>();
    Graph transposed =
        GraphTrace.trace(
                name,
                types,
                in -> {
                  List<@Nullable NDArray> results =
                      new ArrayList<>(
                          Transposition.run(
                              graph,
                              Duals.spread(in.subList(0, values), known),
                              Duals.spread(in.subList(values, in.size()), cotangents)));
                  for (int i = 0; i < wanted.size(); i++) {
                    if (wanted.get(i) && results.get(i) == null) {
                      results.set(i, Terms.zeros(inputs.get(i).strong()));
                    }
                  }
                  moved.addAll(Duals.isNonZero(results));
                  return Duals.nonZero(results);
                })
            .graph();
    return new GraphTransposition(transposed, List.copyOf(moved));
  }
}
