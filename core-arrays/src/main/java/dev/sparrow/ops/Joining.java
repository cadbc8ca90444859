package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions that make one array of several, or put slices in and take them out; {@link
 * Shaping#concatenate} and {@link Shaping#stack} are the plain forms.
 */
public final class Joining {
  private Joining() {}

  /**
   * Joins arrays along axis 0.
   *
   * @param arrays operands; dtypes promote
   * @return the joined array
   */
  @JaxName({"concatenate", "concat"})
  public static NDArray concatenate(List<NDArray> arrays) {
    return Shaping.concatenate(arrays, 0);
  }

  /**
   * Joins arrays along an axis.
   *
   * @param arrays operands; dtypes promote
   * @param axis the axis; null joins the flattened arrays
   * @return the joined array
   */
  @JaxName({"concatenate", "concat"})
  public static NDArray concatenate(List<NDArray> arrays, @Nullable Integer axis) {
    return axis == null
        ? Shaping.concatenate(arrays.stream().map(Shaping::ravel).toList(), 0)
        : Shaping.concatenate(arrays, axis);
  }

  /**
   * Joins arrays along axis 0 in a dtype.
   *
   * @param arrays operands
   * @param dtype what they are converted to
   * @return the joined array
   */
  @JaxName("concatenate")
  public static NDArray concatenate(List<NDArray> arrays, DType dtype) {
    return Shaping.concatenate(arrays.stream().map(a -> DTypes.astype(a, dtype)).toList(), 0);
  }

  /**
   * Joins arrays of one shape along a new axis 0.
   *
   * @param arrays operands of one shape; dtypes promote
   * @return an array with one more axis
   */
  @JaxName("stack")
  public static NDArray stack(List<NDArray> arrays) {
    return Shaping.stack(arrays, 0);
  }

  /**
   * Joins arrays along axis 1, arrays of one axis along that.
   *
   * @param tup operands; scalars become arrays of one axis
   * @return the joined array
   */
  @JaxName("hstack")
  public static NDArray hstack(List<NDArray> tup) {
    List<NDArray> arrays = tup.stream().map(Shaping::atleast1d).toList();
    boolean lines = arrays.isEmpty() || arrays.getFirst().rank() == 1;
    return Shaping.concatenate(arrays, lines ? 0 : 1);
  }

  /**
   * Joins arrays along axis 0 as rows.
   *
   * @param tup operands; arrays of one axis are rows
   * @return the joined array
   */
  @JaxName("vstack")
  public static NDArray vstack(List<NDArray> tup) {
    return Shaping.concatenate(tup.stream().map(Shaping::atleast2d).toList(), 0);
  }

  /**
   * Joins arrays along axis 2.
   *
   * @param tup operands; arrays of shape (n) become (1, n, 1) and (m, n) become (m, n, 1)
   * @return the joined array
   */
  @JaxName("dstack")
  public static NDArray dstack(List<NDArray> tup) {
    return Shaping.concatenate(tup.stream().map(Shaping::atleast3d).toList(), 2);
  }

  /**
   * Joins arrays along axis 1 as columns.
   *
   * @param tup operands; arrays of one axis are columns
   * @return the joined array
   */
  @JaxName("column_stack")
  public static NDArray columnStack(List<NDArray> tup) {
    List<NDArray> columns = new ArrayList<>();
    for (NDArray array : tup) {
      columns.add(array.rank() < 2 ? Shaping.atleast2d(array).transpose() : array);
    }
    return Shaping.concatenate(columns, 1);
  }

  /**
   * A matrix of blocks: each row's arrays are joined along the last axis, then the rows along the
   * one before it.
   *
   * @param rows the blocks; scalars and lines get leading axes of extent 1
   * @return the joined array
   */
  @JaxName("block")
  public static NDArray block(List<List<NDArray>> rows) {
    int rank = 2;
    for (List<NDArray> row : rows) {
      for (NDArray block : row) {
        rank = Math.max(rank, block.rank());
      }
    }
    List<NDArray> joined = new ArrayList<>();
    for (List<NDArray> row : rows) {
      List<NDArray> blocks = new ArrayList<>();
      for (NDArray block : row) {
        blocks.add(Shaping.atleast(block, rank));
      }
      joined.add(Shaping.concatenate(blocks, -1));
    }
    return Shaping.concatenate(joined, -2);
  }

  /**
   * A row of blocks: joined along the last axis.
   *
   * @param blocks the blocks; those of lower rank get leading axes of extent 1
   * @return the joined array
   */
  @JaxName("block")
  public static NDArray block(NDArray... blocks) {
    int rank = 1;
    for (NDArray block : blocks) {
      rank = Math.max(rank, block.rank());
    }
    List<NDArray> row = new ArrayList<>();
    for (NDArray block : blocks) {
      row.add(Shaping.atleast(block, rank));
    }
    return Shaping.concatenate(row, -1);
  }

  /**
   * One flattened array after another.
   *
   * @param arr first part
   * @param values second part
   * @return an array of one axis
   */
  public static NDArray append(NDArray arr, NDArray values) {
    return append(arr, values, null);
  }

  /**
   * One array after another.
   *
   * @param arr first part
   * @param values second part
   * @param axis axis to join along; null joins the flattened arrays
   * @return the joined array
   */
  @JaxName("append")
  public static NDArray append(NDArray arr, NDArray values, @Nullable Integer axis) {
    return concatenate(List.of(arr, values), axis);
  }

  /**
   * An array with slices inserted before positions.
   *
   * @param arr operand
   * @param obj positions along the axis, from 0 to its extent, negative from the end; known, not
   *     traced
   * @param values what is inserted; broadcasts, converted to the dtype of {@code arr}
   * @param axis the axis; null for that of the flattened array
   * @return the longer array
   */
  @JaxName("insert")
  public static NDArray insert(NDArray arr, NDArray obj, NDArray values, @Nullable Integer axis) {
    NDArray operand = axis == null ? Shaping.ravel(arr) : arr;
    int along = operand.shape().axis("insert", axis == null ? 0 : axis);
    long extent = operand.shape().dim(along);
    long[] positions = positions("insert", obj, extent, extent);
    boolean single = positions.length == 1;
    NDArray slices = Shaping.atleast(DTypes.astype(values, operand.dtype()), operand.rank());
    if (obj.rank() == 0) {
      // What is axis 0 of the values goes along the axis.
      slices = Shaping.moveaxis(slices, 0, along);
    }
    long count = single ? slices.shape().dim(along) : positions.length;
    NDArray inserted = Shaping.broadcastTo(slices, operand.shape().with(along, count).dims());
    List<Integer> sorted =
        IntStream.range(0, positions.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> positions[i]))
            .toList();
    List<NDArray> parts = new ArrayList<>();
    long done = 0;
    for (int which : sorted) {
      parts.add(piece(operand, along, done, positions[which]));
      parts.add(single ? inserted : piece(inserted, along, which, which + 1));
      done = positions[which];
    }
    parts.add(piece(operand, along, done, extent));
    return Shaping.concatenate(parts, along);
  }

  /**
   * An array without some slices.
   *
   * @param arr operand
   * @param obj positions along the axis, negative from the end, or a bool mask of it; known, not
   *     traced
   * @param axis the axis; null for that of the flattened array
   * @return the shorter array
   */
  @JaxName("delete")
  public static NDArray delete(NDArray arr, NDArray obj, @Nullable Integer axis) {
    NDArray operand = axis == null ? Shaping.ravel(arr) : arr;
    int along = operand.shape().axis("delete", axis == null ? 0 : axis);
    long extent = operand.shape().dim(along);
    NDArray listed = obj.dtype() == DType.BOOL ? IndexArrays.flatnonzero(obj) : obj;
    TreeSet<Long> deleted = new TreeSet<>();
    for (long position : positions("delete", listed, extent, extent - 1)) {
      deleted.add(position);
    }
    List<NDArray> parts = new ArrayList<>();
    long done = 0;
    for (long position : deleted) {
      if (position > done) {
        parts.add(piece(operand, along, done, position));
      }
      done = position + 1;
    }
    parts.add(piece(operand, along, done, extent));
    return Shaping.concatenate(parts, along);
  }

  /**
   * An array without a range of slices.
   *
   * @param arr operand
   * @param obj the range
   * @param axis the axis; null for that of the flattened array
   * @return the shorter array
   */
  @JaxName("delete")
  public static NDArray delete(NDArray arr, Index obj, @Nullable Integer axis) {
    NDArray operand = axis == null ? Shaping.ravel(arr) : arr;
    int along = operand.shape().axis("delete", axis == null ? 0 : axis);
    NDArray positions = Creation.arange(operand.shape().dim(along)).get(obj);
    return delete(operand, positions, along);
  }

  private static long[] positions(String operation, NDArray obj, long extent, long last) {
    long[] positions = Shaping.ravel(obj).toLongArray();
    for (int i = 0; i < positions.length; i++) {
      long given = positions[i];
      positions[i] = given < 0 ? given + extent : given;
      if (positions[i] < 0 || positions[i] > last) {
        throw new IndexOutOfBoundsException(
            operation + ": position " + given + " is out of bounds for size " + extent);
      }
    }
    return positions;
  }

  private static NDArray piece(NDArray x, int axis, long from, long to) {
    return x.get(Taking.along(axis, Index.slice(from, to)));
  }
}
