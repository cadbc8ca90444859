package dev.sparrow.array;

import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Updates where a mask holds, without asking how many elements that are: every element is computed
 * and the mask selects. So it works while tracing too, for values that do not differ from one
 * masked element to the next.
 */
final class MaskedUpdate {
  private MaskedUpdate() {}

  /** Whether an update is a selection: one mask beside constant entries, values as above. */
  static boolean isSelect(Shape shape, List<Index> entries, NDArray values) {
    int masks = 0;
    int behind = 0;
    int unnamed = shape.rank() - entries.stream().mapToInt(IndexList::axes).sum();
    for (Index entry : entries) {
      switch (entry) {
        case Index.Mask(NDArray mask) -> {
          // A scalar mask makes a new axis: it keeps or drops everything, as positions do.
          masks += mask.rank() == 0 ? 2 : 1;
          behind = 0;
        }
        case Index.Slice _, Index.NewAxis() -> behind++;
        case Index.Take _ -> {
          return false;
        }
        case Index.Ellipsis() -> {
          behind += unnamed;
          unnamed = 0;
        }
        case Index.At _ -> {}
      }
    }
    return masks == 1 && values.rank() <= behind + Math.max(unnamed, 0);
  }

  static NDArray select(
      String operation,
      UpdateMode mode,
      NDArray x,
      List<Index> entries,
      IndexOptions options,
      NDArray values) {
    List<Index> open = new ArrayList<>();
    NDArray mask = x;
    int named = entries.stream().mapToInt(IndexList::axes).sum();
    int rank = 0;
    int first = 0;
    int axis = 0;
    for (int i = 0; i < entries.size(); i++) {
      switch (entries.get(i)) {
        case Index.Mask(NDArray condition) -> {
          check(condition, x.shape(), axis, i);
          mask = condition;
          first = rank;
          rank += condition.rank();
          axis += condition.rank();
          for (int covered = 0; covered < condition.rank(); covered++) {
            open.add(Index.all());
          }
        }
        case Index.Slice slice -> {
          open.add(slice);
          rank++;
          axis++;
        }
        case Index.NewAxis axisHere -> {
          open.add(axisHere);
          rank++;
        }
        case Index.Ellipsis rest -> {
          open.add(rest);
          rank += x.rank() - named;
          axis += x.rank() - named;
        }
        case Index.At position -> {
          open.add(position);
          axis++;
        }
        case Index.Take take -> throw new IllegalStateException("not constant: " + take);
      }
    }
    IndexPlan plan = IndexPlan.of(x.shape(), open, options);
    NDArray window = plan.read(x);
    List<Integer> axes = IntStream.range(first, first + mask.rank()).boxed().toList();
    NDArray where = Lax.broadcastInDim(mask, window.shape(), axes);
    NDArray spread = IndexedUpdate.fitted(operation, values, window.shape());
    NDArray updated =
        switch (mode) {
          case SET -> spread;
          case ADD -> Lax.apply(Fn.ADD, window, spread);
          case MUL -> Lax.apply(Fn.MUL, window, spread);
          case MIN -> Lax.apply(Fn.MIN, window, spread);
          case MAX -> Lax.apply(Fn.MAX, window, spread);
        };
    NDArray selected = Lax.select(where, updated, window);
    boolean whole = open.stream().allMatch(Index.all()::equals) && plan.result().equals(x.shape());
    return whole ? selected : plan.update(UpdateMode.SET, x, selected);
  }

  private static void check(NDArray mask, Shape shape, int axis, int number) {
    for (int i = 0; i < mask.rank(); i++) {
      if (axis + i >= shape.rank() || mask.shape().dim(i) != shape.dim(axis + i)) {
        throw new IndexOutOfBoundsException(
            "index: boolean index did not match shape of indexed array in index "
                + number
                + ": got "
                + mask.shape()
                + " for "
                + shape);
      }
    }
  }
}
