package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Parts and other orders of matrices, which lie on the last two axes. For code that builds graphs,
 * as {@link Lax}.
 */
public final class MatrixParts {
  private MatrixParts() {}

  static void requireMatrix(String operation, NDArray a) {
    if (a.rank() < 2) {
      throw new ShapeException(
          operation + ": the array must be at least two-dimensional, got " + a.type());
    }
  }

  static void requireSquare(String operation, NDArray a) {
    if (a.rank() < 2 || a.shape().dim(-1) != a.shape().dim(-2)) {
      throw new ShapeException(
          operation + ": argument must have shape [..., n, n], got " + a.shape());
    }
  }

  /**
   * {@return the extents of the leading axes}
   *
   * @param a matrices
   */
  public static Shape batch(NDArray a) {
    return a.shape().range(0, a.rank() - 2);
  }

  /**
   * {@return the matrices with rows as columns}
   *
   * @param a matrices
   */
  public static NDArray transposed(NDArray a) {
    return Shaping.swapaxes(a, -1, -2);
  }

  /** Leading axes expanded to others. */
  static NDArray expand(NDArray a, Shape batch) {
    return Lax.broadcastTo(a, batch.concat(a.shape().range(a.rank() - 2, a.rank())));
  }

  /**
   * Identity matrices.
   *
   * @param batch extents of the leading axes
   * @param n rows and columns
   * @param dtype element type
   * @return the matrices
   */
  public static NDArray identity(Shape batch, long n, DType dtype) {
    return expand(Creation.eye(n, n, 0, dtype), batch);
  }

  /**
   * A triangle, zeros elsewhere.
   *
   * @param a matrices
   * @param triangle which triangle
   * @param offset diagonal at which it begins; positive is above the main one
   * @return the matrices with zeros beyond that diagonal
   */
  public static NDArray triangle(NDArray a, Triangle triangle, long offset) {
    NDArray row = Lax.iota(DType.INT32, a.shape(), a.rank() - 2);
    NDArray column = Lax.iota(DType.INT32, a.shape(), a.rank() - 1);
    NDArray edge = Lax.apply(Fn.ADD, row, Creation.scalar(offset, DType.INT32));
    NDArray inside =
        Lax.apply(
            switch (triangle) {
              case LOWER -> Fn.GE;
              case UPPER -> Fn.LE;
            },
            edge,
            column);
    NDArray zero = Lax.broadcastTo(Creation.scalar(0L, a.dtype()), a.shape());
    return Lax.select(inside, a, zero);
  }

  /**
   * Diagonals: every (columns + 1)-th element of a matrix as one row.
   *
   * @param a matrices
   * @param offset how far to the right of the main diagonal
   * @return the diagonal of each matrix
   */
  public static NDArray diagonal(NDArray a, long offset) {
    long rows = a.shape().dim(-2);
    long columns = a.shape().dim(-1);
    long length =
        Math.max(
            0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
    Shape batch = batch(a);
    NDArray flat = Lax.reshape(a, batch.concat(Shape.of(rows * columns)));
    long first = length == 0 ? 0 : offset >= 0 ? offset : -offset * columns;
    long end = length == 0 ? 0 : first + (length - 1) * (columns + 1) + 1;
    List<Long> start = new ArrayList<>(Collections.nCopies(batch.rank(), 0L));
    List<Long> limit = new ArrayList<>();
    List<Long> strides = new ArrayList<>(Collections.nCopies(batch.rank(), 1L));
    for (long extent : batch.dims()) {
      limit.add(extent);
    }
    start.add(first);
    limit.add(end);
    strides.add(columns + 1);
    return Lax.bind(new Primitive.Slice(start, limit, strides), flat);
  }

  /**
   * Rows in another order.
   *
   * @param a matrices
   * @param order for each matrix the number of the row that comes first, second, …
   * @return the matrices with rows a[order[0]], a[order[1]], …
   */
  public static NDArray rows(NDArray a, NDArray order) {
    int rank = a.rank();
    if (a.shape().dim(-2) == 0) {
      return a;
    }
    List<Integer> batch = IntStream.range(0, rank - 2).boxed().toList();
    GatherDimensions dimensions =
        new GatherDimensions(List.of(rank - 1), List.of(rank - 2), batch, batch, List.of(rank - 2));
    List<Long> sizes = new ArrayList<>(Collections.nCopies(rank - 1, 1L));
    sizes.add(a.shape().dim(-1));
    NDArray indices = Lax.reshape(order, order.shape().insert(order.rank(), 1));
    return Lax.bind(
        new Indexing.Gather(dimensions, sizes, Indexing.Bounds.PROMISE_IN_BOUNDS, null),
        a,
        indices);
  }
}
