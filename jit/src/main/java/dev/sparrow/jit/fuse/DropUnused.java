package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes equations no result depends on: {@code b = exp a; c = neg a; return c} → {@code c = neg
 * a}. What has effects stays, and what it depends on.
 */
final class DropUnused {
  private DropUnused() {}

  static Graph apply(Graph graph) {
    Set<Atom> used = new HashSet<>(graph.results());
    List<Equation> kept = new ArrayList<>();
    for (Equation equation : graph.equations().reversed()) {
      if (equation.prim().hasEffects() || !Collections.disjoint(used, equation.out())) {
        used.addAll(equation.in());
        kept.add(equation);
      }
    }
    return new Graph(graph.captures(), graph.params(), kept.reversed(), graph.results());
  }
}
