package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes equal equations once: {@code b = exp a; c = exp a; d = add b c} → {@code b = exp a; d =
 * add b b}. What has effects happens as often as it is written.
 */
final class CommonSubexpressions {
  private record Expression(Primitive prim, List<Atom> in) {}

  private CommonSubexpressions() {}

  static Graph apply(Graph graph) {
    Map<Expression, List<Var>> seen = new HashMap<>();
    return Rewriting.apply(
        graph,
        (prim, in, target) ->
            prim.hasEffects()
                ? target.emit(prim, in)
                : seen.computeIfAbsent(
                    new Expression(prim, in), expression -> target.emit(prim, expression.in)));
  }
}
