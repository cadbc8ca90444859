package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Graph;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One of the functions that a custom derivative is made of, traced by itself.
 *
 * @param graph its program; captures come first
 * @param constants what they stand for
 * @param structure what it returns
 */
record SeparateTrace<R>(Graph graph, List<NDArray> constants, TreeDef<R> structure) {
  static <R> SeparateTrace<R> of(
      String name, List<ArrayType> types, Function<List<NDArray>, R> function) {
    List<TreeDef<R>> structure = new ArrayList<>();
    GraphTrace.Traced traced =
        GraphTrace.trace(
            name,
            types,
            leaves -> {
              Flattened<R> result = Tree.flatten(name, "result", function.apply(leaves));
              structure.add(result.structure());
              return result.leaves();
            });
    return new SeparateTrace<>(traced.graph().closed(), traced.captured(), structure.getFirst());
  }

  /**
   * The program with the constants of all of them in front of its arguments.
   *
   * @param all the constants of all
   * @param first place of its own first constant among them
   */
  Graph withConstants(List<NDArray> all, int first) {
    List<ArrayType> types = new ArrayList<>();
    all.forEach(constant -> types.add(constant.type()));
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      boolean constant = i < constants.size();
      places.add(constant ? first + i : types.size());
      if (!constant) {
        types.add(graph.inputs().get(i).type());
      }
    }
    return graph.withInputs(types, places);
  }

  /** A result of a rule as the type that it must have; it may only differ in being weak. */
  static NDArray fit(String what, ArrayType type, NDArray value) {
    if (!value.shape().equals(type.shape()) || value.dtype() != type.dtype()) {
      throw new ShapeException(
          what
              + " must have the type of the value it belongs to, "
              + type
              + ", but has type "
              + value.type()
              + "; revise the rule");
    }
    return value;
  }
}
