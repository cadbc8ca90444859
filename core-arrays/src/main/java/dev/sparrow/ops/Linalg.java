package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.Monoid;
import dev.sparrow.trace.Trace;
import java.util.List;

/**
 * Factorizations of matrices and what is solved with them; {@code jax.numpy.linalg}.
 *
 * <p>Matrices lie on the last two axes, leading axes are batches. Integers become floats; float16
 * and bfloat16 are refused. A float32 matrix is factorized in float64, then rounded. Norms are in
 * {@link Norms}, least squares in {@link LeastSquares}.
 */
public final class Linalg {
  private Linalg() {}

  /**
   * The lower triangular L with a = L·Lᵀ.
   *
   * @param a (…, n, n), positive definite; (a + aᵀ)/2 is factorized
   * @return L, zero above the diagonal; NaN on and below it if a is not positive definite
   */
  public static NDArray cholesky(NDArray a) {
    return cholesky(a, Triangle.LOWER);
  }

  /**
   * The triangular factor of a = L·Lᵀ.
   *
   * @param a (…, n, n), positive definite; (a + aᵀ)/2 is factorized
   * @param triangle LOWER for L, UPPER for Lᵀ
   * @return the factor, zero beyond the diagonal; NaN elsewhere if a is not positive definite
   */
  public static NDArray cholesky(NDArray a, Triangle triangle) {
    NDArray lower = Lax.bind(new LinearAlgebra.Cholesky(), symmetric("cholesky", a));
    return triangle == Triangle.LOWER ? lower : MatrixParts.transposed(lower);
  }

  /**
   * Factors of a matrix whose rows are exchanged.
   *
   * @param lu (…, m, n), U on and above the diagonal, below it L, whose diagonal is ones
   * @param pivots (…, min(m, n)), the row that each row is exchanged with, one after the other
   * @param permutation (…, m), where each row comes from: a[permutation] = L·U
   */
  public record LuFactors(NDArray lu, NDArray pivots, NDArray permutation) {}

  /**
   * LU factors with partial pivoting.
   *
   * @param a (…, m, n)
   * @return the factors
   */
  public static LuFactors lu(NDArray a) {
    List<NDArray> results = bind(new LinearAlgebra.Lu(), inexact("lu", a));
    return new LuFactors(results.get(0), results.get(1), results.get(2));
  }

  /**
   * Orthonormal and triangular factor: a = q·r.
   *
   * @param q columns of length 1 that are orthogonal to each other
   * @param r upper triangular
   */
  public record QrFactors(NDArray q, NDArray r) {}

  /** Sizes of the factors of {@link #qr}, k = min(m, n). */
  public enum QrMode {
    /** q (…, m, k) and r (…, k, n). */
    REDUCED,
    /** q (…, m, m) and r (…, m, n). */
    COMPLETE
  }

  /**
   * Orthonormal and triangular factor of reduced size.
   *
   * @param a (…, m, n)
   * @return q (…, m, k) and r (…, k, n), k = min(m, n)
   */
  public static QrFactors qr(NDArray a) {
    return qr(a, QrMode.REDUCED);
  }

  /**
   * Orthonormal and triangular factor.
   *
   * @param a (…, m, n)
   * @param mode size of the factors
   * @return the factors
   */
  public static QrFactors qr(NDArray a, QrMode mode) {
    LinearAlgebra.Qr qr = new LinearAlgebra.Qr(mode == QrMode.COMPLETE);
    List<NDArray> results = bind(qr, inexact("qr", a));
    return new QrFactors(results.get(0), results.get(1));
  }

  /**
   * Eigenvalues and eigenvectors: column i of the vectors belongs to value i.
   *
   * @param eigenvalues (…, n)
   * @param eigenvectors (…, n, n), columns of length 1
   */
  public record Eigen(NDArray eigenvalues, NDArray eigenvectors) {}

  /**
   * Eigenvalues and eigenvectors of a symmetric matrix.
   *
   * @param a (…, n, n); (a + aᵀ)/2 is decomposed
   * @return real values in ascending order, and vectors, unique up to sign
   */
  @JaxName("linalg.eigh")
  public static Eigen eigh(NDArray a) {
    List<NDArray> results = bind(new LinearAlgebra.Eigh(), symmetric("eigh", a));
    return new Eigen(results.get(1), results.get(0));
  }

