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
 * A program that computes another one's results with their tangents.
 *
 * @param graph from the inputs and the tangents that are not zero to the results and the tangents
 *     that are not zero
 * @param moved which results have a tangent
 */
record GraphJvp(Graph graph, List<Boolean> moved) {
  /**
   * Differentiates a program.
   *
   * @param name its name in errors
   * @param graph the program
   * @param moving which inputs have a tangent
   * @param wanted which results must have a tangent, even if it is zero; none if empty
   */
  static GraphJvp of(String name, Graph graph, List<Boolean> moving, List<Boolean> wanted) {
    List<Boolean> moved = new ArrayList<>();
    Graph derived =
        GraphTrace.trace(
                name,
                types(graph, moving),
                in -> {
                  Dual results = run(graph, in, moving);
                  List<@Nullable NDArray> tangents = new ArrayList<>(results.tangents());
                  for (int i = 0; i < wanted.size(); i++) {
                    if (wanted.get(i)) {
                      ArrayType type = results.primals().get(i).type().strong();
                      tangents.set(i, Terms.orZeros(tangents.get(i), type));
                    }
                  }
                  moved.addAll(Duals.isNonZero(tangents));
                  return Duals.both(results.primals(), tangents);
                })
            .graph();
    return new GraphJvp(derived, List.copyOf(moved));
  }

  /** Types of the inputs, then of the tangents. */
  static List<ArrayType> types(Graph graph, List<Boolean> moving) {
    List<ArrayType> inputs = graph.inputs().stream().map(Var::type).toList();
    List<ArrayType> types = new ArrayList<>(inputs);
    Duals.where(inputs, moving).forEach(type -> types.add(type.strong()));
    return types;
  }

  /** Runs a program on inputs followed by tangents, under the current trace. */
  static Dual run(Graph graph, List<NDArray> in, List<Boolean> moving) {
    JvpTrace trace = new JvpTrace(JvpRules::apply);
    List<NDArray> duals = new ArrayList<>();
    int next = moving.size();
    for (int i = 0; i < moving.size(); i++) {
      duals.add(trace.dual(in.get(i), moving.get(i) ? in.get(next++) : null));
    }
    return trace.split(trace.run(() -> Interpreter.run(graph, duals)));
  }

  /** Results of the program, taken apart. */
  Dual split(List<NDArray> results) {
    int primals = moved.size();
    return new Dual(
        results.subList(0, primals), Duals.spread(results.subList(primals, results.size()), moved));
  }
}
