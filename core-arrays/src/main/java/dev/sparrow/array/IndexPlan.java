package dev.sparrow.array;

import dev.sparrow.graph.Primitive.UpdateMode;
import java.util.ArrayList;
import java.util.List;

/** An index list worked out against a shape. Reading and updating both follow it. */
sealed interface IndexPlan permits WindowPlan, GatherPlan {
  /** {@return shape of what is indexed} */
  Shape result();

  /** The indexed elements of x. */
  NDArray read(NDArray x);

  /**
   * x with the indexed elements combined with {@code update}, which has the shape {@link #result}.
   */
  NDArray update(UpdateMode mode, NDArray x, NDArray update);

  static IndexPlan of(Shape shape, List<Index> entries) {
    return of(shape, entries, IndexOptions.DEFAULT);
  }

  static IndexPlan of(Shape shape, List<Index> entries, IndexOptions options) {
    IndexList list = IndexList.of(shape, entries, options);
    return list.isDynamic() ? GatherPlan.of(shape, list, options) : WindowPlan.of(shape, list);
  }

  static List<Index> positions(long... positions) {
    List<Index> entries = new ArrayList<>();
    for (long position : positions) {
      entries.add(Index.at(position));
    }
    return entries;
  }

  static List<Index> arrays(NDArray... positions) {
    List<Index> entries = new ArrayList<>();
    for (NDArray array : positions) {
      entries.add(Index.take(array));
    }
    return entries;
  }
}
