package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.LinearAlgebra.TriangularSolve;
import java.util.List;
import java.util.function.BinaryOperator;

/** Systems of equations with triangular matrices; {@code jax.scipy.linalg}. */
public final class Triangular {
  private Triangular() {}

  /**
   * The solution x of a·x = b for a triangular a.
   *
   * @param a (…, n, n), of which one triangle is read
   * @param b (n) for one system, or (…, n, k) for k of them
   * @param triangle which triangle of a is read
   * @return x, of the shape of b
   */
  public static NDArray solveTriangular(NDArray a, NDArray b, Triangle triangle) {
    return solveTriangular(a, b, triangle, Form.PLAIN, Diagonal.STORED);
  }

  /**
   * The solution x of op(a)·x = b for a triangular a.
   *
   * @param a (…, n, n), of which one triangle is read
   * @param b (n) for one system, or (…, n, k) for k of them; leading axes broadcast
   * @param triangle which triangle of a is read
   * @param form what op does
   * @param diagonal whether the diagonal of a is read or taken as ones
   * @return x, of the shape of b; infinite or NaN where a has a zero on the diagonal
   */
  public static NDArray solveTriangular(
      NDArray a, NDArray b, Triangle triangle, Form form, Diagonal diagonal) {
    List<NDArray> both = Linalg.promoted("solve_triangular", a, b);
    MatrixParts.requireSquare("solve_triangular", both.get(0));
    return system(
        "solve_triangular",
        both.get(0),
        both.get(1),
        (matrix, right) -> bind(matrix, right, triangle, form, diagonal));
  }

  /**
   * The solution x of a·x = b from the Cholesky factor of a.
   *
   * @param c the factor, (…, n, n)
   * @param b (n) for one system, or (…, n, k) for k of them
   * @param triangle which triangle of c is the factor: LOWER if a = c·cᵀ, UPPER if a = cᵀ·c
   * @return x, of the shape of b
   */
  public static NDArray choSolve(NDArray c, NDArray b, Triangle triangle) {
    Form first = triangle == Triangle.LOWER ? Form.PLAIN : Form.ADJOINT;
    Form second = triangle == Triangle.LOWER ? Form.ADJOINT : Form.PLAIN;
    NDArray y = solveTriangular(c, b, triangle, first, Diagonal.STORED);
    return solveTriangular(c, y, triangle, second, Diagonal.STORED);
  }

  static NDArray bind(NDArray a, NDArray b, Triangle triangle, Form form, Diagonal diagonal) {
    return Lax.bind(new TriangularSolve(Side.LEFT, triangle, form, diagonal), a, b);
  }

  /** Solves with leading axes broadcast; a right-hand side of one axis is one column. */
  static NDArray system(
      String operation, NDArray a, NDArray b, BinaryOperator<NDArray> solveMatrix) {
    if (b.rank() == 0) {
      throw new ShapeException(
          operation + ": the right-hand side must be at least one-dimensional, got " + b.type());
    }
    boolean vector = b.rank() == 1;
    NDArray columns = vector ? Lax.reshape(b, b.shape().insert(1, 1)) : b;
    if (columns.shape().dim(-2) != a.shape().dim(-1)) {
      throw new ShapeException(
          operation + ": incompatible shapes: " + a.shape() + " and " + b.shape());
    }
    Shape batch = MatrixParts.batch(a).broadcast(operation, MatrixParts.batch(columns));
    NDArray x = solveMatrix.apply(MatrixParts.expand(a, batch), MatrixParts.expand(columns, batch));
    return vector ? Shaping.squeeze(x, -1) : x;
  }
}
