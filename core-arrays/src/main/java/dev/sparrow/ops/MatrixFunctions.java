package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Diagonals, traces, exponentials, and equations of tensors. */
public final class MatrixFunctions {
  private MatrixFunctions() {}

  /**
   * Elements whose indices along two axes differ by an offset.
   *
   * @param a at least two axes
   * @param offset how far to the right of the main diagonal
   * @param axis1 the axis of rows, negative from the end
   * @param axis2 the axis of columns
   * @return the other axes, then the diagonal
   */
  public static NDArray diagonal(NDArray a, long offset, int axis1, int axis2) {
    if (a.rank() < 2) {
      throw new ShapeException("diagonal: requires at least two axes, got " + a.type());
    }
    int row = a.shape().axis("diagonal", axis1);
    int column = a.shape().axis("diagonal", axis2);
    if (row == column) {
      throw new ShapeException("diagonal: axis1 and axis2 must differ, got " + axis1);
    }
    NDArray rowsLast = Shaping.moveaxis(a, row, -1);
    return MatrixParts.diagonal(
        Shaping.moveaxis(rowsLast, column > row ? column - 1 : column, -1), offset);
  }

  /**
   * Matrices with rows and columns exchanged.
   *
   * @param x (…, m, n)
   * @return (…, n, m), a view
   */
  @JaxName({"matrix_transpose", "linalg.matrix_transpose"})
  public static NDArray matrixTranspose(NDArray x) {
    if (x.rank() < 2) {
      throw new ShapeException("matrix_transpose: requires at least two axes, got " + x.type());
    }
    return Shaping.swapaxes(x, -1, -2);
  }

