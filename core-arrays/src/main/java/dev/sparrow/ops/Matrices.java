package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Matrices with a pattern: triangles, diagonals, powers. */
public final class Matrices {
  private Matrices() {}

  /**
   * Ones on a diagonal, zeros elsewhere.
   *
   * @param n rows
   * @param m columns; null for as many as rows
   * @param k which diagonal, positive above the main one; null for the main one
   * @param dtype element type; null for the default float
   * @return an array of shape (n, m)
   */
  @JaxName("eye")
  public static NDArray eye(long n, @Nullable Long m, @Nullable Long k, @Nullable DType dtype) {
    return Creation.eye(n, m == null ? n : m, k == null ? 0 : k, floatUnless(dtype));
  }

  /**
   * The identity matrix.
   *
   * @param n rows and columns
   * @param dtype element type; null for the default float
   * @return an array of shape (n, n)
   */
  @JaxName("identity")
  public static NDArray identity(long n, @Nullable DType dtype) {
    return eye(n, null, null, dtype);
  }

  private static DType floatUnless(@Nullable DType dtype) {
    return dtype == null ? Profile.current().defaultFloat() : dtype;
  }

  /**
   * Ones on and below a diagonal, zeros above.
   *
   * @param n rows
   * @param m columns; null for as many as rows
   * @param k which diagonal, positive above the main one; null for the main one
   * @param dtype element type; null for the default float
   * @return an array of shape (n, m)
   */
  @JaxName("tri")
  public static NDArray tri(long n, @Nullable Long m, @Nullable Long k, @Nullable DType dtype) {
    Shape shape = Shape.of(n, m == null ? n : m);
    return Lax.convert(below(shape, k == null ? 0 : k), floatUnless(dtype));
  }

  /** Where the last two axes of a shape are on or below a diagonal. */
  private static NDArray below(Shape shape, long k) {
    NDArray row = Lax.iota(DType.INT64, shape, shape.rank() - 2);
    NDArray column = Lax.iota(DType.INT64, shape, shape.rank() - 1);
    NDArray shifted = Lax.apply(Fn.ADD, row, Creation.scalar(k, DType.INT64));
    return Lax.apply(Fn.GE, shifted, column);
  }

  /**
   * Matrices with zeros above the main diagonal.
   *
   * @param m operand; its last two axes are rows and columns
   * @return an array of the same type
   */
  public static NDArray tril(NDArray m) {
    return tril(m, null);
  }

  /**
   * Matrices with zeros above a diagonal.
   *
   * @param m operand; its last two axes are rows and columns
   * @param k which diagonal, positive above the main one
   * @return an array of the same type
   */
  public static NDArray tril(NDArray m, long k) {
    return tril(m, (Long) k);
  }

  /**
   * Matrices with zeros above a diagonal.
   *
   * @param m operand; its last two axes are rows and columns
   * @param k which diagonal, positive above the main one; null for the main one
   * @return an array of the same type
   */
  @JaxName("tril")
  public static NDArray tril(NDArray m, @Nullable Long k) {
    return Lax.select(triangle("tril", m, k == null ? 0 : k), m, zeros(m));
  }

  /**
   * Matrices with zeros below the main diagonal.
   *
   * @param m operand; its last two axes are rows and columns
   * @return an array of the same type
   */
  public static NDArray triu(NDArray m) {
    return triu(m, null);
  }

  /**
   * Matrices with zeros below a diagonal.
   *
   * @param m operand; its last two axes are rows and columns
   * @param k which diagonal, positive above the main one
   * @return an array of the same type
   */
  public static NDArray triu(NDArray m, long k) {
    return triu(m, (Long) k);
  }

  /**
   * Matrices with zeros below a diagonal.
   *
   * @param m operand; its last two axes are rows and columns
   * @param k which diagonal, positive above the main one; null for the main one
   * @return an array of the same type
   */
  @JaxName("triu")
  public static NDArray triu(NDArray m, @Nullable Long k) {
    return Lax.select(triangle("triu", m, (k == null ? 0 : k) - 1), zeros(m), m);
  }

  private static NDArray zeros(NDArray m) {
    return Lax.broadcastTo(Operands.zero(m), m.shape());
  }

