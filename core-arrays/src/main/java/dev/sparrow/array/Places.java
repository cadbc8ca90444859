package dev.sparrow.array;

import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What becomes of the axes of a window: some of extent 1 are dropped, others are inserted.
 *
 * @param window shape of the window
 * @param dropped its axes that the result lacks
 * @param result shape of the result
 * @param inserted axes of the result that the window lacks
 */
record Places(Shape window, List<Integer> dropped, Shape result, List<Integer> inserted) {
  /** The window in its final shape. */
  NDArray shown(NDArray x) {
    NDArray kept = dropped.isEmpty() ? x : Lax.bind(new Primitive.Squeeze(dropped), x);
    if (inserted.isEmpty()) {
      return kept;
    }
    List<Integer> own =
        IntStream.range(0, result.rank()).filter(axis -> !inserted.contains(axis)).boxed().toList();
    return Lax.bind(new Primitive.BroadcastInDim(result, own), kept);
  }

  /** An array of the final shape in the window's. */
  NDArray hidden(NDArray x) {
    NDArray kept = inserted.isEmpty() ? x : Lax.bind(new Primitive.Squeeze(inserted), x);
    if (dropped.isEmpty()) {
      return kept;
    }
    List<Integer> own =
        IntStream.range(0, window.rank()).filter(axis -> !dropped.contains(axis)).boxed().toList();
    return Lax.bind(new Primitive.BroadcastInDim(window, own), kept);
  }

  /** Notes axes in order. */
  static final class Builder {
    private final List<Long> window = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final List<Long> result = new ArrayList<>();
    private final List<Integer> inserted = new ArrayList<>();

    /** An axis of the window that stays. */
    void kept(long extent) {
      window.add(extent);
      result.add(extent);
    }

    /** An axis of extent 1 of the window that goes. */
    void dropped() {
      dropped.add(window.size());
      window.add(1L);
    }

    /** A new axis. */
    void inserted() {
      inserted.add(result.size());
      result.add(1L);
    }

    /** Number of axes of the window so far. */
    int windowRank() {
      return window.size();
    }

    Places build() {
      return new Places(shape(window), dropped, shape(result), inserted);
    }

    private static Shape shape(List<Long> dims) {
      return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