  /**
   * Eigenvalues of a symmetric matrix.
   *
   * @param a (…, n, n); (a + aᵀ)/2 is decomposed
   * @return (…, n), ascending
   */
  public static NDArray eigvalsh(NDArray a) {
    return eigh(a).eigenvalues;
  }

  /**
   * Eigenvalues and right eigenvectors of any square matrix.
   *
   * @param a (…, n, n)
   * @return complex values in no particular order, and complex vectors
   */
  @JaxName("linalg.eig")
  public static Eigen eig(NDArray a) {
    List<NDArray> results = bind(new LinearAlgebra.Eig(), inexact("eig", a));
    return new Eigen(results.get(0), results.get(2));
  }

  /**
   * Eigenvalues of any square matrix.
   *
   * @param a (…, n, n)
   * @return (…, n), complex, in no particular order
   */
  @JaxName("linalg.eigvals")
  public static NDArray eigvals(NDArray a) {
    return eig(a).eigenvalues;
  }

  /**
   * Singular values and vectors: a = u·diag(s)·vh.
   *
   * @param u left vectors as columns
   * @param s singular values, descending
   * @param vh right vectors as rows
   */
  public record SvdFactors(NDArray u, NDArray s, NDArray vh) {}

  /** How many singular vectors {@link #svd} returns, k = min(m, n). */
  public enum SvdMode {
    /** u (…, m, k) and vh (…, k, n). */
    THIN,
    /** u (…, m, m) and vh (…, n, n). */
    FULL
  }

  /**
   * Singular value decomposition with all vectors.
   *
   * @param a (…, m, n)
   * @return u (…, m, m), s (…, min(m, n)), vh (…, n, n)
   */
  public static SvdFactors svd(NDArray a) {
    return svd(a, SvdMode.FULL);
  }

  /**
   * Singular value decomposition.
   *
   * @param a (…, m, n)
   * @param mode how many vectors
   * @return the factors
   */
  public static SvdFactors svd(NDArray a, SvdMode mode) {
    SvdParts parts = mode == SvdMode.FULL ? SvdParts.FULL : SvdParts.THIN;
    List<NDArray> results = bind(new LinearAlgebra.Svd(parts), inexact("svd", a));
    return new SvdFactors(results.get(1), results.get(0), results.get(2));
  }

  /**
   * Singular values.
   *
   * @param x (…, m, n)
   * @return (…, min(m, n)), descending
   */
  @JaxName("linalg.svdvals")
  public static NDArray svdvals(NDArray x) {
    return Lax.bind(new LinearAlgebra.Svd(SvdParts.VALUES), inexact("svdvals", x));
  }

  /**
   * The solution x of a·x = b.
   *
   * @param a (…, n, n)
   * @param b (n) for one system, or (…, n, k) for k of them; leading axes broadcast
   * @return x, of the shape of b; infinite or NaN where a is singular
   */
  @JaxName("linalg.solve")
  public static NDArray solve(NDArray a, NDArray b) {
    List<NDArray> both = promoted("solve", a, b);
    MatrixParts.requireSquare("solve", both.get(0));
    return Triangular.system("solve", both.get(0), both.get(1), Linalg::solveMatrix);
  }

  private static NDArray solveMatrix(NDArray a, NDArray b) {
    LuFactors factors = lu(a);
    NDArray rows = MatrixParts.rows(b, factors.permutation);
    NDArray y = Triangular.bind(factors.lu, rows, Triangle.LOWER, Form.PLAIN, Diagonal.UNIT);
    return Triangular.bind(factors.lu, y, Triangle.UPPER, Form.PLAIN, Diagonal.STORED);
  }

  /**
   * The inverse.
   *
   * @param a (…, n, n)
   * @return (…, n, n); infinite or NaN where a is singular
   */
  @JaxName("linalg.inv")
  public static NDArray inv(NDArray a) {
    MatrixParts.requireSquare("inv", a);
    NDArray x = inexact("inv", a);
    return solve(x, MatrixParts.identity(MatrixParts.batch(x), x.shape().dim(-1), x.dtype()));
  }

