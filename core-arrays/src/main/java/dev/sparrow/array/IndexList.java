package dev.sparrow.array;

import dev.sparrow.ops.Creation;
import dev.sparrow.trace.ConcretizationException;
import java.util.ArrayList;
import java.util.List;

/**
 * An index list matched with the axes of an array: ellipses spelt out, slices clamped, masks as the
 * positions where they hold. A mask over some axes stands for one axis that merges them; of rank 0,
 * for a new axis of extent 1.
 *
 * @param shape shape of the array after that merging
 * @param entries one for each axis, and the inserted ones
 */
record IndexList(Shape shape, List<AxisIndex> entries) {
  IndexList {
    entries = List.copyOf(entries);
  }

  static IndexList of(Shape shape, List<Index> entries, IndexOptions options) {
    Matching matching = new Matching(shape, options);
    long named = entries.stream().mapToLong(IndexList::axes).sum();
    if (entries.stream().filter(Index.Ellipsis.class::isInstance).count() > 1) {
      throw new ShapeException("index: an index can only have a single ellipsis ('...')");
    }
    if (named > shape.rank()) {
      throw new IndexOutOfBoundsException(
          "index: too many indices: array is "
              + shape.rank()
              + "-dimensional, but "
              + named
              + " were indexed");
    }
    for (int i = 0; i < entries.size(); i++) {
      switch (entries.get(i)) {
        case Index.At(long position) -> matching.at(position);
        case Index.Slice slice -> matching.slice(slice);
        case Index.Take(NDArray positions) ->
            matching.add(new AxisIndex.Positions(positions), matching.extent());
        case Index.Mask(NDArray mask) -> matching.mask(mask, i);
        case Index.NewAxis() -> matching.entries.add(new AxisIndex.Inserted());
        case Index.Ellipsis() -> matching.whole(shape.rank() - (int) named);
      }
    }
    matching.whole(shape.rank() - matching.axis);
    long[] dims = matching.dims.stream().mapToLong(Long::longValue).toArray();
    return new IndexList(Shape.of(dims), matching.entries);
  }

  /** Axes of the array that an entry stands for. */
  static int axes(Index entry) {
    return switch (entry) {
      case Index.At _, Index.Slice _, Index.Take _ -> 1;
      case Index.Mask(NDArray mask) -> mask.rank();
      case Index.NewAxis(), Index.Ellipsis() -> 0;
    };
  }

  /** Whether positions come from arrays. */
  boolean isDynamic() {
    return entries.stream().anyMatch(AxisIndex.Positions.class::isInstance);
  }

  private static final class Matching {
    final Shape shape;
    final IndexOptions options;
    final List<AxisIndex> entries = new ArrayList<>();
    final List<Long> dims = new ArrayList<>();
    int axis;

    Matching(Shape shape, IndexOptions options) {
      this.shape = shape;
      this.options = options;
    }

    long extent() {
      return shape.dim(axis);
    }

    void add(AxisIndex entry, long extent) {
      entries.add(entry);
      dims.add(extent);
      axis++;
    }

    void at(long position) {
      long extent = extent();
      long wrapped = position < 0 && options.wrapNegative() ? position + extent : position;
      boolean exists = wrapped >= 0 && wrapped < extent;
      if (exists) {
        add(new AxisIndex.Position(wrapped), extent);
      } else if (options.mode() == null) {
        throw new IndexOutOfBoundsException(
            "index: " + position + " is out of bounds for axis " + axis + " with size " + extent);
      } else {
        // It was asked for: treated as a position that only the run knows.
        add(new AxisIndex.Positions(Creation.scalar(position, DType.INT64)), extent);
      }
    }

    void slice(Index.Slice slice) {
      long extent = extent();
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
      add(
          count == 0
              ? new AxisIndex.Range(0, 1, 0)
              : new AxisIndex.Range(first, count == 1 ? 1 : step, count),
          extent);
    }

    private static long bound(long given, long extent) {
      return given < 0 ? given + extent : given;
    }

    void mask(NDArray mask, int number) {
      long merged = 1;
      for (int i = 0; i < mask.rank(); i++) {
        if (mask.shape().dim(i) != shape.dim(axis + i)) {
          throw new IndexOutOfBoundsException(
              "index: boolean index did not match shape of indexed array in index "
                  + number
                  + ": got "
                  + mask.shape()
                  + ", expected "
                  + expected(mask.rank()));
        }
        merged *= shape.dim(axis + i);
      }
      NDArray positions =
          switch (mask) {
            case ConcreteArray known -> MaskPositions.of(known);
            case Tracer traced ->
                throw new ConcretizationException(
                    "index: array boolean indices must be concrete; got "
                        + traced.type()
                        + " in "
                        + traced.origin()
                        + "; the number of elements is not known while tracing: use where(mask, x,"
                        + " other), or x.at(mask(m)).set(scalar)");
          };
      entries.add(new AxisIndex.Positions(positions));
      dims.add(merged);
      axis += mask.rank();
    }

    private Shape expected(int rank) {
      long[] dims = new long[rank];
      for (int i = 0; i < rank; i++) {
        dims[i] = shape.dim(axis + i);
      }
      return Shape.of(dims);
    }

    void whole(int count) {
      for (int i = 0; i < count; i++) {
        add(AxisIndex.Range.whole(extent()), extent());
      }
    }
  }
}
