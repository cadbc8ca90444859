package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Result types of {@link Indexing}, by XLA's rules for gather and scatter. */
final class IndexingTypes {
  private IndexingTypes() {}

  static ArrayType resultType(Indexing prim, List<ArrayType> in) {
    int operands =
        switch (prim) {
          case Indexing.DynamicSlice _ -> Math.max(1, in.size());
          case Indexing.DynamicUpdateSlice _ -> Math.max(2, in.size());
          case Indexing.Gather _ -> 2;
          case Indexing.Scatter _ -> 3;
        };
    TypeRules.arity(prim, in, operands);
    return switch (prim) {
      case Indexing.DynamicSlice(List<Long> sizes) -> dynamicSlice(sizes, in);
      case Indexing.DynamicUpdateSlice() -> dynamicUpdateSlice(in);
      case Indexing.Gather gather -> gather(gather, in);
      case Indexing.Scatter scatter -> scatter(scatter, in);
    };
  }

  private static ArrayType dynamicSlice(List<Long> sizes, List<ArrayType> in) {
    ArrayType operand = in.getFirst();
    starts("dynamic_slice", operand, in.subList(1, in.size()));
    return operand.withShape(window("dynamic_slice", Shape.of(array(sizes)), operand));
  }

  private static ArrayType dynamicUpdateSlice(List<ArrayType> in) {
    String name = "dynamic_update_slice";
    ArrayType operand = in.getFirst();
    ArrayType update = in.get(1);
    sameDType(name, operand, update);
    starts(name, operand, in.subList(2, in.size()));
    window(name, update.shape(), operand);
    return operand;
  }

  private static void starts(String name, ArrayType operand, List<ArrayType> starts) {
    if (starts.size() != operand.rank()) {
      throw new ShapeException(
          name
              + ": needs a start for each axis of "
              + operand
              + ", got "
              + starts.size()
              + " starts");
    }
    for (ArrayType start : starts) {
      if (start.rank() != 0 || !start.dtype().isInteger()) {
        throw new DTypeException(name + ": starts must be integer scalars, got " + start);
      }
    }
  }

