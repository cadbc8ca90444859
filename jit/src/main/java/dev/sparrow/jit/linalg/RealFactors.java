package dev.sparrow.jit.linalg;

import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.LinearAlgebra.TriangularSolve;
import java.util.Arrays;
import org.netlib.blas.Dtrsm;
import org.netlib.lapack.Dgeqrf;
import org.netlib.lapack.Dgetrf;
import org.netlib.lapack.Dorgqr;
import org.netlib.lapack.Dpotrf;
import org.netlib.util.intW;

/** Factorizations of real matrices in a fixed number of steps, by LAPACK. */
final class RealFactors {
  private RealFactors() {}

  static double[][] cholesky(double[] a, int n) {
    if (n > 0) {
      intW info = new intW(0);
      Dpotrf.dpotrf("L", n, a, 0, n, info);
      if (info.val != 0) {
        Arrays.fill(a, Double.NaN);
      }
    }
    for (int column = 1; column < n; column++) {
      Arrays.fill(a, column * n, column * n + column, 0);
    }
    return new double[][] {a};
  }

  static double[][] lu(double[] a, int rows, int columns) {
    int[] pivots = new int[Math.min(rows, columns)];
    if (pivots.length > 0) {
      Dgetrf.dgetrf(rows, columns, a, 0, rows, pivots, 0, new intW(0));
    }
    for (int i = 0; i < pivots.length; i++) {
      pivots[i]--;
    }
    return new double[][] {a, doubles(pivots), doubles(permutation(pivots, rows))};
  }

  /** The order in which exchanges of rows, one after the other, leave the rows. */
  static int[] permutation(int[] pivots, int rows) {
    int[] order = new int[rows];
    Arrays.setAll(order, row -> row);
    for (int row = 0; row < pivots.length; row++) {
      int other = pivots[row];
      int moved = order[row];
      order[row] = order[other];
      order[other] = moved;
    }
    return order;
  }

  static double[] doubles(int[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  static double[][] qr(double[] a, int rows, int columns, int inner) {
    int reflections = Math.min(rows, columns);
    double[] q = new double[rows * inner];
    double[] r = new double[inner * columns];
    if (reflections == 0) {
      for (int i = 0; i < Math.min(rows, inner); i++) {
        q[i * rows + i] = 1;
      }
      return new double[][] {q, r};
    }
    double[] factors = new double[reflections];
    double[] work = new double[Math.max(columns, inner) * BLOCK];
    Dgeqrf.dgeqrf(rows, columns, a, 0, rows, factors, 0, work, 0, work.length, new intW(0));
    for (int column = 0; column < columns; column++) {
      int height = Math.min(column + 1, inner);
      System.arraycopy(a, column * rows, r, column * inner, height);
    }
    System.arraycopy(a, 0, q, 0, rows * Math.min(columns, inner));
    Dorgqr.dorgqr(
        rows, inner, reflections, q, 0, rows, factors, 0, work, 0, work.length, new intW(0));
    return new double[][] {q, r};
  }

  /** Columns that LAPACK may work on at once; it takes 32. */
  private static final int BLOCK = 32;

  static double[] solve(TriangularSolve prim, double[] a, double[] b, int height, int width) {
    int n = prim.side() == Side.LEFT ? height : width;
    if (height > 0 && width > 0) {
      Dtrsm.dtrsm(
          prim.side() == Side.LEFT ? "L" : "R",
          prim.triangle() == Triangle.LOWER ? "L" : "U",
          prim.form() == Form.PLAIN ? "N" : "T",
          prim.diagonal() == Diagonal.UNIT ? "U" : "N",
          height,
          width,
          1.0,
          a,
          0,
          n,
          b,
          0,
          height);
    }
    return b;
  }
}
