package dev.sparrow.jit.linalg;

import java.util.Arrays;

/**
 * Factorizations of complex matrices, column by column, real and imaginary parts side by side. LU
 * exchanges rows by the largest |re| + |im|, as LAPACK does.
 */
final class ComplexFactors {
  private ComplexFactors() {}

  static double[][] cholesky(double[] a, int n) {
    boolean positive = true;
    for (int k = 0; k < n && positive; k++) {
      double pivot = a[at(k, k, n)];
      positive = pivot > 0;
      double root = Math.sqrt(pivot);
      a[at(k, k, n)] = root;
      a[at(k, k, n) + 1] = 0;
      for (int i = at(k + 1, k, n); i < at(0, k + 1, n); i++) {
        a[i] /= root;
      }
      for (int column = k + 1; column < n; column++) {
        int factor = at(column, k, n);
        // Subtracts the conjugate of the factor times column k, from the diagonal down.
        subtract(
            a, at(column, column, n), a[factor], -a[factor + 1], a, at(column, k, n), n - column);
      }
    }
    if (!positive) {
      Arrays.fill(a, Double.NaN);
    }
    for (int column = 1; column < n; column++) {
      Arrays.fill(a, at(0, column, n), at(column, column, n), 0);
    }
    return new double[][] {a};
  }

  static double[][] lu(double[] a, int rows, int columns) {
    int[] pivots = new int[Math.min(rows, columns)];
    for (int k = 0; k < pivots.length; k++) {
      int pivot = k;
      for (int row = k + 1; row < rows; row++) {
        if (size(a, at(row, k, rows)) > size(a, at(pivot, k, rows))) {
          pivot = row;
        }
      }
      pivots[k] = pivot;
      if (size(a, at(pivot, k, rows)) != 0) {
        exchange(a, k, pivot, rows, columns);
        double re = a[at(k, k, rows)];
        double im = a[at(k, k, rows) + 1];
        for (int row = k + 1; row < rows; row++) {
          divide(a, at(row, k, rows), re, im);
        }
      }
      for (int column = k + 1; column < columns; column++) {
        int factor = at(k, column, rows);
        subtract(
            a,
            at(k + 1, column, rows),
            a[factor],
            a[factor + 1],
            a,
            at(k + 1, k, rows),
            rows - k - 1);
      }
    }
    int[] order = RealFactors.permutation(pivots, rows);
    return new double[][] {a, RealFactors.doubles(pivots), RealFactors.doubles(order)};
  }

  private static void exchange(double[] a, int row, int other, int rows, int columns) {
    for (int column = 0; row != other && column < columns; column++) {
      for (int part = 0; part < 2; part++) {
        int from = at(row, column, rows) + part;
        int to = at(other, column, rows) + part;
        double kept = a[from];
        a[from] = a[to];
        a[to] = kept;
      }
    }
  }

  /** Position of an element's real part. */
  static int at(int row, int column, int rows) {
    return 2 * (column * rows + row);
  }

  private static double size(double[] a, int at) {
    return Math.abs(a[at]) + Math.abs(a[at + 1]);
  }

  /** target -= factor · source, for some elements that follow each other. */
  static void subtract(
      double[] target, int to, double re, double im, double[] source, int from, int length) {
    for (int i = 0; i < 2 * length; i += 2) {
      double x = source[from + i];
      double y = source[from + i + 1];
      target[to + i] -= re * x - im * y;
      target[to + i + 1] -= re * y + im * x;
    }
  }

  /** Divides an element, by R. Smith, "Algorithm 116: complex division", CACM 5 (1962). */
  static void divide(double[] a, int at, double re, double im) {
    double x = a[at];
    double y = a[at + 1];
    if (Math.abs(re) >= Math.abs(im)) {
      double ratio = im / re;
      double scale = re + im * ratio;
      a[at] = (x + y * ratio) / scale;
      a[at + 1] = (y - x * ratio) / scale;
    } else {
      double ratio = re / im;
      double scale = re * ratio + im;
      a[at] = (x * ratio + y) / scale;
      a[at + 1] = (y * ratio - x) / scale;
    }
  }
}
