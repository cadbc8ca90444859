package dev.sparrow.sharding.plan;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import dev.sparrow.sharding.ShardingException;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A program without calls and without equations that no result needs. */
final class Inlining {
  private Inlining() {}

  /**
   * Replaces calls by their bodies: {@code c = jit[name=f] a b} → the equations of f.
   *
   * @param program a program
   * @return the same function; its captures come first among the parameters
   */
  static Graph flatten(Graph program) {
    Graph flat =
        GraphTrace.trace(
                "program",
                program.inputs().stream().map(Var::type).toList(),
                arguments -> evaluate(program, arguments))
            .graph();
    for (Equation equation : flat.equations()) {
      if (equation.prim().hasEffects()) {
        throw new ShardingException(
            "plan: "
                + equation.prim().jaxName()
                + " prints or calls Java code, and the program is cut into shards, none of which"
                + " has its values; take it out of the function");
      }
    }
    return withoutUnused(flat);
  }

  private static List<NDArray> evaluate(Graph graph, List<NDArray> arguments) {
    Map<Var, NDArray> values = new HashMap<>();
    List<Var> inputs = graph.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), arguments.get(i));
    }
    for (Equation equation : graph.equations()) {
      List<NDArray> operands = equation.in().stream().map(in -> value(in, values)).toList();
      List<NDArray> results =
          equation.prim() instanceof Inlined inlined
              ? evaluate(inlined.graph(), operands)
              : Trace.current().bind(equation.prim(), operands);
      for (int i = 0; i < results.size(); i++) {
        values.put(equation.out().get(i), results.get(i));
      }
    }
    return graph.results().stream().map(result -> value(result, values)).toList();
  }

  private static NDArray value(Atom atom, Map<Var, NDArray> values) {
    return switch (atom) {
      case Var variable -> values.get(variable);
      case Literal literal -> ConcreteArray.scalar(literal);
    };
  }

  private static Graph withoutUnused(Graph graph) {
    Set<Atom> used = new HashSet<>(graph.results());
    Deque<Equation> kept = new ArrayDeque<>();
    for (Equation equation : graph.equations().reversed()) {
      if (equation.out().stream().anyMatch(used::contains)) {
        used.addAll(equation.in());
        kept.push(equation);
      }
    }
    return new Graph(graph.captures(), graph.params(), new ArrayList<>(kept), graph.results());
  }
}
