package dev.sparrow.testing;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Indexing.Bounds;
import dev.sparrow.graph.Primitive.UpdateMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link Indexing}, one element at a time, from the definition of XLA's gather and scatter. */
final class ReferenceIndexing {
  private ReferenceIndexing() {}

  static HostArray apply(Indexing prim, Shape shape, List<HostArray> in) {
    HostArray operand = in.getFirst();
    return switch (prim) {
      case Indexing.DynamicSlice _ -> {
        long[] start = starts(operand.shape(), shape, in.subList(1, in.size()));
        yield HostArray.byIndex(operand.dtype(), shape, index -> operand.at(plus(index, start)));
      }
      case Indexing.DynamicUpdateSlice() -> {
        HostArray update = in.get(1);
        long[] start = starts(shape, update.shape(), in.subList(2, in.size()));
        yield HostArray.byIndex(
            operand.dtype(),
            shape,
            index -> {
              long[] inside = minus(index, start);
              return isWithin(inside, update.shape()) ? update.at(inside) : operand.at(index);
            });
      }
      case Indexing.Gather gather -> gather(gather, shape, operand, in.get(1));
      case Indexing.Scatter scatter -> scatter(scatter, operand, in.get(1), in.get(2));
    };
  }

  private static long[] starts(Shape whole, Shape sizes, List<HostArray> in) {
    long[] start = new long[whole.rank()];
    for (int axis = 0; axis < start.length; axis++) {
      start[axis] = Math.clamp(in.get(axis).bits(0), 0, whole.dim(axis) - sizes.dim(axis));
    }
    return start;
  }

  private static long[] plus(long[] index, long[] start) {
    return IntStream.range(0, index.length).mapToLong(i -> index[i] + start[i]).toArray();
  }

  private static long[] minus(long[] index, long[] start) {
    return IntStream.range(0, index.length).mapToLong(i -> index[i] - start[i]).toArray();
  }

  private static boolean isWithin(long[] index, Shape shape) {
    return IntStream.range(0, index.length)
        .allMatch(axis -> index[axis] >= 0 && index[axis] < shape.dim(axis));
  }

  private static HostArray gather(
      Indexing.Gather gather, Shape shape, HostArray operand, HostArray indices) {
    long[] sizes = gather.sliceSizes().stream().mapToLong(Long::longValue).toArray();
    DType dtype = operand.dtype();
    long fill = gather.fill() == null ? Indexing.defaultFill(dtype) : gather.fill().bits();
    return HostArray.byIndex(
        dtype,
        shape,
        index -> {
          long[] place =
              place(
                  gather.dimensions(),
                  operand.shape(),
                  sizes,
                  indices,
                  index,
                  gather.bounds() != Bounds.FILL_OR_DROP);
          return place == null ? fill : operand.at(place);
        });
  }

  private static HostArray scatter(
      Indexing.Scatter scatter, HostArray operand, HostArray indices, HostArray updates) {
    GatherDimensions dims = scatter.dimensions().gather();
    Shape shape = operand.shape();
    long[] sizes = new long[shape.rank()];
    java.util.Arrays.fill(sizes, 1);
    List<Integer> windowAxes = dims.windowAxes(shape.rank());
    for (int i = 0; i < windowAxes.size(); i++) {
      sizes[windowAxes.get(i)] = updates.shape().dim(dims.offsetDims().get(i));
    }
    long[] result = new long[Math.toIntExact(shape.size())];
    java.util.Arrays.setAll(result, operand::bits);
    // Updates in the order of their index vectors: the axes of a window vary fastest.
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, updates.shape().rank())
        .filter(axis -> !dims.offsetDims().contains(axis))
        .forEach(order::add);
    order.addAll(dims.offsetDims());
    Shape ordered = Shape.of(order.stream().mapToLong(axis -> updates.shape().dim(axis)).toArray());
    HostArray.byIndex(
        updates.dtype(),
        ordered,
        index -> {
          long[] of = new long[index.length];
          for (int i = 0; i < index.length; i++) {
            of[order.get(i)] = index[i];
          }
          long[] place = place(dims, shape, sizes, indices, of, scatter.bounds() == Bounds.CLIP);
          if (place != null) {
            int at = Math.toIntExact(position(shape, place));
            result[at] = updated(scatter.mode(), operand.dtype(), result[at], updates.at(of));
          }
          return 0;
        });
    return HostArray.byPosition(operand.dtype(), shape, at -> result[(int) at]);
  }

  private static long updated(UpdateMode mode, DType dtype, long old, long value) {
    return ReferenceOps.updated(mode, dtype, old, value);
  }

  /** Where an element of a result (or of updates) lies in the operand; null if outside. */
  private static long @Nullable [] place(
      GatherDimensions dims,
      Shape operand,
      long[] sizes,
      HostArray indices,
      long[] index,
      boolean clip) {
    long[] batch =
        IntStream.range(0, index.length)
            .filter(axis -> !dims.offsetDims().contains(axis))
            .mapToLong(axis -> index[axis])
            .toArray();
    long[] place = new long[operand.rank()];
    for (int i = 0; i < dims.startIndexMap().size(); i++) {
      int axis = dims.startIndexMap().get(i);
      long[] component = java.util.Arrays.copyOf(batch, batch.length + 1);
      component[batch.length] = i;
      long start = indices.at(component);
      long limit = operand.dim(axis) - sizes[axis];
      if (!clip && (start < 0 || start > limit)) {
        return null;
      }
      place[axis] = Math.clamp(start, 0, limit);
    }
    for (int i = 0; i < dims.operandBatchingDims().size(); i++) {
      place[dims.operandBatchingDims().get(i)] = batch[dims.startIndicesBatchingDims().get(i)];
    }
    List<Integer> windowAxes = dims.windowAxes(operand.rank());
    for (int i = 0; i < windowAxes.size(); i++) {
      place[windowAxes.get(i)] += index[dims.offsetDims().get(i)];
    }
    return place;
  }

  private static long position(Shape shape, long[] index) {
    long position = 0;
    for (int axis = 0; axis < index.length; axis++) {
      position = position * shape.dim(axis) + index[axis];
    }
    return position;
  }
}