  private static NDArray triangle(String operation, NDArray m, long k) {
    if (m.rank() < 2) {
      throw new ShapeException(operation + ": argument must have at least 2 axes, got " + m.type());
    }
    Shape matrix = Shape.of(m.shape().dim(-2), m.shape().dim(-1));
    return Lax.broadcastTo(below(matrix, k), m.shape());
  }

  /**
   * A matrix with a line as its main diagonal, or the main diagonal of a matrix.
   *
   * @param v one or two axes
   * @return two axes or one
   */
  public static NDArray diag(NDArray v) {
    return diag(v, null);
  }

  /**
   * A matrix with a line as its diagonal, or the diagonal of a matrix.
   *
   * @param v one or two axes
   * @param k which diagonal, positive above the main one
   * @return two axes or one
   */
  public static NDArray diag(NDArray v, long k) {
    return diag(v, (Long) k);
  }

  /**
   * A matrix with a line as its diagonal, or the diagonal of a matrix.
   *
   * @param v one or two axes
   * @param k which diagonal, positive above the main one; null for the main one
   * @return two axes or one
   */
  @JaxName("diag")
  public static NDArray diag(NDArray v, @Nullable Long k) {
    long offset = k == null ? 0 : k;
    return switch (v.rank()) {
      case 1 -> diagflat(v, offset);
      case 2 -> diagonal(v, offset);
      default -> throw new ShapeException("diag: input must be 1d or 2d, got " + v.type());
    };
  }

  /** The diagonal of a matrix, as every (columns + 1)-th of its elements. */
  private static NDArray diagonal(NDArray matrix, long k) {
    long rows = matrix.shape().dim(0);
    long columns = matrix.shape().dim(1);
    long first = k >= 0 ? k : -k * columns;
    long count = Math.max(0, k >= 0 ? Math.min(rows, columns - k) : Math.min(rows + k, columns));
    if (count == 0) {
      return Lax.reshape(matrix, Shape.of(rows * columns)).get("0:0");
    }
    long limit = first + (count - 1) * (columns + 1) + 1;
    Primitive every = new Primitive.Slice(List.of(first), List.of(limit), List.of(columns + 1));
    return Lax.bind(every, Lax.reshape(matrix, Shape.of(rows * columns)));
  }

  /**
   * A matrix with the flattened array as its diagonal.
   *
   * @param v operand
   * @param k which diagonal, positive above the main one; null for the main one
   * @return two axes
   */
  @JaxName("diagflat")
  public static NDArray diagflat(NDArray v, @Nullable Long k) {
    long offset = k == null ? 0 : k;
    NDArray line = Shaping.ravel(v);
    long size = line.size() + Math.abs(offset);
    // Padded with n zeros behind each element and read as rows of n + 1, they lie diagonally.
    if (line.size() == 0) {
      return Lax.broadcastTo(Operands.zero(line), Shape.of(size, size));
    }
    long first = offset >= 0 ? offset : -offset * size;
    long spread = (line.size() - 1) * (size + 1) + 1;
    Primitive pad =
        new Primitive.Pad(List.of(first), List.of(size * size - first - spread), List.of(size));
    return Lax.reshape(Lax.bind(pad, line, Operands.zero(line)), Shape.of(size, size));
  }

  /**
   * Powers of the elements as columns, falling to 0.
   *
   * @param x one axis
   * @return a square matrix
   */
  public static NDArray vander(NDArray x) {
    return vander(x, null, false);
  }

  /**
   * Powers of the elements as columns.
   *
   * @param x one axis
   * @param n number of columns; null for the number of elements
   * @param increasing whether powers grow from left to right
   * @return an array of shape (elements, n)
   */
  @JaxName("vander")
  public static NDArray vander(NDArray x, @Nullable Long n, boolean increasing) {
    if (x.rank() != 1) {
      throw new ShapeException("vander: x must be a one-dimensional array, got " + x.type());
    }
    long columns = n == null ? x.size() : n;
    List<NDArray> powers = new ArrayList<>();
    for (long column = 0; column < columns; column++) {
      long exponent = increasing ? column : columns - 1 - column;
      powers.add(x.pow(exponent));
    }
    return powers.isEmpty()
        ? Lax.broadcastTo(Operands.zero(x), Shape.of(x.size(), 0))
        : Shaping.stack(powers, 1);
  }
}
