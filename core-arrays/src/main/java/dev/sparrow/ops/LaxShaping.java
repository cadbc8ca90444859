package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Primitives that move elements, by their names in {@code jax.lax}: nothing promotes. */
public final class LaxShaping {
  private LaxShaping() {}

  /**
   * Counts along a line.
   *
   * @param dtype element type
   * @param size number of elements
   * @return 0, 1, 2, …
   */
  @JaxName("lax.iota")
  public static NDArray iota(DType dtype, long size) {
    return Lax.iota(dtype, Shape.of(size), 0);
  }

  /**
   * The same elements under another shape.
   *
   * @param operand operand
   * @param newSizes extents
   * @param dimensions order in which axes are read; null for theirs
   * @return the reshaped array
   */
  @JaxName("lax.reshape")
  public static NDArray reshape(
      NDArray operand, Shape newSizes, @Nullable List<Integer> dimensions) {
    NDArray read =
        dimensions == null ? operand : Lax.bind(new Primitive.Transpose(dimensions), operand);
    return Lax.reshape(read, newSizes);
  }

  /**
   * Permutes axes.
   *
   * @param operand operand
   * @param permutation operand axis of each result axis
   * @return the permuted array
   */
  @JaxName("lax.transpose")
  public static NDArray transpose(NDArray operand, List<Integer> permutation) {
    return Lax.bind(new Primitive.Transpose(permutation), operand);
  }

  /**
   * Drops axes of extent 1.
   *
   * @param array operand
   * @param dimensions the axes, negative from the end
   * @return the array with fewer axes
   */
  @JaxName("lax.squeeze")
  public static NDArray squeeze(NDArray array, int[] dimensions) {
    return dimensions.length == 0
        ? array
        : Lax.bind(new Primitive.Squeeze(array.shape().axes("squeeze", dimensions)), array);
  }

  /**
   * Reverses axes.
   *
   * @param operand operand
   * @param dimensions the axes
   * @return the reversed array
   */
  @JaxName("lax.rev")
  public static NDArray rev(NDArray operand, List<Integer> dimensions) {
    return dimensions.isEmpty() ? operand : Lax.bind(new Primitive.Rev(dimensions), operand);
  }

  /**
   * A strided window with constant bounds.
   *
   * @param operand operand
   * @param startIndices first index along each axis
   * @param limitIndices one past the last
   * @param strides steps; null for 1
   * @return the window
   */
  @JaxName("lax.slice")
  public static NDArray slice(
      NDArray operand,
      List<Long> startIndices,
      List<Long> limitIndices,
      @Nullable List<Long> strides) {
    List<Long> steps = strides == null ? Collections.nCopies(operand.rank(), 1L) : strides;
    return Lax.bind(new Primitive.Slice(startIndices, limitIndices, steps), operand);
  }

  /**
   * A window along one axis, whole along the others.
   *
   * @param operand operand
   * @param startIndex first index, negative from the end; null for 0
   * @param limitIndex one past the last, negative from the end; null for the extent
   * @param stride step; null for 1
   * @param axis the axis; null for 0
   * @return the window
   */
  @JaxName("lax.slice_in_dim")
  public static NDArray sliceInDim(
      NDArray operand,
      @Nullable Long startIndex,
      @Nullable Long limitIndex,
      @Nullable Long stride,
      @Nullable Integer axis) {
    int along = operand.shape().axis("slice_in_dim", axis == null ? 0 : axis);
    long extent = operand.shape().dim(along);
    long start = startIndex == null ? 0 : startIndex;
    long limit = limitIndex == null ? extent : limitIndex;
    List<Long> starts = new ArrayList<>(Collections.nCopies(operand.rank(), 0L));
    List<Long> limits = new ArrayList<>();
    for (int other = 0; other < operand.rank(); other++) {
      limits.add(operand.shape().dim(other));
    }
    List<Long> steps = new ArrayList<>(Collections.nCopies(operand.rank(), 1L));
    starts.set(along, start < 0 ? start + extent : start);
    limits.set(along, limit < 0 ? limit + extent : limit);
    steps.set(along, stride == null ? 1L : stride);
    return slice(operand, starts, limits, steps);
  }

  /** A window along one axis. */
  static NDArray sliceInDim(NDArray operand, long start, long limit, int axis) {
    return sliceInDim(operand, start, limit, null, axis);
  }

  /**
   * The slice at an index along one axis.
   *
   * @param operand operand
   * @param index the index, negative from the end
   * @param axis the axis; null for 0
   * @param keepdims whether the axis stays with extent 1; null for true
   * @return the slice
   * @throws ShapeException if there is no such index
   */
  @JaxName("lax.index_in_dim")
  public static NDArray indexInDim(
      NDArray operand, long index, @Nullable Integer axis, @Nullable Boolean keepdims) {
    int along = operand.shape().axis("index_in_dim", axis == null ? 0 : axis);
    long extent = operand.shape().dim(along);
    if (index < -extent || index >= extent) {
      throw new ShapeException(
          "index_in_dim: index "
              + index
              + " is out of bounds for axis "
              + along
              + " of "
              + operand.type());
    }
    long at = index < 0 ? index + extent : index;
    NDArray slice = sliceInDim(operand, at, at + 1, along);
    return Boolean.FALSE.equals(keepdims) ? Shaping.squeeze(slice, along) : slice;
  }

  /**
   * Joins arrays of one dtype along an axis.
   *
   * @param operands the arrays
   * @param dimension the axis
   * @return the joined array
   */
  @JaxName("lax.concatenate")
  public static NDArray concatenate(List<NDArray> operands, int dimension) {
    return Lax.bind(new Primitive.Concatenate(dimension), operands.toArray(NDArray[]::new));
  }

  /**
   * Pads, crops where low or high are negative, and spreads elements where interior is positive.
   *
   * @param operand operand
   * @param paddingValue scalar of its dtype
   * @param paddingConfig for each axis low, high, interior
   * @return the padded array
   */
  @JaxName("lax.pad")
  public static NDArray pad(NDArray operand, NDArray paddingValue, long[][] paddingConfig) {
    NDArray value =
        paddingValue.type().weak()
            ? Operands.convert("pad", paddingValue, operand.dtype(), false)
            : paddingValue;
    return Lax.bind(
        new Primitive.Pad(
            column(paddingConfig, 0), column(paddingConfig, 1), column(paddingConfig, 2)),
        operand,
        value);
  }

  private static List<Long> column(long[][] rows, int column) {
    return Arrays.stream(rows).map(row -> row[column]).toList();
  }
}
