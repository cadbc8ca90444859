package dev.sparrow.jit.fuse;

import dev.sparrow.array.Shape;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.UpdateMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns updates that combine into plain ones: {@code slice_update[add] x u} → {@code w = slice x; s
 * = add w u; slice_update[set] x s}. A window has no element twice, so the order of combination
 * does not matter.
 */
final class CombineUpdates {
  private CombineUpdates() {}

  static Graph apply(Graph graph) {
    return Rewriting.apply(graph, CombineUpdates::replace);
  }

  private static List<? extends Atom> replace(Primitive prim, List<Atom> in, Rewriting target) {
    if (prim instanceof Primitive.SliceUpdate update && update.mode() != UpdateMode.SET) {
      Atom operand = in.get(0);
      Atom value = in.get(1);
      Primitive window =
          new Primitive.Slice(
              update.start(), limit(update, value.type().shape()), update.strides());
      Atom old = target.emit(window, List.of(operand)).getFirst();
      Atom combined =
          target
              .emit(new Primitive.Pointwise(combination(update.mode())), List.of(old, value))
              .getFirst();
      return target.emit(
          new Primitive.SliceUpdate(UpdateMode.SET, update.start(), update.strides()),
          List.of(operand, combined));
    }
    return target.emit(prim, in);
  }

  private static List<Long> limit(Primitive.SliceUpdate update, Shape window) {
    List<Long> limit = new ArrayList<>();
    for (int axis = 0; axis < window.rank(); axis++) {
      long count = window.dim(axis);
      long span = count == 0 ? 0 : (count - 1) * update.strides().get(axis) + 1;
      limit.add(update.start().get(axis) + span);
    }
    return limit;
  }

  private static Fn combination(UpdateMode mode) {
    return switch (mode) {
      case ADD -> Fn.ADD;
      case MUL -> Fn.MUL;
      case MIN -> Fn.MIN;
      case MAX -> Fn.MAX;
      case SET -> throw new IllegalArgumentException("slice_update: set combines nothing");
    };
  }
}
