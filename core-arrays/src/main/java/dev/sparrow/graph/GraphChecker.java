package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Proves that a graph is well formed: every variable defined once before use, every type as ruled.
 */
public final class GraphChecker {
  private GraphChecker() {}

  /**
   * Checks a graph and the graphs inside it.
   *
   * @param graph the graph
   * @return the same graph
   * @throws IllegalStateException if it is malformed, which is a bug of the pass that made it
   */
  public static Graph check(Graph graph) {
    Set<Var> defined = new HashSet<>();
    for (Var input : graph.inputs()) {
      define(graph, defined, input);
    }
    for (Equation equation : graph.equations()) {
      for (Atom operand : equation.in()) {
        use(graph, defined, operand);
      }
      List<ArrayType> expected =
          TypeRules.resultTypes(equation.prim(), equation.in().stream().map(Atom::type).toList());
      List<ArrayType> actual = equation.out().stream().map(Var::type).toList();
      if (!expected.equals(actual)) {
        throw malformed(
            graph,
            equation.prim().jaxName() + " has results " + actual + ", the rule says " + expected);
      }
      equation.out().forEach(result -> define(graph, defined, result));
      if (equation.prim() instanceof Inlined inlined) {
        check(inlined.graph());
      }
      if (equation.prim() instanceof Control control) {
        control.graphs().forEach(GraphChecker::check);
      }
    }
    graph.results().forEach(result -> use(graph, defined, result));
    return graph;
  }

  private static void define(Graph graph, Set<Var> defined, Var variable) {
    if (!defined.add(variable)) {
      throw malformed(graph, variable + " is defined twice");
    }
  }

  private static void use(Graph graph, Set<Var> defined, Atom atom) {
    if (atom instanceof Var variable && !defined.contains(variable)) {
      throw malformed(graph, variable + " is used before it is defined");
    }
  }

  private static IllegalStateException malformed(Graph graph, String what) {
    return new IllegalStateException("graph: " + what + " in\n" + graph);
  }
}