  /**
   * A matrix multiplied by itself, by repeated squaring: as many products as the exponent has
   * binary digits, and one more for each that is 1.
   *
   * @param a (…, n, n)
   * @param n exponent; of a negative one, the inverse's power
   * @return (…, n, n); identities for 0
   * @throws ShapeException if the matrices are not square
   */
  @JaxName("linalg.matrix_power")
  public static NDArray matrixPower(NDArray a, long n) {
    if (a.rank() < 2 || a.shape().dim(-1) != a.shape().dim(-2)) {
      throw new ShapeException(
          "matrix_power: requires square matrices in the last two axes, got " + a.type());
    }
    if (n == 0) {
      NDArray identity = Creation.eye(a.shape().dim(-1)).astype(a.dtype());
      return Lax.broadcastTo(identity, a.shape());
    }
    NDArray square = n < 0 ? Linalg.inv(a) : a;
    NDArray power = null;
    // The size of the least long is not a long, but its digits are right when taken as unsigned.
    for (long rest = Math.abs(n); rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        power = power == null ? square : Products.matmul(power, square);
      }
      if (rest >>> 1 != 0) {
        square = Products.matmul(square, square);
      }
    }
    return Objects.requireNonNull(power, "an exponent that is not 0 has a digit 1");
  }

  /**
   * The sum of a diagonal.
   *
   * @param a at least two axes
   * @param offset how far to the right of the main diagonal
   * @param axis1 the axis of rows, negative from the end
   * @param axis2 the axis of columns
   * @param dtype dtype to accumulate in and return, or null for that of a sum
   * @return the other axes
   */
  public static NDArray trace(NDArray a, long offset, int axis1, int axis2, @Nullable DType dtype) {
    NDArray diagonal = diagonal(a, offset, axis1, axis2);
    Reduction last = Reduction.over(-1);
    return Reductions.sum(diagonal, dtype == null ? last : last.as(dtype));
  }

  /**
   * The diagonal of each matrix.
   *
   * @param x (…, m, n)
   * @param offset how far to the right of the main diagonal
   * @return (…, k)
   */
  public static NDArray diagonal(NDArray x, long offset) {
    return diagonal(x, offset, -2, -1);
  }

  /**
   * The sum of each matrix's main diagonal.
   *
   * @param x (…, m, n)
   * @return (…)
   */
  public static NDArray trace(NDArray x) {
    return trace(x, 0, -2, -1, null);
  }

  /** Coefficients of the numerator of the Padé approximant of order 13 to exp, lowest first. */
  private static final double[] PADE_13 = {
    64764752532480000.0,
    32382376266240000.0,
    7771770303897600.0,
    1187353796428800.0,
    129060195264000.0,
    10559470521600.0,
    670442572800.0,
    33522128640.0,
    1323241920.0,
    40840800.0,
    960960.0,
    16380.0,
    182.0,
    1.0
  };

  /** Norm up to which the approximant of order 13 is exact to float64's rounding. */
  private static final double THETA_13 = 5.371920351148152;

  /** Halvings of the argument at most, as in JAX; larger matrices give NaN. */
  private static final int MOST_SQUARINGS = 16;

  /**
   * The exponential of each matrix, by scaling and squaring with the Padé approximant of order 13:
   * N. Higham, "The scaling and squaring method for the matrix exponential revisited", SIAM J.
   * Matrix Anal. Appl. 26 (2005), table 2.3 and equation 2.9.
   *
   * @param a (…, n, n)
   * @return (…, n, n); NaN where a norm exceeds 5.37·2^16
   */
  @JaxName("scipy.linalg.expm")
  public static NDArray expm(NDArray a) {
    MatrixParts.requireSquare("expm", a);
    NDArray x = Linalg.inexact("expm", a);
    NDArray size = Norms.matrixNorm(x, Norms.MatrixNorm.LARGEST_COLUMN, lastTwoKept());
    NDArray halvings = Arithmetic.maximum(exponentAbove(size), Creation.scalar(0.0, size.dtype()));
    NDArray scaled = x.mul(Lax.apply(Fn.EXP2, halvings.neg()));
    NDArray power = approximant(scaled);
    for (int i = 0; i < MOST_SQUARINGS; i++) {
      power = Logic.where(halvings.gt(i), Products.matmul(power, power), power);
    }
    return Logic.where(halvings.gt(MOST_SQUARINGS), Double.NaN, power);
  }

  private static Reduction lastTwoKept() {
    return Reduction.over(-2, -1).keepingDims();
  }

  /** The least n with size ≤ θ·2^n. */
  private static NDArray exponentAbove(NDArray size) {
    return Lax.apply(Fn.CEIL, Transcendental.log2(size.div(THETA_13)));
  }

  private static NDArray approximant(NDArray a) {
    NDArray one = MatrixParts.identity(MatrixParts.batch(a), a.shape().dim(-1), a.dtype());
    NDArray a2 = Products.matmul(a, a);
    NDArray a4 = Products.matmul(a2, a2);
    NDArray a6 = Products.matmul(a4, a2);
    NDArray odd = Products.matmul(a6, combination(13, a6, a4, a2)).add(combination(7, a6, a4, a2));
    NDArray even = Products.matmul(a6, combination(12, a6, a4, a2)).add(combination(6, a6, a4, a2));
    NDArray u = Products.matmul(a, odd.add(one.mul(PADE_13[1])));
    NDArray v = even.add(one.mul(PADE_13[0]));
    return Linalg.solve(v.sub(u), v.add(u));
  }

  /** Three powers with the coefficients from one down, two apart. */
  private static NDArray combination(int first, NDArray a6, NDArray a4, NDArray a2) {
    return a6.mul(PADE_13[first]).add(a4.mul(PADE_13[first - 2])).add(a2.mul(PADE_13[first - 4]));
  }

  /**
   * The tensor b with tensordot(b, a, ind) the identity.
   *
   * @param a a tensor whose first {@code ind} axes have as many elements as the others
   * @param ind number of axes that count as rows, at least 1
   * @return the inverse, whose first axes are the last ones of a
   */
  public static NDArray tensorinv(NDArray a, int ind) {
    if (ind <= 0 || ind > a.rank()) {
      throw new ShapeException(
          "tensorinv: ind must be from 1 to the number of axes, got " + ind + " for " + a.type());
    }
    Shape rows = a.shape().range(0, ind);
    Shape columns = a.shape().range(ind, a.rank());
    if (rows.size() != columns.size()) {
      throw new ShapeException(
          "tensorinv: the first "
              + ind
              + " axes of "
              + a.type()
              + " have "
              + rows.size()
              + " elements and the others "
              + columns.size());
    }
    NDArray inverse = Linalg.inv(Lax.reshape(a, Shape.of(rows.size(), columns.size())));
    return Lax.reshape(inverse, columns.concat(rows));
  }

  /**
   * The tensor x with tensordot(a, x, x.rank) = b.
   *
   * @param a a tensor whose first axes have the shape of b
   * @param b the right-hand side
   * @param axes axes of a that move behind the others first; none leaves them
   * @return x, of the shape of the other axes of a
   */
  @JaxName("linalg.tensorsolve")
  public static NDArray tensorsolve(NDArray a, NDArray b, int... axes) {
    NDArray moved = a;
    if (axes.length > 0) {
      List<Integer> behind = new ArrayList<>();
      for (int axis : axes) {
        behind.add(a.shape().axis("tensorsolve", axis));
      }
      List<Integer> order = new ArrayList<>();
      for (int axis = 0; axis < a.rank(); axis++) {
        if (!behind.contains(axis)) {
          order.add(axis);
        }
      }
      order.addAll(behind);
      moved = Shaping.transpose(a, order.stream().mapToInt(Integer::intValue).toArray());
    }
    Shape out = moved.shape().range(Math.min(b.rank(), moved.rank()), moved.rank());
    boolean fits =
        moved.rank() >= b.rank()
            && moved.shape().range(0, b.rank()).equals(b.shape())
            && out.size() == b.size();
    if (!fits) {
      throw new ShapeException(
          "tensorsolve: the leading axes of "
              + moved.type()
              + " must have the shape of "
              + b.type()
              + ", and the others as many elements");
    }
    NDArray matrix = Lax.reshape(moved, Shape.of(b.size(), out.size()));
    return Lax.reshape(Linalg.solve(matrix, Shaping.ravel(b)), out);
  }
}
