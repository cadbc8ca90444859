package dev.sparrow.jit.fuse;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.trace.GraphTrace;
import java.util.List;
import java.util.function.Function;

/** Graphs for tests of passes. */
final class Traced {
  private Traced() {}

  static Graph graph(Function<List<NDArray>, List<NDArray>> f, ArrayType... types) {
    return GraphTrace.trace("test", List.of(types), f).graph();
  }
}
