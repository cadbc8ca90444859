package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.ControlTypes;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.trace.Trace;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import dev.sparrow.tree.TreeDef;
import dev.sparrow.tree.TreeException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Binds branches: traces them to the same operands and checks that they return the same. */
final class Branching {
  private Branching() {}

  static <T extends @Nullable Object, R extends @Nullable Object> R cond(
      NDArray predicate, Function<T, R> onTrue, Function<T, R> onFalse, T operand) {
    scalar("cond: predicate", predicate);
    NDArray index = Lax.convert(Operands.truth(predicate), DType.INT32);
    return branch(index, List.of(onFalse, onTrue), operand);
  }

  static <T extends @Nullable Object, R extends @Nullable Object> R switchCase(
      NDArray index, List<? extends Function<T, R>> branches, T operand) {
    scalar("switch: index", index);
    if (!index.dtype().isInteger()) {
      throw new DTypeException("switch: index type must be an integer, got " + index.type());
    }
    if (branches.isEmpty()) {
      throw new IllegalArgumentException(
          "switch: empty branch sequence; give at least one function");
    }
    NDArray number = Operands.convert("switch", index, DType.INT32, false);
    NDArray last = Creation.scalar(branches.size() - 1L, DType.INT32);
    NDArray within = Lax.apply(Fn.CLAMP, Creation.scalar(0L, DType.INT32), number, last);
    return branch(within, branches, operand);
  }

  private static void scalar(String what, NDArray x) {
    if (x.rank() != 0) {
      throw new ShapeException(what + " must be a scalar, got " + x.type());
    }
  }

  private static <T extends @Nullable Object, R extends @Nullable Object> R branch(
      NDArray index, List<? extends Function<T, R>> functions, T operand) {
    Flattened<T> flat = Tree.flatten("cond", "operand", operand);
    List<ArrayType> types = flat.leaves().stream().map(NDArray::type).toList();
    List<TracedBody<R>> bodies = new ArrayList<>();
    for (Function<T, R> function : functions) {
      bodies.add(
          TracedBody.of(
              "cond",
              "branch",
              names(flat.structure(), "operand"),
              types,
              leaves -> function.apply(flat.structure().unflatten(leaves))));
    }
    TracedBody<R> first = bodies.getFirst();
    for (TracedBody<R> body : bodies) {
      checkSame(first, body);
    }
    List<NDArray> operands = new ArrayList<>(List.of(index));
    List<Graph> graphs = shareConstants(bodies, types, operands);
    operands.addAll(flat.leaves());
    return first.structure().unflatten(Trace.current().bind(new Control.Cond(graphs), operands));
  }

  private static List<String> names(TreeDef<?> structure, String root) {
    return structure.paths().stream().map(path -> path.from(root)).toList();
  }

  private static void checkSame(TracedBody<?> first, TracedBody<?> other) {
    first
        .structure()
        .difference("output", other.structure())
        .ifPresent(difference -> {
          throw new TreeException(
              "cond: branch outputs must have the same structure, but they differ: "
                  + difference
                  + "; revise the branches so that they return the same structure");
        });
    ControlTypes.sameBranches(first.resultTypes(), other.resultTypes());
  }

  /** Gives all branches the constants of each, as first operands. */
  private static <R extends @Nullable Object> List<Graph> shareConstants(
      List<TracedBody<R>> bodies, List<ArrayType> types, List<NDArray> operands) {
    Map<NDArray, Integer> positions = new IdentityHashMap<>();
    List<ArrayType> inputs = new ArrayList<>();
    for (TracedBody<R> body : bodies) {
      for (NDArray constant : body.constants()) {
        if (positions.putIfAbsent(constant, positions.size()) == null) {
          operands.add(constant);
          inputs.add(constant.type());
        }
      }
    }
    inputs.addAll(types);
    List<Graph> graphs = new ArrayList<>();
    for (TracedBody<R> body : bodies) {
      List<Integer> places = new ArrayList<>();
      body.constants().forEach(constant -> places.add(positions.get(constant)));
      for (int i = 0; i < types.size(); i++) {
        places.add(positions.size() + i);
      }
      graphs.add(body.graph().withInputs(inputs, places));
    }
    return graphs;
  }
}
