package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;

/**
 * Removes barriers, once equal subexpressions on both sides have stayed apart: {@code b =
 * optimization_barrier a; c = exp b} → {@code c = exp a}.
 */
final class LiftBarriers {
  private static final Primitive BARRIER = new Primitive.Pointwise(Fn.OPTIMIZATION_BARRIER);

  private LiftBarriers() {}

  static Graph apply(Graph graph) {
    return Rewriting.apply(
        graph, (prim, in, target) -> prim.equals(BARRIER) ? in : target.emit(prim, in));
  }
}
