package dev.sparrow.transform;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import dev.sparrow.trace.Provenance;
import dev.sparrow.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Runs a graph again, equation by equation. */
final class Interpreter {
  private Interpreter() {}

  /** Runs a graph under the current trace. */
  static List<NDArray> run(Graph graph, List<NDArray> inputs) {
    return run(
        graph, inputs, (equation, operands) -> Trace.current().bind(equation.prim(), operands));
  }

  /**
   * Runs a graph.
   *
   * @param graph the graph
   * @param inputs values of its inputs
   * @param step what an equation makes of its operands
   * @return values of its results
   */
  static List<NDArray> run(
      Graph graph, List<NDArray> inputs, BiFunction<Equation, List<NDArray>, List<NDArray>> step) {
    Map<Var, NDArray> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(graph.inputs().get(i), inputs.get(i));
    }
    for (Equation equation : graph.equations()) {
      List<NDArray> operands = values(equation.in(), values);
      List<NDArray> results = Provenance.of(equation, () -> step.apply(equation, operands));
      for (int i = 0; i < results.size(); i++) {
        values.put(equation.out().get(i), results.get(i));
      }
    }
    return values(graph.results(), values);
  }

  private static List<NDArray> values(List<Atom> atoms, Map<Var, NDArray> values) {
    return atoms.stream()
        .map(atom ->
            switch (atom) {
              case Var variable -> values.get(variable);
              case Literal literal -> ConcreteArray.scalar(literal);
            })
        .toList();
  }
}
