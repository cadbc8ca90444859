package dev.sparrow.array;

import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;

/**
 * An index list worked out against a shape: a strided window, axes to reverse, and the shape the
 * window takes in the end. Reading and updating both follow it.
 *
 * @param shape shape of the indexed array
 * @param start first index of the window per axis
 * @param limit one past its last index per axis
 * @param strides its steps per axis, positive
 * @param reversed axes that a negative step runs through backwards
 * @param result shape after dropping positions and inserting new axes
 */
record IndexPlan(
    Shape shape,
    List<Long> start,
    List<Long> limit,
    List<Long> strides,
    List<Integer> reversed,
    Shape result) {

  static IndexPlan of(Shape shape, long... positions) {
    List<Index> entries = new ArrayList<>();
    for (long position : positions) {
      entries.add(Index.at(position));
    }
    return of(shape, entries);
  }

  static IndexPlan of(Shape shape, List<Index> entries) {
    long named = entries.stream().filter(entry -> takesAxis(entry)).count();
    if (entries.stream().filter(Index.Ellipsis.class::isInstance).count() > 1) {
      throw new ShapeException("index: can only have a single ellipsis ('...')");
    }
    if (named > shape.rank()) {
      throw new IndexOutOfBoundsException(
          "index: too many indices: array is "
              + shape.rank()
              + "-dimensional, but "
              + named
              + " were indexed");
    }
    Builder builder = new Builder(shape);
    for (Index entry : entries) {
      switch (entry) {
        case Index.At(long position) -> builder.at(position);
        case Index.Slice slice -> builder.slice(slice);
        case Index.NewAxis() -> builder.result.add(1L);
        case Index.Ellipsis() -> builder.whole(shape.rank() - (int) named);
      }
    }
    builder.whole(shape.rank() - builder.axis);
    return builder.plan();
  }

  private static boolean takesAxis(Index entry) {
    return entry instanceof Index.At || entry instanceof Index.Slice;
  }

  /** The indexed elements as a window on x. */
  NDArray read(NDArray x) {
    NDArray window = x;
    if (!isWhole()) {
      window = Lax.bind(new Primitive.Slice(start, limit, strides), window);
    }
    if (!reversed.isEmpty()) {
      window = Lax.bind(new Primitive.Rev(reversed), window);
    }
    return Lax.reshape(window, result);
  }

  /**
   * x with the indexed elements combined with {@code update}, which has the shape {@link #result}.
   */
  NDArray update(Primitive.UpdateMode mode, NDArray x, NDArray update) {
    NDArray window = Lax.reshape(update, windowShape());
    if (!reversed.isEmpty()) {
      window = Lax.bind(new Primitive.Rev(reversed), window);
    }
    return Lax.bind(new Primitive.SliceUpdate(mode, start, strides), x, window);
  }

  private boolean isWhole() {
    return windowShape().equals(shape);
  }

  private Shape windowShape() {
    long[] dims = new long[start.size()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = Math.ceilDiv(limit.get(axis) - start.get(axis), strides.get(axis));
    }
    return Shape.of(dims);
  }

  private static final class Builder {
    final Shape shape;
    final List<Long> start = new ArrayList<>();
    final List<Long> limit = new ArrayList<>();
    final List<Long> strides = new ArrayList<>();
    final List<Integer> reversed = new ArrayList<>();
    final List<Long> result = new ArrayList<>();
    int axis;

    Builder(Shape shape) {
      this.shape = shape;
    }

    void at(long position) {
      long extent = shape.dim(axis);
      long wrapped = position < 0 ? position + extent : position;
      if (wrapped < 0 || wrapped >= extent) {
        throw new IndexOutOfBoundsException(
            "index: " + position + " is out of bounds for axis " + axis + " with size " + extent);
      }
      window(wrapped, wrapped + 1, 1);
    }

    void slice(Index.Slice slice) {
      long extent = shape.dim(axis);
      long step = slice.step() == null ? 1 : slice.step();
      // NumPy's rule: negative bounds count from the end, then everything is clamped.
      long low = step > 0 ? 0 : -1;
      long high = step > 0 ? extent : extent - 1;
      long first = slice.start() == null ? (step > 0 ? low : high) : bound(slice.start(), extent);
      long last = slice.stop() == null ? (step > 0 ? high : low) : bound(slice.stop(), extent);
      first = Math.clamp(first, low, Math.max(low, high));
      last = Math.clamp(last, low, Math.max(low, high));
      long count =
          step > 0
              ? Math.max(0, Math.ceilDiv(last - first, step))
              : Math.max(0, Math.ceilDiv(first - last, -step));
      if (count == 0) {
        window(0, 0, 1);
      } else if (step > 0) {
        window(first, first + (count - 1) * step + 1, step);
      } else {
        reversed.add(axis);
        window(first + (count - 1) * step, first + 1, -step);
      }
      result.add(count);
    }

    private static long bound(long given, long extent) {
      return given < 0 ? given + extent : given;
    }

    void whole(int axes) {
      for (int i = 0; i < axes; i++) {
        result.add(shape.dim(axis));
        window(0, shape.dim(axis), 1);
      }
    }

    private void window(long from, long to, long step) {
      start.add(from);
      limit.add(to);
      strides.add(step);
      axis++;
    }

    IndexPlan plan() {
      return new IndexPlan(
          shape,
          List.copyOf(start),
          List.copyOf(limit),
          List.copyOf(strides),
          List.copyOf(reversed),
          Shape.of(result.stream().mapToLong(Long::longValue).toArray()));
    }
  }
}
