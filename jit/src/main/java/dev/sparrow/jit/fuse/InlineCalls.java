package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import java.util.List;

/**
 * Puts the equations of called graphs in place of the calls, at any depth, so that fusion sees
 * through function boundaries: {@code b = jit[{a → neg a}] x} → {@code b = neg x}.
 */
final class InlineCalls {
  private InlineCalls() {}

  static Graph apply(Graph graph) {
    return Rewriting.apply(graph, InlineCalls::replace);
  }

  private static List<? extends Atom> replace(Primitive prim, List<Atom> in, Rewriting target) {
    return prim instanceof Inlined inlined
        ? target.append(inlined.graph(), in, InlineCalls::replace)
        : target.emit(prim, in);
  }
}
