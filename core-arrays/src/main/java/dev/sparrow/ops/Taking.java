package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.IndexedUpdate;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.ScatterDimensions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions that read and write at listed positions. Positions that do not exist read the dtype's
 * fill value (NaN, the smallest signed or largest unsigned integer, true) unless a mode is given,
 * which differs from {@link NDArray#get(NDArray...)}.
 */
public final class Taking {
  private Taking() {}

  /**
   * Elements at positions of the flattened array.
   *
   * @param a operand
   * @param indices positions, integers of any shape; negative ones count from the end
   * @return an array of the shape of {@code indices}
   */
  public static NDArray take(NDArray a, NDArray indices) {
    return take(a, indices, null, null, null);
  }

  /**
   * Elements at positions along an axis.
   *
   * @param a operand
   * @param indices positions, integers of any shape; negative ones count from the end
   * @param axis the axis, which the axes of {@code indices} replace
   * @return the elements
   */
  public static NDArray take(NDArray a, NDArray indices, int axis) {
    return take(a, indices, axis, null, null);
  }

  /**
   * Elements at positions along an axis.
   *
   * @param a operand
   * @param indices positions, integers of any shape; negative ones count from the end, except under
   *     {@link IndexMode#CLIP}, which clips them
   * @param axis the axis, which the axes of {@code indices} replace; null for that of the flattened
   *     array
   * @param mode FILL, CLIP, WRAP or PROMISE_IN_BOUNDS; null for FILL
   * @param fillValue what positions that do not exist read under FILL; null for the dtype's default
   * @return the elements
   */
  @JaxName("take")
  public static NDArray take(
      NDArray a,
      NDArray indices,
      @Nullable Integer axis,
      @Nullable IndexMode mode,
      @Nullable Double fillValue) {
    NDArray operand = axis == null ? Shaping.ravel(a) : a;
    int along = operand.shape().axis("take", axis == null ? 0 : axis);
    IndexMode rule = mode == null ? IndexMode.FILL : mode;
    NDArray positions =
        rule == IndexMode.WRAP ? wrapped(indices, operand.shape().dim(along)) : indices;
    IndexedUpdate place = operand.at(along(along, Index.take(positions)));
    place =
        switch (rule) {
          case FILL -> fillValue == null ? place.mode(IndexMode.FILL) : place.fill(fillValue);
          case CLIP -> place.mode(IndexMode.CLIP).withoutWrapping();
          case WRAP, PROMISE_IN_BOUNDS -> place.mode(IndexMode.PROMISE_IN_BOUNDS);
          case DROP, RAISE ->
              throw new IllegalArgumentException(
                  "take: unknown mode " + rule + "; use FILL, CLIP, WRAP or PROMISE_IN_BOUNDS");
        };
    return place.get();
  }

  /** Positions that count on from the start again. */
  static NDArray wrapped(NDArray indices, long extent) {
    return Arithmetic.remainder(indices, Creation.weak(Math.max(extent, 1)));
  }

  /** An index list that names everything before an axis. */
  static Index[] along(int axis, Index index) {
    Index[] entries = new Index[axis + 1];
    Arrays.fill(entries, Index.all());
    entries[axis] = index;
    return entries;
  }

  /**
   * One element for each of {@code indices}: {@code result[i, j] = arr[i, indices[i, j]]} for axis
   * 1 of 2.
   *
   * @param arr operand
   * @param indices positions along the axis; its other extents broadcast with those of {@code arr}
   * @param axis the axis
   * @return an array of the broadcast shape
   */
  public static NDArray takeAlongAxis(NDArray arr, NDArray indices, int axis) {
    return takeAlongAxis(arr, indices, axis, null, null);
  }

  /**
   * One element for each of {@code indices}.
   *
   * @param arr operand
   * @param indices positions along the axis, negative from the end; its other extents broadcast
   *     with those of {@code arr}
   * @param axis the axis; null flattens {@code arr} and takes along that
   * @param mode FILL, CLIP or PROMISE_IN_BOUNDS; null for FILL
   * @param fillValue what positions that do not exist read under FILL; null for the dtype's default
   * @return an array of the broadcast shape
   */
  @JaxName("take_along_axis")
  public static NDArray takeAlongAxis(
      NDArray arr,
      NDArray indices,
      @Nullable Integer axis,
      @Nullable IndexMode mode,
      @Nullable Double fillValue) {
    if (axis == null) {
      if (indices.rank() != 1) {
        throw new ShapeException(
            "take_along_axis: without an axis, indices must have one axis, got " + indices.type());
      }
      return takeAlongAxis(Shaping.ravel(arr), indices, 0, mode, fillValue);
    }
    Along along = new Along("take_along_axis", arr, indices, axis);
    IndexMode rule = mode == null ? IndexMode.FILL : mode;
    NDArray operand = Lax.broadcastTo(along.operand, along.operandShape());
    long extent = operand.shape().dim(along.axis);
    if (along.result.size() == 0) {
      return Lax.reshape(Lax.reshape(operand, Shape.of(operand.size())).get("0:0"), along.result);
    }
    NDArray vectors = along.vectors(extent, rule != IndexMode.PROMISE_IN_BOUNDS);
    List<Long> sizes = Collections.nCopies(operand.rank(), 1L);
    return DynamicSlices.gather(operand, vectors, along.dimensions(), sizes, rule, fillValue);
  }

  /**
   * The array with one element replaced for each of {@code indices}.
   *
   * @param arr the array
   * @param indices positions along the axis, negative from the end; those that do not exist are
   *     dropped; its other extents broadcast with those of {@code arr}
   * @param values what is put; broadcasts with {@code indices}
   * @param axis the axis
   * @return a new array
   */
  public static NDArray putAlongAxis(NDArray arr, NDArray indices, NDArray values, int axis) {
    return putAlongAxis(arr, indices, values, axis, null);
  }

  /**
   * The array with one element replaced for each of {@code indices}.
   *
   * @param arr the array
   * @param indices positions along the axis, negative from the end; its other extents broadcast
   *     with those of {@code arr}
   * @param values what is put; broadcasts with {@code indices}
   * @param axis the axis; null for the flattened array
   * @param mode CLIP, DROP or PROMISE_IN_BOUNDS; null for DROP
   * @return a new array
   */
  @JaxName("put_along_axis")
  public static NDArray putAlongAxis(
      NDArray arr,
      NDArray indices,
      NDArray values,
      @Nullable Integer axis,
      @Nullable IndexMode mode) {
    if (axis == null) {
      NDArray flat = putAlongAxis(Shaping.ravel(arr), indices, values, 0, mode);
      return Lax.reshape(flat, arr.shape());
    }
    Along along = new Along("put_along_axis", arr, indices, axis);
    if (!along.operandShape().equals(arr.shape())) {
      throw new ShapeException(
          "put_along_axis: indices of type "
              + indices.type()
              + " do not broadcast to "
              + arr.type());
    }
    if (along.result.size() == 0) {
      return arr;
    }
    NDArray updates = Shaping.broadcastTo(Lax.convert(values, arr.dtype()), along.result.dims());
    return DynamicSlices.scatter(
        UpdateMode.SET,
        arr,
        along.vectors(arr.shape().dim(along.axis), true),
        updates,
        ScatterDimensions.of(along.dimensions()),
        mode);
  }

  /** Operand and indices of one rank, whose axes but one run in step. */
  private static final class Along {
    final NDArray operand;
    final NDArray indices;
    final int axis;
    final Shape result;

    Along(String operation, NDArray operand, NDArray indices, int axis) {
      if (operand.rank() != indices.rank()) {
        throw new ShapeException(
            operation
                + ": indices and arr must have the same number of dimensions; "
                + indices.rank()
                + " vs. "
                + operand.rank());
      }
      if (!indices.dtype().isInteger()) {
        throw new DTypeException(operation + ": indices must be integers, got " + indices.type());
      }
      this.operand = operand;
      this.indices = indices;
      this.axis = operand.shape().axis(operation, axis);
      Shape others = operand.shape().with(this.axis, 1);
      this.result =
          others
              .broadcast(operation, indices.shape().with(this.axis, 1))
              .with(this.axis, indices.shape().dim(this.axis));
    }

    Shape operandShape() {
      return result.with(axis, operand.shape().dim(axis));
    }

    GatherDimensions dimensions() {
      List<Integer> others =
          IntStream.range(0, operand.rank()).filter(other -> other != axis).boxed().toList();
      return new GatherDimensions(List.of(), List.of(axis), others, others, List.of(axis));
    }

    NDArray vectors(long extent, boolean wrap) {
      boolean wide = indices.dtype().bytes() == 8 || indices.dtype() == DType.UINT32;
      NDArray counted = Lax.convert(indices, wide ? DType.INT64 : DType.INT32);
      if (wrap && !indices.dtype().isUnsigned()) {
        NDArray negative = Logic.less(counted, Creation.weak(0));
        counted = Logic.where(negative, counted.add(extent), counted);
      }
      return Lax.reshape(Lax.broadcastTo(counted, result), result.insert(result.rank(), 1));
    }
  }

  /**
   * The array with elements at positions of its flattened form replaced.
   *
   * @param a the array
   * @param indices positions in the flattened array, negative from the end
   * @param values what is put, repeated as often as needed
   * @return a new array of the shape of {@code a}
   */
  public static NDArray put(NDArray a, NDArray indices, NDArray values) {
    return put(a, indices, values, null);
  }

  /**
   * The array with elements at positions of its flattened form replaced.
   *
   * @param a the array
   * @param ind positions in the flattened array, negative from the end
   * @param v what is put, repeated as often as needed
   * @param mode CLIP, WRAP, or null to drop positions that do not exist
   * @return a new array of the shape of {@code a}
   */
  @JaxName("put")
  public static NDArray put(NDArray a, NDArray ind, NDArray v, @Nullable IndexMode mode) {
    if (a.size() == 0 || ind.size() == 0 || v.size() == 0) {
      return a;
    }
    NDArray flat = Shaping.ravel(a);
    NDArray positions = Shaping.ravel(ind);
    NDArray values = Repeating.resize(Shaping.ravel(v), positions.size());
    IndexedUpdate place =
        switch (mode == null ? IndexMode.DROP : mode) {
          case CLIP -> flat.at(positions).mode(IndexMode.CLIP).withoutWrapping();
          case WRAP -> flat.at(wrapped(positions, flat.size()));
          case DROP, FILL -> flat.at(positions).mode(IndexMode.DROP);
          case PROMISE_IN_BOUNDS -> flat.at(positions).mode(IndexMode.PROMISE_IN_BOUNDS);
          case RAISE ->
              throw new IllegalArgumentException(
                  "put: mode RAISE is not supported; use CLIP, WRAP or none");
        };
    return Lax.reshape(place.set(values), a.shape());
  }

  /**
   * The array with elements replaced where a mask holds, by successive values.
   *
   * @param arr the array
   * @param mask bool, of the size of {@code arr}
   * @param vals values for the first, second, … place, repeated as often as needed
   * @return a new array
   */
  @JaxName("place")
  public static NDArray place(NDArray arr, NDArray mask, NDArray vals) {
    if (arr.size() != mask.size()) {
      throw new ShapeException(
          "place: arr " + arr.type() + " and mask " + mask.type() + " must be the same size");
    }
    if (vals.size() == 0) {
      throw new ShapeException("place: vals must not be empty, got " + vals.type());
    }
    NDArray where = Shaping.ravel(Operands.truth(mask));
    NDArray positions = IndexArrays.flatnonzero(where, arr.size(), (double) arr.size());
    NDArray values = Repeating.resize(Shaping.ravel(vals), arr.size());
    NDArray flat = Shaping.ravel(arr).at(positions).mode(IndexMode.DROP).set(values);
    return Lax.reshape(flat, arr.shape());
  }

  /**
   * Elements where a condition holds, in row-major order.
   *
   * @param condition bool, of the size of {@code arr}
   * @param arr operand
   * @return an array of one axis, whose size the values decide
   */
  public static NDArray extract(NDArray condition, NDArray arr) {
    return extract(condition, arr, null, null);
  }

  /**
   * Elements where a condition holds, in row-major order.
   *
   * @param condition bool
   * @param arr operand
   * @param size size of the result, cut or filled up; null for as many as there are, which only
   *     values can tell
   * @param fillValue what fills it up; null for 0
   * @return an array of one axis
   */
  @JaxName("extract")
  public static NDArray extract(
      NDArray condition, NDArray arr, @Nullable Long size, @Nullable Double fillValue) {
    return compress(Shaping.ravel(condition), arr, null, size, fillValue);
  }

  /**
   * Slices along an axis for which a condition holds.
   *
   * @param condition bool, one axis; as long as the axis or shorter
   * @param a operand
   * @param axis the axis; null for that of the flattened array
   * @return the slices
   */
  public static NDArray compress(NDArray condition, NDArray a, @Nullable Integer axis) {
    return compress(condition, a, axis, null, null);
  }

  /**
   * Slices along an axis for which a condition holds.
   *
   * @param condition bool, one axis; as long as the axis or shorter
   * @param a operand
   * @param axis the axis; null for that of the flattened array
   * @param size extent of the result along the axis, cut or filled up; null for as many as there
   *     are, which only values can tell
   * @param fillValue what fills it up; null for 0
   * @return the slices
   */
  @JaxName("compress")
  public static NDArray compress(
      NDArray condition,
      NDArray a,
      @Nullable Integer axis,
      @Nullable Long size,
      @Nullable Double fillValue) {
    if (condition.rank() != 1) {
      throw new ShapeException("compress: condition must be a 1D array, got " + condition.type());
    }
    NDArray operand = axis == null ? Shaping.ravel(a) : a;
    int along = operand.shape().axis("compress", axis == null ? 0 : axis);
    long extent = operand.shape().dim(along);
    if (condition.size() > extent) {
      if (size == null
          && Operands.truth(condition)
              .get(Index.slice(extent, condition.size()))
              .any()
              .toBoolean()) {
        throw new ShapeException(
            "compress: condition holds beyond the "
                + extent
                + " elements of axis "
                + along
                + " of "
                + operand.type());
      }
      condition = condition.get(Index.slice(0, extent));
    }
    NDArray positions = IndexArrays.flatnonzero(condition, size, (double) extent);
    double fill = fillValue == null ? 0 : fillValue;
    return operand.at(along(along, Index.take(positions))).fill(fill).get();
  }

  /**
   * The array with its main diagonal replaced: elements whose positions along all axes are equal.
   *
   * @param a at least two axes, all of one extent if more than two
   * @param val values along the diagonal, repeated as often as needed
   * @return a new array
   */
  @JaxName("fill_diagonal")
  public static NDArray fillDiagonal(NDArray a, NDArray val) {
    if (a.rank() < 2) {
      throw new ShapeException("fill_diagonal: needs at least two axes, got " + a.type());
    }
    long extent = a.shape().dim(0);
    for (long dim : a.shape().dims()) {
      if (a.rank() > 2 && dim != extent) {
        throw new ShapeException(
            "fill_diagonal: all dimensions must be of equal length, got " + a.type());
      }
      extent = Math.min(extent, dim);
    }
    if (extent == 0 || val.size() == 0) {
      return a;
    }
    NDArray positions = Lax.iota(DType.INT32, Shape.of(extent), 0);
    List<Index> entries = new ArrayList<>();
    for (int axis = 0; axis < a.rank(); axis++) {
      entries.add(Index.take(positions));
    }
    NDArray values = val.rank() == 0 ? val : Repeating.resize(Shaping.ravel(val), extent);
    return a.at(entries.toArray(Index[]::new)).set(values);
  }
}
