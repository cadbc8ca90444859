package dev.sparrow.array;

import dev.sparrow.graph.Fn;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes one gather of an index list with arrays, by NumPy's rules: the arrays broadcast to one
 * shape, whose axes come where the first array stands if all arrays and single positions stand
 * together, else in front. A slice with a step becomes an array of its own axis.
 */
final class GatherPlanner {
  private final IndexList list;
  private final IndexOptions options;
  private final DType dtype;
  private final Shape common;
  private final List<Component> components = new ArrayList<>();
  private final List<Long> batch = new ArrayList<>();
  private final List<Integer> offsetDims = new ArrayList<>();
  private final List<Integer> collapsed = new ArrayList<>();
  private final List<Integer> reversed = new ArrayList<>();
  private final List<Long> sizes = new ArrayList<>();
  private final Places.Builder places = new Places.Builder();
  private final List<NDArray> starts = new ArrayList<>();
  private boolean contiguous = true;
  private int commonAxis;

  /**
   * One component of the index vectors.
   *
   * @param axis operand axis it counts along
   * @param values its values
   * @param first axis of the batch of windows with which the values' axes begin
   */
  private record Component(int axis, NDArray values, int first) {}

  GatherPlanner(IndexList list, IndexOptions options) {
    this.list = list;
    this.options = options;
    Shape broadcast = Shape.scalar();
    boolean wide = false;
    for (AxisIndex entry : list.entries()) {
      if (entry instanceof AxisIndex.Positions(NDArray positions)) {
        broadcast = broadcast.broadcast("index", positions.shape());
        wide |= isWide(positions.dtype());
      }
    }
    for (long dim : list.shape().dims()) {
      wide |= dim > Integer.MAX_VALUE;
    }
    this.common = broadcast;
    this.dtype = wide ? DType.INT64 : DType.INT32;
  }

  private static boolean isWide(DType dtype) {
    return dtype.bytes() == 8 || dtype == DType.UINT32;
  }

  GatherPlan plan(Shape shape) {
    boolean together = isTogether();
    if (!together) {
      placeCommon();
    }
    boolean placed = !together;
    int axis = 0;
    for (AxisIndex entry : list.entries()) {
      if (isArray(entry) && !placed) {
        placeCommon();
        placed = true;
      }
      switch (entry) {
        case AxisIndex.Inserted() -> places.inserted();
        case AxisIndex.Range range -> range(axis++, range);
        case AxisIndex.Position(long position) ->
            position(axis++, Creation.scalar(position, dtype));
        case AxisIndex.Positions(NDArray positions) -> {
          position(axis, wrapped(positions, list.shape().dim(axis)));
          axis++;
        }
      }
    }
    GatherDimensions dimensions =
        new GatherDimensions(
            offsetDims, collapsed, components.stream().map(Component::axis).toList());
    return new GatherPlan(
        shape,
        list.shape(),
        this::vectors,
        batch.stream().reduce(1L, (a, b) -> a * b),
        dimensions,
        sizes,
        reversed,
        places.build(),
        contiguous && common.rank() == 0 ? starts : null,
        options);
  }

  private static boolean isArray(AxisIndex entry) {
    return entry instanceof AxisIndex.Positions || entry instanceof AxisIndex.Position;
  }

  /** Whether arrays and single positions stand next to each other. */
  private boolean isTogether() {
    int[] at =
        IntStream.range(0, list.entries().size())
            .filter(i -> isArray(list.entries().get(i)))
            .toArray();
    return at[at.length - 1] - at[0] == at.length - 1;
  }

  private void placeCommon() {
    commonAxis = batch.size();
    for (long dim : common.dims()) {
      batch.add(dim);
      places.kept(dim);
    }
  }

  private void position(int axis, NDArray values) {
    collapsed.add(axis);
    sizes.add(1L);
    components.add(new Component(axis, values, commonAxis + common.rank() - values.rank()));
    starts.add(values);
  }

  private void range(int axis, AxisIndex.Range range) {
    long count = range.count();
    if (Math.abs(range.step()) == 1) {
      long low = range.step() < 0 ? range.first() - count + 1 : range.first();
      int place = places.windowRank();
      offsetDims.add(place);
      if (range.step() < 0) {
        reversed.add(place);
      }
      places.kept(count);
      sizes.add(count);
      NDArray start = Creation.scalar(low, dtype);
      starts.add(start);
      if (low != 0) {
        components.add(new Component(axis, start, 0));
      }
      return;
    }
    contiguous = false;
    NDArray values =
        Lax.apply(
            Fn.ADD,
            Creation.scalar(range.first(), dtype),
            Lax.apply(
                Fn.MUL, Creation.scalar(range.step(), dtype), Lax.iota(dtype, Shape.of(count), 0)));
    components.add(new Component(axis, values, batch.size()));
    collapsed.add(axis);
    sizes.add(1L);
    batch.add(count);
    places.kept(count);
  }

  /** Positions in the common dtype, counted from the start. */
  private NDArray wrapped(NDArray positions, long extent) {
    NDArray counted = Lax.convert(positions, dtype);
    if (!options.wrapNegative() || positions.dtype().isUnsigned()) {
      return counted;
    }
    if (counted instanceof ConcreteArray array && array.literal() != null) {
      long value = array.literal().bits();
      return value < 0 ? Creation.scalar(value + extent, dtype) : counted;
    }
    NDArray negative = Lax.apply(Fn.LT, counted, Creation.scalar(0, dtype));
    NDArray fromEnd = Lax.apply(Fn.ADD, counted, Creation.scalar(extent, dtype));
    return Lax.select(negative, fromEnd, counted);
  }

  private NDArray vectors() {
    int rank = batch.size();
    long[] dims =
        IntStream.range(0, rank + 1).mapToLong(i -> i < rank ? batch.get(i) : 1).toArray();
    Shape column = Shape.of(dims);
    NDArray[] columns = new NDArray[components.size()];
    for (int i = 0; i < columns.length; i++) {
      Component component = components.get(i);
      List<Integer> axes =
          IntStream.range(0, component.values.rank())
              .map(axis -> axis + component.first)
              .boxed()
              .toList();
      columns[i] = Lax.bind(new Primitive.BroadcastInDim(column, axes), component.values);
    }
    return columns.length == 1 ? columns[0] : Lax.bind(new Primitive.Concatenate(rank), columns);
  }
}
