package dev.sparrow.jit.fuse;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.TypeRules;
import dev.sparrow.graph.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds a graph from another one, equation by equation, as a rule says. */
final class Rewriting {
  /** What becomes of one equation. */
  interface Rule {
    /**
     * Replaces an equation, by emitting others or by naming what is there already.
     *
     * @param prim the primitive
     * @param in its operands in the new graph
     * @param target where to emit
     * @return what stands for the equation's results
     */
    List<? extends Atom> replace(Primitive prim, List<Atom> in, Rewriting target);
  }

  private final List<Equation> equations = new ArrayList<>();
  private int nextId;

  private Rewriting() {}

  static Graph apply(Graph graph, Rule rule) {
    return build(graph, (inputs, target) -> target.append(graph, List.<Atom>copyOf(inputs), rule));
  }

  /** What a new graph computes. */
  interface Body {
    /**
     * Emits equations.
     *
     * @param inputs the new graph's inputs, captures first
     * @param target where to emit
     * @return the results
     */
    List<Atom> emit(List<Var> inputs, Rewriting target);
  }

  /** A graph with the inputs of another one and equations of its own. */
  static Graph build(Graph graph, Body body) {
    Rewriting target = new Rewriting();
    List<Var> captures = target.inputs(graph.captures());
    List<Var> params = target.inputs(graph.params());
    List<Var> inputs = new ArrayList<>(captures);
    inputs.addAll(params);
    List<Atom> results = body.emit(inputs, target);
    return new Graph(captures, params, target.equations, results);
  }

  /** Appends a graph whose inputs are given; returns what stands for its results. */
  List<Atom> append(Graph graph, List<Atom> inputs, Rule rule) {
    Map<Var, Atom> replaced = new HashMap<>();
    List<Var> formal = graph.inputs();
    for (int i = 0; i < formal.size(); i++) {
      replaced.put(formal.get(i), inputs.get(i));
    }
    return append(graph, replaced, rule);
  }

  private List<Atom> append(Graph graph, Map<Var, Atom> replaced, Rule rule) {
    for (Equation equation : graph.equations()) {
      List<? extends Atom> results =
          rule.replace(equation.prim(), atoms(equation.in(), replaced), this);
      for (int i = 0; i < results.size(); i++) {
        replaced.put(equation.out().get(i), results.get(i));
      }
    }
    return atoms(graph.results(), replaced);
  }

  /** Adds an equation. */
  List<Var> emit(Primitive prim, List<? extends Atom> in) {
    List<Var> out = new ArrayList<>();
    for (ArrayType type : TypeRules.resultTypes(prim, in.stream().map(Atom::type).toList())) {
      out.add(new Var(nextId++, type));
    }
    equations.add(new Equation(prim, List.copyOf(in), out));
    return out;
  }

  private List<Var> inputs(List<Var> formal) {
    List<Var> inputs = new ArrayList<>();
    formal.forEach(input -> inputs.add(new Var(nextId++, input.type())));
    return inputs;
  }

  private static List<Atom> atoms(List<Atom> atoms, Map<Var, Atom> replaced) {
    List<Atom> renamed = new ArrayList<>();
    for (Atom atom : atoms) {
      renamed.add(
          switch (atom) {
            case Var variable -> replaced.get(variable);
            case Literal literal -> literal;
          });
    }
    return renamed;
  }
}