  /**
   * The determinant: for 2 and 3 rows the sum of products, else the product of the diagonal of U.
   *
   * @param a (…, n, n)
   * @return (…)
   */
  @JaxName("linalg.det")
  public static NDArray det(NDArray a) {
    MatrixParts.requireSquare("det", a);
    NDArray x = inexact("det", a);
    if (x.shape().dim(-1) == 2) {
      return minor(x, 0, 1);
    }
    if (x.shape().dim(-1) == 3) {
      NDArray plus = element(x, 0, 0).mul(minorBelow(x, 1, 2));
      NDArray minus = element(x, 0, 1).mul(minorBelow(x, 0, 2));
      return plus.sub(minus).add(element(x, 0, 2).mul(minorBelow(x, 0, 1)));
    }
    LuFactors factors = lu(x);
    NDArray product = Reductions.prod(MatrixParts.diagonal(factors.lu, 0), -1);
    return product.mul(parity(factors.pivots, x.dtype()));
  }

  private static NDArray minor(NDArray x, long first, long second) {
    return element(x, 0, first)
        .mul(element(x, 1, second))
        .sub(element(x, 0, second).mul(element(x, 1, first)));
  }

  /** The determinant of two columns of the last two of three rows. */
  private static NDArray minorBelow(NDArray x, long first, long second) {
    return element(x, 1, first)
        .mul(element(x, 2, second))
        .sub(element(x, 1, second).mul(element(x, 2, first)));
  }

  private static NDArray element(NDArray x, long row, long column) {
    return x.get("..., " + row + ", " + column);
  }

  /** 1 for an even number of exchanged rows, -1 for an odd one. */
  private static NDArray parity(NDArray pivots, DType dtype) {
    NDArray own = Lax.iota(DType.INT32, pivots.shape(), pivots.rank() - 1);
    NDArray exchanged = Lax.convert(Lax.apply(Fn.NE, pivots, own), DType.INT32);
    NDArray count = Lax.reduce(Monoid.SUM, exchanged, List.of(pivots.rank() - 1));
    NDArray odd = Lax.apply(Fn.AND, count, Creation.scalar(1L, DType.INT32));
    return Lax.convert(odd, dtype).mul(-2.0).add(1.0);
  }

  /**
   * Sign and logarithm of a determinant.
   *
   * @param sign -1, 0 or 1; of length 1 if complex
   * @param logabsdet logarithm of the absolute value; -inf for 0
   */
  public record LogDeterminant(NDArray sign, NDArray logabsdet) {}

  /**
   * Sign and logarithm of the determinant, which may be too large or small for itself.
   *
   * @param a (…, n, n)
   * @return sign and logarithm, (…)
   */
  @JaxName("linalg.slogdet")
  public static LogDeterminant slogdet(NDArray a) {
    MatrixParts.requireSquare("slogdet", a);
    NDArray x = inexact("slogdet", a);
    LuFactors factors = lu(x);
    NDArray diagonal = MatrixParts.diagonal(factors.lu, 0);
    NDArray size = Lax.apply(Fn.ABS, diagonal);
    NDArray signs = Lax.apply(Fn.SIGN, diagonal);
    // Adding 0 makes the zero of a singular matrix positive.
    NDArray sign = Reductions.prod(signs, -1).mul(parity(factors.pivots, x.dtype())).add(0.0);
    return new LogDeterminant(sign, Reductions.sum(Lax.apply(Fn.LOG, size), -1));
  }

  // Preparation.

  private static List<NDArray> bind(LinearAlgebra prim, NDArray a) {
    return Trace.current().bind(prim, List.of(a));
  }

  static NDArray inexact(String operation, NDArray a) {
    MatrixParts.requireMatrix(operation, a);
    return Operands.promoteInexact(operation, a).getFirst();
  }

  static List<NDArray> promoted(String operation, NDArray a, NDArray b) {
    DType dtype = Operands.joinedInexact(a, b);
    return List.of(Lax.convert(a, dtype), Lax.convert(b, dtype));
  }

  private static NDArray symmetric(String operation, NDArray a) {
    MatrixParts.requireSquare(operation, a);
    NDArray x = inexact(operation, a);
    return x.add(MatrixParts.transposed(x)).div(2.0);
  }
}
