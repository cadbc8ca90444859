package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Ordering;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** Sorts and searches of batches: every axis moves back by one. */
final class OrderingBatching {
  private OrderingBatching() {}

  static List<NDArray> apply(Ordering prim, List<NDArray> in, boolean[] mapped, long size) {
    return switch (prim) {
      case Ordering.Sort(int dimension, boolean stable, int keys) ->
          Trace.current()
              .bind(new Ordering.Sort(dimension + 1, stable, keys), batches(in, mapped, size));
      case Ordering.TopK(int axis, int count) ->
          Trace.current().bind(new Ordering.TopK(axis + 1, count), in);
      case Ordering.SearchSorted search -> {
        if (mapped[0]) {
          yield Trace.current().bind(search, batches(in, mapped, size));
        }
        // Lines that all elements share may stay as they are if nothing stands in front of them.
        yield in.getFirst().rank() == 1
            ? Trace.current().bind(search, in)
            : Trace.current().bind(search, batches(in, mapped, size));
      }
    };
  }

  static List<NDArray> batches(List<NDArray> in, boolean[] mapped, long size) {
    List<NDArray> batches = new ArrayList<>();
    for (int i = 0; i < mapped.length; i++) {
      batches.add(mapped[i] ? in.get(i) : BatchRules.repeat(in.get(i), size));
    }
    return batches;
  }
}
