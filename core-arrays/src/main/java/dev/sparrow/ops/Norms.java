package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import java.util.List;

/** Lengths of vectors and sizes of matrices. Integers become floats; NaN gives NaN. */
public final class Norms {
  private Norms() {}

  /**
   * The Euclidean length of all elements.
   *
   * @param x any shape
   * @return a scalar; 0 for no elements
   */
  public static NDArray norm(NDArray x) {
    return vectorNorm(x, 2, Reduction.over());
  }

  /**
   * The Euclidean length along axes.
   *
   * @param x any shape
   * @param options axes, and whether they stay
   * @return the lengths
   */
  public static NDArray norm(NDArray x, Reduction options) {
    return vectorNorm(x, 2, options);
  }

  /**
   * The p-norm (Σ|x|^p)^(1/p) along axes, which count as one.
   *
   * @param x any shape
   * @param ord p; 2 is the length, 1 the sum of absolute values, infinity the largest, minus
   *     infinity the smallest one, 0 the number of elements that are not 0
   * @param options axes, and whether they stay
   * @return the norms
   */
  public static NDArray vectorNorm(NDArray x, double ord, Reduction options) {
    NDArray values = Operands.promoteInexact("norm", x).getFirst();
    if (ord == 2) {
      return Lax.apply(Fn.SQRT, Reductions.sum(squares(values), options));
    }
    NDArray sizes = Lax.apply(Fn.ABS, values);
    if (ord == Double.POSITIVE_INFINITY) {
      return Reductions.max(sizes, options.from(Operands.zero(sizes)));
    }
    if (ord == Double.NEGATIVE_INFINITY) {
      return Reductions.min(sizes, options);
    }
    if (ord == 0) {
      NDArray nonzero = Lax.apply(Fn.NE, values, Operands.zero(values));
      return Reductions.sum(Lax.convert(nonzero, sizes.dtype()), options);
    }
    if (ord == 1) {
      return Reductions.sum(sizes, options);
    }
    return Reductions.sum(sizes.pow(ord), options).pow(1 / ord);
  }

  /** Sizes of a matrix. */
  public enum MatrixNorm {
    /** Length of all elements; {@code 'fro'}. */
    FROBENIUS,
    /** Sum of singular values; {@code 'nuc'}. */
    NUCLEAR,
    /** Largest singular value; {@code 2}. */
    SPECTRAL,
    /** Smallest singular value; {@code -2}. */
    SMALLEST_SINGULAR,
    /** Largest sum of absolute values in a column; {@code 1}. */
    LARGEST_COLUMN,
    /** Smallest sum of absolute values in a column; {@code -1}. */
    SMALLEST_COLUMN,
    /** Largest sum of absolute values in a row; {@code inf}. */
    LARGEST_ROW,
    /** Smallest sum of absolute values in a row; {@code -inf}. */
    SMALLEST_ROW
  }

  /**
   * The size of each matrix.
   *
   * @param x (…, m, n)
   * @param ord which size
   * @return (…)
   */
  public static NDArray matrixNorm(NDArray x, MatrixNorm ord) {
    return matrixNorm(x, ord, Reduction.over(-2, -1));
  }

  /**
   * The size of each matrix.
   *
   * @param x at least two axes
   * @param ord which size
   * @param options the axes of rows and columns, in this order, and whether they stay
   * @return the other axes
   * @throws ShapeException if there are not two axes
   */
  public static NDArray matrixNorm(NDArray x, MatrixNorm ord, Reduction options) {
    List<Integer> axes = options.axis() == null ? List.of(-2, -1) : options.axis();
    if (axes.size() != 2) {
      throw new ShapeException(
          "norm: improper number of axes: "
              + axes
              + "; pass one axis for a vector norm, two for a matrix norm");
    }
    int row = x.shape().axis("norm", axes.get(0));
    int column = x.shape().axis("norm", axes.get(1));
    if (row == column) {
      throw new ShapeException("norm: duplicate axes given: " + axes);
    }
    NDArray values = Operands.promoteInexact("norm", x).getFirst();
    Reduction both = Reduction.over(row, column).keepingDims();
    NDArray norm =
        switch (ord) {
          case FROBENIUS -> Lax.apply(Fn.SQRT, Reductions.sum(squares(values), both));
          case NUCLEAR, SPECTRAL, SMALLEST_SINGULAR -> singular(values, row, column, ord);
          case LARGEST_COLUMN -> largest(sums(values, row), column);
          case SMALLEST_COLUMN -> smallest(sums(values, row), column);
          case LARGEST_ROW -> largest(sums(values, column), row);
          case SMALLEST_ROW -> smallest(sums(values, column), row);
        };
    return options.keepdims() ? norm : Shaping.squeeze(norm, row, column);
  }

  private static NDArray sums(NDArray x, int axis) {
    return Reductions.sum(Lax.apply(Fn.ABS, x), Reduction.over(axis).keepingDims());
  }

  private static NDArray largest(NDArray sizes, int axis) {
    return Reductions.max(sizes, Reduction.over(axis).keepingDims().from(Operands.zero(sizes)));
  }

  private static NDArray smallest(NDArray sizes, int axis) {
    return Reductions.min(sizes, Reduction.over(axis).keepingDims());
  }

  private static NDArray singular(NDArray x, int row, int column, MatrixNorm ord) {
    // Rows and columns last: the one that stands further ahead goes first to its place.
    NDArray rowsLast = Shaping.moveaxis(x, row, -1);
    NDArray matrix = Shaping.moveaxis(rowsLast, column > row ? column - 1 : column, -1);
    NDArray s = Linalg.svdvals(matrix);
    NDArray norm =
        switch (ord) {
          case SPECTRAL -> Reductions.max(s, Reduction.over(-1).from(Operands.zero(s)));
          case SMALLEST_SINGULAR -> Reductions.min(s, -1);
          case NUCLEAR -> Reductions.sum(s, -1);
          case FROBENIUS, LARGEST_COLUMN, SMALLEST_COLUMN, LARGEST_ROW, SMALLEST_ROW ->
              throw new IllegalArgumentException(ord.toString());
        };
    NDArray first = Shaping.expandDims(norm, Math.min(row, column));
    return Shaping.expandDims(first, Math.max(row, column));
  }

  /** |x|². */
  private static NDArray squares(NDArray x) {
    return Lax.apply(Fn.SQUARE, x.dtype().isComplex() ? Lax.apply(Fn.ABS, x) : x);
  }

  /** The distance of 1 to the next larger number of a float dtype, or of a complex one's parts. */
  static double eps(DType dtype) {
    return switch (dtype) {
      case FLOAT64, COMPLEX128 -> 0x1p-52;
      case FLOAT32, COMPLEX64 -> 0x1p-23;
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      case BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, KEY ->
          throw new IllegalArgumentException(dtype.toString());
    };
  }
}