  private static Shape window(String name, Shape sizes, ArrayType operand) {
    boolean fits = sizes.rank() == operand.rank();
    for (int axis = 0; fits && axis < operand.rank(); axis++) {
      fits = sizes.dim(axis) >= 0 && sizes.dim(axis) <= operand.shape().dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          name + ": a window of sizes " + sizes + " does not fit into " + operand);
    }
    return sizes;
  }

  private static void sameDType(String name, ArrayType operand, ArrayType update) {
    if (operand.dtype() != update.dtype()) {
      throw new DTypeException(
          name
              + ": operand "
              + operand
              + " and update "
              + update
              + " must have one dtype; convert the update first");
    }
  }

  private static ArrayType gather(Indexing.Gather gather, List<ArrayType> in) {
    ArrayType operand = in.get(0);
    Shape indices = indices("gather", in.get(1));
    GatherDimensions dims = gather.dimensions();
    // Along an empty batching axis there is no window at all, of extent 1 or any other.
    Shape fitted = Shape.of(array(gather.sliceSizes()));
    for (int axis : dims.operandBatchingDims()) {
      fitted =
          axis < fitted.rank() && operand.shape().dim(axis) == 0 ? fitted.with(axis, 0) : fitted;
    }
    Shape sizes = window("gather", fitted, operand);
    List<Integer> windowAxes =
        correspondence(
            "gather",
            operand.shape(),
            indices,
            dims,
            dims.offsetDims().size() + indices.rank() - 1);
    for (int axis = 0; axis < operand.rank(); axis++) {
      if (!windowAxes.contains(axis) && sizes.dim(axis) > 1) {
        throw new ShapeException(
            "gather: a window of sizes "
                + sizes
                + " has extent 1 along axes it drops, but not along axis "
                + axis
                + " of "
                + dims);
      }
    }
    if (gather.fill() != null && gather.fill().type().dtype() != operand.dtype()) {
      throw new DTypeException(
          "gather: the fill value " + gather.fill() + " has another dtype than " + operand);
    }
    long[] result = new long[dims.offsetDims().size() + indices.rank() - 1];
    int nextWindow = 0;
    int nextBatch = 0;
    for (int axis = 0; axis < result.length; axis++) {
      result[axis] =
          dims.offsetDims().contains(axis)
              ? sizes.dim(windowAxes.get(nextWindow++))
              : indices.dim(nextBatch++);
    }
    return operand.withShape(Shape.of(result));
  }

  private static ArrayType scatter(Indexing.Scatter scatter, List<ArrayType> in) {
    String name = scatter.jaxName();
    ArrayType operand = in.get(0);
    Shape indices = indices(name, in.get(1));
    ArrayType updates = in.get(2);
    ScatterDimensions dims = scatter.dimensions();
    sameDType(name, operand, updates);
    accepts(scatter, operand);
    List<Integer> windowAxes =
        correspondence(name, operand.shape(), indices, dims.gather(), updates.rank());
    int nextWindow = 0;
    int nextBatch = 0;
    boolean fits = dims.updateWindowDims().size() + indices.rank() - 1 == updates.rank();
    for (int axis = 0; fits && axis < updates.rank(); axis++) {
      long extent = updates.shape().dim(axis);
      fits =
          dims.updateWindowDims().contains(axis)
              ? extent <= operand.shape().dim(windowAxes.get(nextWindow++))
              : extent == indices.dim(nextBatch++);
    }
    if (!fits) {
      throw new ShapeException(
          name
              + ": updates "
              + updates
              + " do not fit operand "
              + operand
              + " and indices of shape "
              + indices
              + " by "
              + dims);
    }
    return operand;
  }

  private static void accepts(Indexing.Scatter scatter, ArrayType operand) {
    boolean accepted =
        switch (scatter.mode()) {
          case SET -> true;
          case ADD, MUL -> operand.dtype() != DType.KEY;
          case MIN, MAX -> operand.dtype() != DType.KEY && !operand.dtype().isComplex();
        };
    if (!accepted) {
      throw new DTypeException(scatter.jaxName() + ": does not accept dtype " + operand.dtype());
    }
  }

  private static Shape indices(String name, ArrayType indices) {
    if (!indices.dtype().isInteger() || indices.rank() == 0) {
      throw new DTypeException(
          name + ": indices must be integers whose last axis holds index vectors, got " + indices);
    }
    return indices.shape();
  }

  /** Checks that the dimension numbers fit, and gives the operand axes that windows keep. */
  private static List<Integer> correspondence(
      String name, Shape operand, Shape indices, GatherDimensions dims, int rank) {
    int vectorAxis = indices.rank() - 1;
    List<Integer> windowAxes = dims.windowAxes(operand.rank());
    boolean fits =
        ascending(dims.offsetDims(), rank)
            && ascending(dims.collapsedSliceDims(), operand.rank())
            && ascending(dims.operandBatchingDims(), operand.rank())
            && within(dims.startIndicesBatchingDims(), vectorAxis)
            && within(dims.startIndexMap(), operand.rank())
            && dims.startIndexMap().size() == indices.dim(vectorAxis)
            && dims.operandBatchingDims().size() == dims.startIndicesBatchingDims().size()
            && windowAxes.size() == dims.offsetDims().size()
            && windowAxes.size()
                == operand.rank()
                    - dims.collapsedSliceDims().size()
                    - dims.operandBatchingDims().size();
    for (int i = 0; fits && i < dims.operandBatchingDims().size(); i++) {
      int operandAxis = dims.operandBatchingDims().get(i);
      fits =
          operand.dim(operandAxis) == indices.dim(dims.startIndicesBatchingDims().get(i))
              && !dims.startIndexMap().contains(operandAxis);
    }
    if (!fits) {
      throw new ShapeException(
          name
              + ": dimension numbers "
              + dims
              + " do not fit an operand of shape "
              + operand
              + " and indices of shape "
              + indices);
    }
    return windowAxes;
  }

  private static boolean within(List<Integer> axes, int rank) {
    return new HashSet<>(axes).size() == axes.size()
        && axes.stream().allMatch(axis -> axis >= 0 && axis < rank);
  }

  private static boolean ascending(List<Integer> axes, int rank) {
    return within(axes, rank)
        && IntStream.range(1, axes.size()).allMatch(i -> axes.get(i - 1) < axes.get(i));
  }

  private static long[] array(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
