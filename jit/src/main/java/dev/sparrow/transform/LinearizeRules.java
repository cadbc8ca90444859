package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each primitive does to values with tangents that are only recorded. Most do what {@link
 * JvpRules} say, and the recording trace tells the two apart; a program inside a primitive is split
 * into one for the values and one for the tangents.
 */
final class LinearizeRules {
  private LinearizeRules() {}

  static Dual apply(Primitive prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    return switch (prim) {
      case Primitive.Elementwise _,
          Primitive.Counting _,
          Primitive.View _,
          Primitive.Assembly _,
          Primitive.Fold _,
          Primitive.Whole _ ->
          JvpRules.apply(prim, in, tangents);
      case Control control -> ControlDerivatives.linearize(control, in, tangents);
      case Primitive.Call(String name, Graph graph) -> call(name, graph, in, tangents);
      case Inlined.Checkpoint checkpoint -> checkpoint(checkpoint, in, tangents);
      case Inlined.CustomJvp custom -> CustomDerivatives.jvp(custom, in, tangents);
      case Inlined.CustomVjp custom -> CustomDerivatives.linearize(custom, in, tangents);
      case CustomLinear linear -> throw CustomDerivatives.forwardOfCustomVjp(linear.name());
    };
  }

  private static Dual call(
      String name, Graph graph, List<NDArray> in, List<@Nullable NDArray> tangents) {
    GraphLinearization split =
        GraphLinearization.of(name, graph, Duals.isNonZero(tangents), List.of());
    List<NDArray> results = Trace.current().bind(new Primitive.Call(name, split.primal()), in);
    List<NDArray> operands = new ArrayList<>(split.residuals(in, results));
    operands.addAll(Duals.nonZero(tangents));
    List<NDArray> moved =
        split.linear().results().isEmpty()
            ? List.of()
            : Trace.current().bind(new Primitive.Call(name, split.linear()), operands);
    return new Dual(results.subList(0, split.moved().size()), Duals.spread(moved, split.moved()));
  }

  /**
   * Nothing but the operands is kept: the program of the tangents computes the values again, and so
   * does its transpose.
   */
  private static Dual checkpoint(
      Inlined.Checkpoint checkpoint, List<NDArray> in, List<@Nullable NDArray> tangents) {
    List<Boolean> moving = Duals.isNonZero(tangents);
    Graph graph = checkpoint.graph();
    List<Boolean> moved = new ArrayList<>();
    Graph ofTangents =
        GraphTrace.trace(
                checkpoint.name(),
                GraphJvp.types(graph, moving),
                given -> {
                  Linearization at =
                      Linearization.of(
                          values -> Interpreter.run(graph, values),
                          given.subList(0, moving.size()),
                          moving);
                  moved.addAll(at.moved());
                  return Duals.nonZero(at.pushforward(given.subList(moving.size(), given.size())));
                })
            .graph();
    List<NDArray> results = Trace.current().bind(checkpoint, in);
    List<NDArray> ofResults =
        ofTangents.results().isEmpty()
            ? List.of()
            : Trace.current().bind(new Inlined.Checkpoint(ofTangents), Duals.both(in, tangents));
    return new Dual(results, Duals.spread(ofResults, moved));
  }
}
