package dev.sparrow.jit.linalg;

import static dev.sparrow.jit.linalg.ComplexFactors.at;

import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.LinearAlgebra.TriangularSolve;

/** Systems with a complex triangular matrix, one unknown after the other. */
final class ComplexTriangle {
  private ComplexTriangle() {}

  /**
   * Solves.
   *
   * @param prim which system
   * @param a the triangular matrix, column by column
   * @param b right-hand sides, height by width, column by column
   * @return the solution, of the shape of b
   */
  static double[] solve(TriangularSolve prim, double[] a, double[] b, int height, int width) {
    boolean left = prim.side() == Side.LEFT;
    int n = left ? height : width;
    // x·op(a) = b is op(a)ᵀ·xᵀ = bᵀ.
    double[] plain = operated(a, n, prim.form(), !left);
    boolean lower = (prim.triangle() == Triangle.LOWER) == (left == (prim.form() == Form.PLAIN));
    double[] x = left ? b : transposed(b, height, width);
    int systems = left ? width : height;
    for (int system = 0; system < systems; system++) {
      for (int step = 0; step < n; step++) {
        int k = lower ? step : n - 1 - step;
        int unknown = at(k, system, n);
        if (prim.diagonal() == Diagonal.STORED) {
          ComplexFactors.divide(x, unknown, plain[at(k, k, n)], plain[at(k, k, n) + 1]);
        }
        int first = lower ? k + 1 : 0;
        int length = lower ? n - k - 1 : k;
        ComplexFactors.subtract(
            x, at(first, system, n), x[unknown], x[unknown + 1], plain, at(first, k, n), length);
      }
    }
    return left ? x : transposed(x, width, height);
  }

  /** The matrix after op, and after one more transposition if asked. */
  private static double[] operated(double[] a, int n, Form form, boolean transposeAgain) {
    double[] result = (form == Form.PLAIN) == transposeAgain ? transposed(a, n, n) : a.clone();
    if (form == Form.ADJOINT) {
      for (int i = 1; i < result.length; i += 2) {
        result[i] = -result[i];
      }
    }
    return result;
  }

  private static double[] transposed(double[] a, int rows, int columns) {
    double[] result = new double[a.length];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(a, at(row, column, rows), result, at(column, row, columns), 2);
      }
    }
    return result;
  }
}
