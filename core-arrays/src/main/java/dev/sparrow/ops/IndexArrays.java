package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.MaskPositions;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of positions: where elements are nonzero, triangles and diagonals, meshes, and positions
 * in flattened arrays. Positions have the default int dtype.
 */
public final class IndexArrays {
  private IndexArrays() {}

  /**
   * Positions of the nonzero elements, in row-major order. Their number is known only from values,
   * so this waits for them and cannot be traced; with a size it can.
   *
   * @param a operand
   * @return for each axis an array of positions
   */
  public static List<NDArray> nonzero(NDArray a) {
    return nonzero(a, null, null);
  }

  /**
   * Positions of the nonzero elements, in row-major order.
   *
   * @param a operand
   * @param size size of each result, cut or filled up; null for as many as there are
   * @param fillValue what fills them up; null for 0
   * @return for each axis an array of positions
   */
  @JaxName("nonzero")
  public static List<NDArray> nonzero(NDArray a, @Nullable Long size, @Nullable Double fillValue) {
    NDArray operand = a.rank() == 0 ? Shaping.ravel(a) : a;
    long outside = operand.size();
    NDArray flat = flatnonzero(operand, size, (double) outside);
    List<NDArray> positions = unravel(flat, operand.shape());
    if (size == null) {
      return positions;
    }
    NDArray filled = Logic.equal(flat, Creation.weak(outside));
    DType dtype = Profile.current().defaultInt();
    NDArray fill = Creation.scalar(fillValue == null ? 0 : fillValue, dtype);
    return positions.stream().map(each -> Logic.where(filled, fill, each)).toList();
  }

  /**
   * Positions where a condition holds: {@link #nonzero} by another name.
   *
   * @param condition operand
   * @return for each axis an array of positions
   */
  public static List<NDArray> where(NDArray condition) {
    return nonzero(condition);
  }

  /**
   * Positions where a condition holds: {@link #nonzero} by another name.
   *
   * @param condition operand
   * @param size size of each result, cut or filled up; null for as many as there are
   * @param fillValue what fills them up; null for 0
   * @return for each axis an array of positions
   */
  @JaxName("where")
  public static List<NDArray> where(
      NDArray condition, @Nullable Long size, @Nullable Double fillValue) {
    return nonzero(condition, size, fillValue);
  }

  /**
   * Positions of the nonzero elements as rows.
   *
   * @param a operand
   * @return an array of shape (number of nonzero elements, rank)
   */
  public static NDArray argwhere(NDArray a) {
    return argwhere(a, null, null);
  }

  /**
   * Positions of the nonzero elements as rows.
   *
   * @param a operand
   * @param size number of rows, cut or filled up; null for as many as there are
   * @param fillValue what fills them up; null for 0
   * @return an array of shape (number of rows, rank)
   */
  @JaxName("argwhere")
  public static NDArray argwhere(NDArray a, @Nullable Long size, @Nullable Double fillValue) {
    List<NDArray> positions = nonzero(a, size, fillValue);
    NDArray rows = Shaping.stack(positions, 1);
    return a.rank() == 0 ? rows.get(Index.all(), Index.slice(0, 0)) : rows;
  }

  /**
   * Positions of the nonzero elements of the flattened array.
   *
   * @param a operand
   * @return an array of one axis
   */
  public static NDArray flatnonzero(NDArray a) {
    return flatnonzero(a, null, null);
  }

  /**
   * Positions of the nonzero elements of the flattened array.
   *
   * @param a operand
   * @param size size of the result, cut or filled up; null for as many as there are
   * @param fillValue what fills it up; null for 0
   * @return an array of one axis
   */
  @JaxName("flatnonzero")
  public static NDArray flatnonzero(NDArray a, @Nullable Long size, @Nullable Double fillValue) {
    NDArray mask = Shaping.ravel(Operands.truth(a));
    DType dtype = Profile.current().defaultInt();
    if (mask instanceof ConcreteArray known) {
      NDArray positions = Lax.convert(MaskPositions.of(known), dtype);
      return size == null ? positions : sized(positions, size, fillValue, dtype);
    }
    if (size == null) {
      throw KnownSize.unknown("nonzero", "the number of nonzero elements", mask, "give a size");
    }
    NDArray empty = filler(size, fillValue, dtype);
    if (mask.size() == 0 || size == 0) {
      return empty;
    }
    // Each nonzero element goes to the place that the number of those before it says.
    NDArray place = Cumulation.cumsum(Lax.convert(mask, dtype), 0).sub(1);
    NDArray target = Logic.where(mask, place, Creation.weak(size));
    NDArray number = Lax.iota(dtype, mask.shape(), 0);
    return empty.at(target).mode(IndexMode.DROP).set(number);
  }

