package dev.sparrow.array;

import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;

/**
 * Constant positions: a strided window, axes to reverse, and the shape the window takes in the end.
 *
 * @param shape shape of the indexed array
 * @param start first index of the window per axis
 * @param limit one past its last index per axis
 * @param strides its steps per axis, positive
 * @param reversed axes that a negative step runs through backwards
 * @param places what becomes of the window's axes
 */
record WindowPlan(
    Shape shape,
    List<Long> start,
    List<Long> limit,
    List<Long> strides,
    List<Integer> reversed,
    Places places)
    implements IndexPlan {

  static WindowPlan of(Shape shape, IndexList list) {
    List<Long> start = new ArrayList<>();
    List<Long> limit = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    List<Integer> reversed = new ArrayList<>();
    Places.Builder places = new Places.Builder();
    for (AxisIndex entry : list.entries()) {
      switch (entry) {
        case AxisIndex.Range(long first, long step, long count) -> {
          if (step < 0) {
            reversed.add(start.size());
          }
          long low = step < 0 ? first + (count - 1) * step : first;
          long high = step < 0 ? first : first + (count - 1) * step;
          places.kept(count);
          start.add(count == 0 ? 0 : low);
          limit.add(count == 0 ? 0 : high + 1);
          strides.add(Math.abs(step));
        }
        case AxisIndex.Position(long position) -> {
          places.dropped();
          start.add(position);
          limit.add(position + 1);
          strides.add(1L);
        }
        case AxisIndex.Inserted() -> places.inserted();
        case AxisIndex.Positions positions ->
            throw new IllegalStateException("not constant: " + positions);
      }
    }
    return new WindowPlan(shape, start, limit, strides, reversed, places.build());
  }

  @Override
  public Shape result() {
    return places.result();
  }

  @Override
  public NDArray read(NDArray x) {
    NDArray window = x;
    if (!places.window().equals(shape)) {
      window = Lax.bind(new Primitive.Slice(start, limit, strides), window);
    }
    if (!reversed.isEmpty()) {
      window = Lax.bind(new Primitive.Rev(reversed), window);
    }
    return places.shown(window);
  }

  @Override
  public NDArray update(Primitive.UpdateMode mode, NDArray x, NDArray update) {
    NDArray window = places.hidden(update);
    if (!reversed.isEmpty()) {
      window = Lax.bind(new Primitive.Rev(reversed), window);
    }
    return Lax.bind(new Primitive.SliceUpdate(mode, start, strides), x, window);
  }
}
