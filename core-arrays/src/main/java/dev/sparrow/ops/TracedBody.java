package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.TracedFunction;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function that a loop or branch runs, traced.
 *
 * @param graph its program, whose first parameters are the constants
 * @param constants the arrays it captured
 * @param structure structure of what it returns
 */
record TracedBody<R extends @Nullable Object>(
    Graph graph, List<NDArray> constants, TreeDef<R> structure) {

  /**
   * Traces a function.
   *
   * @param loop what traces it, as in {@code scan}
   * @param role which of its functions this is, as in {@code body}
   * @param names what errors call the arrays it takes
   * @param types types of the arrays it takes
   * @param function the function
   */
  static <R extends @Nullable Object> TracedBody<R> of(
      String loop,
      String role,
      List<String> names,
      List<ArrayType> types,
      Function<List<NDArray>, R> function) {
    List<TreeDef<R>> structure = new ArrayList<>();
    GraphTrace.Traced traced =
        GraphTrace.trace(
            new TracedFunction(role, "", loop, names),
            types,
            leaves -> {
              Flattened<R> result = Tree.flatten(loop, role + " output", function.apply(leaves));
              structure.add(result.structure());
              return result.leaves();
            });
    return new TracedBody<>(
        traced.graph().closed(), traced.captured(), Objects.requireNonNull(structure.getFirst()));
  }

  List<ArrayType> resultTypes() {
    return graph.resultTypes();
  }
}
