package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Control;
import dev.sparrow.graph.Graph;
import java.util.List;

/** Runs the whole pipeline on the graphs inside loops and branches. */
final class RewriteInside {
  private RewriteInside() {}

  static Graph apply(Graph graph) {
    return Rewriting.apply(
        graph,
        (prim, in, target) -> {
          if (prim instanceof Control control) {
            List<Graph> inner = control.graphs().stream().map(Pipeline::run).toList();
            return target.emit(control.withGraphs(inner), in);
          }
          return target.emit(prim, in);
        });
  }
}