  private static NDArray sized(
      NDArray positions, long size, @Nullable Double fillValue, DType dtype) {
    return positions.size() >= size
        ? positions.get(Index.slice(0, size))
        : Shaping.concatenate(
            List.of(positions, filler(size - positions.size(), fillValue, dtype)), 0);
  }

  private static NDArray filler(long size, @Nullable Double fillValue, DType dtype) {
    return Creation.full(Shape.of(size), fillValue == null ? 0.0 : fillValue, dtype);
  }

  /**
   * Positions along each axis of positions in the flattened array. Those that lie outside become
   * the first or last position.
   *
   * @param indices positions in the flattened array, negative from the end
   * @param shape extents
   * @return for each axis an array of the shape of {@code indices}
   */
  @JaxName("unravel_index")
  public static List<NDArray> unravelIndex(NDArray indices, Shape shape) {
    if (!indices.dtype().isInteger()) {
      throw new DTypeException("unravel_index: indices must be integers, got " + indices.type());
    }
    NDArray wrapped = indices;
    if (!indices.dtype().isUnsigned()) {
      NDArray negative = Logic.less(indices, Creation.weak(0));
      NDArray fromEnd = Logic.where(negative, indices.add(shape.size()), indices);
      wrapped = Arithmetic.maximum(fromEnd, Creation.weak(0));
    }
    NDArray last = Creation.weak(Math.max(shape.size() - 1, 0));
    return unravel(Arithmetic.minimum(wrapped, last), shape);
  }

