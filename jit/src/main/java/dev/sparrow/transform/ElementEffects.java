package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Effects inside a branch or loop in which the elements of a batch part. The batch computes all
 * branches, and steps of elements that are done, and throws away what is not wanted; an effect
 * cannot be thrown away. So results come from the batch without effects, and effects from a loop
 * over the elements without results: what an element does is what it would do alone.
 */
final class ElementEffects {
  private ElementEffects() {}

  /**
   * Runs the effects, one element after another, under the current trace.
   *
   * @param control the branch or loop
   * @param in operands
   * @param mapped whether each is a batch, whose axis 0 is the mapped one
   * @param size number of elements
   */
  static void run(Control control, List<NDArray> in, List<Boolean> mapped, long size) {
    Control wanted =
        control instanceof Control.Cond cond
            ? cond.withGraphs(cond.branches().stream().map(ElementEffects::withoutResults).toList())
            : control;
    // A scan takes what stays the same first.
    List<Integer> order = new ArrayList<>(places(mapped, false));
    int constants = order.size();
    order.addAll(places(mapped, true));
    List<ArrayType> types = new ArrayList<>();
    List<NDArray> operands = new ArrayList<>();
    for (int place : order) {
      NDArray operand = in.get(place);
      ArrayType type = operand.type();
      types.add(mapped.get(place) ? type.withShape(type.shape().without(List.of(0))) : type);
      operands.add(type.dtype().isInexact() ? Lax.apply(Fn.STOP_GRADIENT, operand) : operand);
    }
    Graph body =
        GraphTrace.trace(
                "effects of an element",
                types,
                given -> {
                  Trace.current().bind(wanted, ControlDerivatives.outOfOrder(given, order));
                  return List.of();
                })
            .graph()
            .closed();
    Trace.current().bind(new Control.Scan(body, size, false, constants, 0, 1), operands);
  }

  private static List<Integer> places(List<Boolean> mapped, boolean wanted) {
    return IntStream.range(0, mapped.size())
        .filter(place -> mapped.get(place) == wanted)
        .boxed()
        .toList();
  }

  private static Graph withoutResults(Graph graph) {
    return new Graph(graph.captures(), graph.params(), graph.equations(), List.of());
  }
}
