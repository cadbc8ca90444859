package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Step;
import dev.sparrow.jit.sort.LineSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes sorts and searches runnable: line by line along the axis. */
final class OrderingBinder {
  private OrderingBinder() {}

  static List<BoundStep> bind(Ordering prim, Step.Routine routine, Placements placements) {
    if (routine.targets().getFirst().type().shape().size() == 0) {
      return List.of();
    }
    return switch (prim) {
      case Ordering.Sort(int dimension, boolean _, int keys) ->
          List.of(sort(dimension, keys, routine, placements));
      case Ordering.TopK(int axis, int count) -> List.of(topK(axis, count, routine, placements));
      case Ordering.SearchSorted(Ordering.Side side, DType _) ->
          List.of(search(side, routine, placements));
    };
  }

  private static BoundStep sort(
      int dimension, int keys, Step.Routine routine, Placements placements) {
    List<LinePlace> from = new ArrayList<>();
    List<LinePlace> to = new ArrayList<>();
    for (int i = 0; i < routine.targets().size(); i++) {
      from.add(LinePlace.of(placements.of(routine.from().get(i)), dimension));
      to.add(LinePlace.of(placements.of(routine.targets().get(i)), dimension));
    }
    Shape shape = routine.targets().getFirst().type().shape();
    long count = shape.dim(dimension);
    return new SortLoop(from, to, keys, shape.size() / count, count);
  }

  private static BoundStep topK(int axis, int count, Step.Routine routine, Placements placements) {
    Placement from = placements.of(routine.from().getFirst());
    Shape shape = from.layout().shape();
    return new LargestLoop(
        LinePlace.of(from, axis),
        LinePlace.of(placements.of(routine.targets().get(0)), axis),
        LinePlace.of(placements.of(routine.targets().get(1)), axis),
        count,
        shape.size() / shape.dim(axis),
        Math.toIntExact(shape.dim(axis)));
  }

  private static BoundStep search(Ordering.Side side, Step.Routine routine, Placements placements) {
    Placement lines = placements.of(routine.from().get(0));
    View queries = placements.of(routine.from().get(1)).layout();
    Var target = routine.targets().getFirst();
    int shared = lines.layout().shape().rank() - 1;
    long[] dims = queries.shape().dims();
    long[] strides = queries.strides();
    long shares = 1;
    long each = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      shares *= axis < shared ? dims[axis] : 1;
      each *= axis < shared ? 1 : dims[axis];
    }
    return new SearchLoop(
        LinePlace.of(lines, shared),
        lines.layout().shape().dim(shared),
        placements.of(routine.from().get(1)).slot(),
        queries.offset(),
        Walk.of(Arrays.copyOf(dims, shared), Arrays.copyOf(strides, shared)),
        Walk.of(
            Arrays.copyOfRange(dims, shared, dims.length),
            Arrays.copyOfRange(strides, shared, dims.length)),
        shares,
        each,
        placements.of(target).slot(),
        target.type().dtype(),
        side == Ordering.Side.LEFT ? LineSearch.End.LEFT : LineSearch.End.RIGHT);
  }
}