  /** Positions along each axis of positions from 0 to the size of a shape. */
  private static List<NDArray> unravel(NDArray flat, Shape shape) {
    List<NDArray> positions = new ArrayList<>();
    NDArray rest = flat;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      if (axis == 0) {
        positions.addFirst(rest);
        break;
      }
      NDArray extent =
          Lax.broadcastTo(
              Creation.scalar(Math.max(shape.dim(axis), 1), flat.dtype()), flat.shape());
      positions.addFirst(Lax.apply(Fn.REM, rest, extent));
      rest = Lax.apply(Fn.DIV, rest, extent);
    }
    return positions;
  }

  /**
   * Positions in the flattened array of positions along each axis.
   *
   * @param multiIndex for each axis an array of positions
   * @param dims extents
   * @return positions in the flattened array
   * @throws IndexOutOfBoundsException if a position does not exist
   */
  public static NDArray ravelMultiIndex(List<NDArray> multiIndex, long... dims) {
    return ravelMultiIndex(multiIndex, Shape.of(dims), null);
  }

  /**
   * Positions in the flattened array of positions along each axis.
   *
   * @param multiIndex for each axis an array of positions
   * @param dims extents
   * @param mode WRAP, CLIP, or RAISE or null to refuse positions that do not exist, which values
   *     must tell
   * @return positions in the flattened array
   * @throws IndexOutOfBoundsException if a position is refused
   */
  @JaxName("ravel_multi_index")
  public static NDArray ravelMultiIndex(
      List<NDArray> multiIndex, Shape dims, @Nullable IndexMode mode) {
    if (multiIndex.size() != dims.rank()) {
      throw new ShapeException(
          "ravel_multi_index: "
              + multiIndex.size()
              + " arrays of positions for "
              + dims.rank()
              + " extents");
    }
    NDArray flat = Creation.scalar(0, Profile.current().defaultInt());
    long[] strides = dims.rowMajorStrides();
    for (int axis = 0; axis < dims.rank(); axis++) {
      NDArray positions = multiIndex.get(axis);
      if (!positions.dtype().isInteger()) {
        throw new DTypeException(
            "ravel_multi_index: positions must be integers, got " + positions.type());
      }
      NDArray bounded = Choosing.bounded("ravel_multi_index", positions, dims.dim(axis), mode);
      flat = flat.add(bounded.mul(strides[axis]));
    }
    return flat;
  }

  /**
   * Arrays that index all combinations of positions: the k-th has its positions along axis k and
   * extent 1 elsewhere.
   *
   * @param args arrays of one axis: integers, or bool masks
   * @return as many arrays, which broadcast together
   */
  public static List<NDArray> ix(NDArray... args) {
    List<NDArray> open = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].rank() != 1) {
        throw new ShapeException("ix_: arrays must have one axis, got " + args[i].type());
      }
      NDArray positions = args[i].dtype() == DType.BOOL ? flatnonzero(args[i]) : args[i];
      long[] dims = LongStream.generate(() -> 1).limit(args.length).toArray();
      dims[i] = positions.size();
      open.add(Lax.reshape(positions, Shape.of(dims)));
    }
    return open;
  }

  /**
   * Positions along each axis of an array, for every element of it.
   *
   * @param dimensions extents of the array
   * @return an array of shape (rank, extents…) of the default int dtype
   */
  public static NDArray indices(long... dimensions) {
    return indices(Shape.of(dimensions), null);
  }

  /**
   * Positions along each axis of an array, for every element of it.
   *
   * @param dimensions extents of the array
   * @param dtype element type; null for the default int
   * @return an array of shape (rank, extents…)
   */
  public static NDArray indices(Shape dimensions, @Nullable DType dtype) {
    DType counted = dtype == null ? Profile.current().defaultInt() : dtype;
    List<NDArray> axes = new ArrayList<>();
    for (int axis = 0; axis < dimensions.rank(); axis++) {
      axes.add(Lax.iota(counted, dimensions, axis));
    }
    return axes.isEmpty() ? Creation.zeros(Shape.of(0), counted) : Shaping.stack(axes, 0);
  }

  /**
   * Positions along each axis, which broadcast together.
   *
   * @param dimensions extents
   * @param dtype element type; null for the default int
   * @return for each axis an array with extent 1 along all others
   */
  public static List<NDArray> sparseIndices(Shape dimensions, @Nullable DType dtype) {
    DType counted = dtype == null ? Profile.current().defaultInt() : dtype;
    List<NDArray> axes = new ArrayList<>();
    for (int axis = 0; axis < dimensions.rank(); axis++) {
      long[] dims = LongStream.generate(() -> 1).limit(dimensions.rank()).toArray();
      dims[axis] = dimensions.dim(axis);
      axes.add(Lax.iota(counted, Shape.of(dims), axis));
    }
    return axes;
  }

  /**
   * Positions of the main diagonal.
   *
   * @param n extent of every axis
   * @param ndim number of axes
   * @return for each axis the positions 0, 1, …, n-1
   */
  @JaxName("diag_indices")
  public static List<NDArray> diagIndices(long n, int ndim) {
    NDArray positions = Creation.arange(n);
    return java.util.Collections.nCopies(ndim, positions);
  }

  /**
   * Positions on and below a diagonal, in row-major order.
   *
   * @param n rows
   * @param k which diagonal; positive is above the main one
   * @param m columns; null for as many as rows
   * @return rows and columns of the positions
   */
  @JaxName("tril_indices")
  public static List<NDArray> trilIndices(long n, @Nullable Long k, @Nullable Long m) {
    return nonzero(Matrices.tri(n, m, k, DType.BOOL));
  }

  /**
   * Positions on and above a diagonal, in row-major order.
   *
   * @param n rows
   * @param k which diagonal; positive is above the main one
   * @param m columns; null for as many as rows
   * @return rows and columns of the positions
   */
  @JaxName("triu_indices")
  public static List<NDArray> triuIndices(long n, @Nullable Long k, @Nullable Long m) {
    long below = (k == null ? 0 : k) - 1;
    return nonzero(Logic.logicalNot(Matrices.tri(n, m, below, DType.BOOL)));
  }

  /**
   * Positions where a function of a matrix of ones is nonzero, such as {@code x -> triu(x, 1)}.
   *
   * @param n rows and columns
   * @param maskFunction keeps or zeroes elements
   * @return rows and columns of the positions
   */
  public static List<NDArray> maskIndices(long n, UnaryOperator<NDArray> maskFunction) {
    return nonzero(maskFunction.apply(Creation.ones(Shape.of(n, n), DType.FLOAT32)));
  }
}
