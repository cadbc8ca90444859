package dev.sparrow.jit.linalg;

import dev.sparrow.graph.LinearAlgebra.SvdParts;
import java.util.Arrays;
import org.netlib.lapack.Dgeev;
import org.netlib.lapack.Dgesdd;
import org.netlib.lapack.Dsyevd;
import org.netlib.util.intW;

/**
 * Eigenvalues and singular values of real matrices, by LAPACK's iterations. A matrix with NaN or
 * infinity, on which they might not end, and one on which they do not converge, give NaN.
 */
final class Spectra {
  private Spectra() {}

  /** a → (v, w). */
  static double[][] symmetric(double[] a, int n) {
    double[] w = new double[n];
    if (n == 0) {
      return new double[][] {a, w};
    }
    if (isFinite(a)) {
      double[] work = new double[1 + 6 * n + 2 * n * n];
      int[] integers = new int[3 + 5 * n];
      intW info = new intW(0);
      Dsyevd.dsyevd(
          "V", "L", n, a, 0, n, w, 0, work, 0, work.length, integers, 0, integers.length, info);
      if (info.val == 0) {
        return new double[][] {a, w};
      }
    }
    return nan(a, w);
  }

  /** a → (s) or (s, u, vᵀ). */
  static double[][] singular(double[] a, int rows, int columns, SvdParts parts) {
    int least = Math.min(rows, columns);
    int left = parts == SvdParts.FULL ? rows : least;
    int right = parts == SvdParts.FULL ? columns : least;
    boolean vectors = parts != SvdParts.VALUES;
    double[] s = new double[least];
    double[] u = new double[vectors ? rows * left : 1];
    double[] vt = new double[vectors ? right * columns : 1];
    double[][] results = vectors ? new double[][] {s, u, vt} : new double[][] {s};
    if (least == 0) {
      if (vectors) {
        identity(u, rows, left);
        identity(vt, right, columns);
      }
      return results;
    }
    if (isFinite(a)) {
      String job =
          switch (parts) {
            case VALUES -> "N";
            case THIN -> "S";
            case FULL -> "A";
          };
      int most = Math.max(rows, columns);
      double[] work = new double[3 * least + most + least * (5 * least + 4 + 64) + 64 * most];
      intW info = new intW(0);
      Dgesdd.dgesdd(
          job,
          rows,
          columns,
          a,
          0,
          rows,
          s,
          0,
          u,
          0,
          Math.max(rows, 1),
          vt,
          0,
          Math.max(right, 1),
          work,
          0,
          work.length,
          new int[8 * least],
          0,
          info);
      if (info.val == 0) {
        return results;
      }
    }
    return nan(results);
  }

  /** a → (w, left vectors, right vectors), complex. */
  static double[][] general(double[] a, int n) {
    double[][] results = {new double[2 * n], new double[2 * n * n], new double[2 * n * n]};
    if (n == 0) {
      return results;
    }
    if (isFinite(a)) {
      double[] real = new double[n];
      double[] imaginary = new double[n];
      double[] left = new double[n * n];
      double[] right = new double[n * n];
      double[] work = new double[n * 36];
      intW info = new intW(0);
      Dgeev.dgeev(
          "V",
          "V",
          n,
          a,
          0,
          n,
          real,
          0,
          imaginary,
          0,
          left,
          0,
          n,
          right,
          0,
          n,
          work,
          0,
          work.length,
          info);
      if (info.val == 0) {
        for (int i = 0; i < n; i++) {
          results[0][2 * i] = real[i];
          results[0][2 * i + 1] = imaginary[i];
        }
        unpack(left, imaginary, results[1], n);
        unpack(right, imaginary, results[2], n);
        return results;
      }
    }
    return nan(results);
  }

  /**
   * LAPACK packs a conjugate pair of vectors into two real columns: the real parts, the imaginary
   * parts of the first.
   */
  private static void unpack(double[] packed, double[] imaginary, double[] vectors, int n) {
    for (int column = 0; column < n; column++) {
      boolean second = imaginary[column] < 0;
      int realPart = (second ? column - 1 : column) * n;
      int imaginaryPart = imaginary[column] == 0 ? -1 : realPart + n;
      for (int row = 0; row < n; row++) {
        int to = 2 * (column * n + row);
        double part = imaginaryPart < 0 ? 0 : packed[imaginaryPart + row];
        vectors[to] = packed[realPart + row];
        vectors[to + 1] = second ? -part : part;
      }
    }
  }

  private static boolean isFinite(double[] a) {
    for (double element : a) {
      if (!Double.isFinite(element)) {
        return false;
      }
    }
    return true;
  }

  private static double[][] nan(double[]... results) {
    for (double[] result : results) {
      Arrays.fill(result, Double.NaN);
    }
    return results;
  }

  private static void identity(double[] a, int rows, int columns) {
    for (int i = 0; i < Math.min(rows, columns); i++) {
      a[i * rows + i] = 1;
    }
  }
}
