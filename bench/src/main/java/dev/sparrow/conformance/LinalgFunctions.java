package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.LeastSquares;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Linalg.QrMode;
import dev.sparrow.ops.Linalg.SvdMode;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.Norms;
import dev.sparrow.ops.Norms.MatrixNorm;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Sorting;
import dev.sparrow.ops.Triangular;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Linear algebra with the options as Python writes them: flags, numbers and words. */
public final class LinalgFunctions {
  private LinalgFunctions() {}

  /**
   * {@code linalg.cholesky(a, upper=..., symmetrize_input=...)}.
   *
   * @param a matrices, symmetric
   * @param upper whether the factor is upper triangular
   * @param symmetrizeInput makes no difference to a symmetric matrix
   * @return the factor
   */
  @JaxName("linalg.cholesky")
  public static NDArray cholesky(NDArray a, boolean upper, boolean symmetrizeInput) {
    return Linalg.cholesky(a, upper ? Triangle.UPPER : Triangle.LOWER);
  }

  /**
   * {@code linalg.qr(a, mode=...)}.
   *
   * @param a matrices
   * @param mode reduced, complete or full
   * @return the factors
   */
  @JaxName("linalg.qr")
  public static Linalg.QrFactors qr(NDArray a, @Nullable String mode) {
    return Linalg.qr(a, mode == null || mode.equals("reduced") ? QrMode.REDUCED : QrMode.COMPLETE);
  }

  /**
   * {@code linalg.svd(a, full_matrices=..., compute_uv=...)}.
   *
   * @param a matrices
   * @param fullMatrices whether the vectors are complete
   * @param computeUv whether there are vectors
   * @return u, s, vh, or s alone
   */
  @JaxName("linalg.svd")
  public static Object svd(NDArray a, @Nullable Boolean fullMatrices, @Nullable Boolean computeUv) {
    if (computeUv != null && !computeUv) {
      return Linalg.svdvals(a);
    }
    return Linalg.svd(a, fullMatrices == null || fullMatrices ? SvdMode.FULL : SvdMode.THIN);
  }

  /**
   * {@code linalg.eigvalsh(a, UPLO=...)}.
   *
   * @param a matrices, symmetric
   * @param UPLO makes no difference to a symmetric matrix
   * @return the eigenvalues
   */
  @JaxName("linalg.eigvalsh")
  @SuppressWarnings("ParameterName") // Python's name of the option
  public static NDArray eigvalsh(NDArray a, @Nullable String UPLO) {
    return Linalg.eigvalsh(a);
  }

  /**
   * {@code linalg.norm(x, ord=number, axis=..., keepdims=...)}.
   *
   * @param x array
   * @param ord order
   * @param axis one axis for a vector norm, two for a matrix norm
   * @param keepdims whether the axes stay
   * @return the norm
   */
  @JaxName("linalg.norm")
  public static NDArray norm(
      NDArray x, @Nullable Double ord, @Nullable List<Integer> axis, boolean keepdims) {
    boolean matrix = axis == null ? x.rank() == 2 : axis.size() == 2;
    Reduction options = new Reduction(axis, null, keepdims, null, null);
    if (matrix && ord != null) {
      return Norms.matrixNorm(x, matrixNorm(ord), options);
    }
    return Norms.vectorNorm(x, ord == null ? 2 : ord, options);
  }

  /**
   * {@code linalg.norm(x, ord=word, axis=..., keepdims=...)}.
   *
   * @param x array
   * @param ord order: fro, nuc, inf, -inf
   * @param axis one axis for a vector norm, two for a matrix norm
   * @param keepdims whether the axes stay
   * @return the norm
   */
  @JaxName("linalg.norm")
  public static NDArray norm(
      NDArray x, String ord, @Nullable List<Integer> axis, boolean keepdims) {
    if (ord.endsWith("inf")) {
      return norm(x, infinity(ord), axis, keepdims);
    }
    return Norms.matrixNorm(x, matrixNorm(ord), new Reduction(axis, null, keepdims, null, null));
  }

  /**
   * {@code linalg.vector_norm(x, ord=number, axis=..., keepdims=...)}.
   *
   * @param x array
   * @param ord order
   * @param axis axes that count as one
   * @param keepdims whether the axes stay
   * @return the norm
   */
  @JaxName("linalg.vector_norm")
  public static NDArray vectorNorm(
      NDArray x, @Nullable Double ord, @Nullable List<Integer> axis, boolean keepdims) {
    return Norms.vectorNorm(
        x, ord == null ? 2 : ord, new Reduction(axis, null, keepdims, null, null));
  }

  /**
   * {@code linalg.vector_norm(x, ord=inf, axis=..., keepdims=...)}.
   *
   * @param x array
   * @param ord inf or -inf
   * @param axis axes that count as one
   * @param keepdims whether the axes stay
   * @return the norm
   */
  @JaxName("linalg.vector_norm")
  public static NDArray vectorNorm(
      NDArray x, String ord, @Nullable List<Integer> axis, boolean keepdims) {
    return vectorNorm(x, infinity(ord), axis, keepdims);
  }

  /**
   * {@code linalg.matrix_norm(x, ord=number, keepdims=...)}.
   *
   * @param x matrices
   * @param ord order
   * @param keepdims whether the axes stay
   * @return the norms
   */
  @JaxName("linalg.matrix_norm")
  public static NDArray matrixNorm(NDArray x, double ord, boolean keepdims) {
    return norm(x, ord, List.of(-2, -1), keepdims);
  }

  /**
   * {@code linalg.matrix_norm(x, ord=word, keepdims=...)}.
   *
   * @param x matrices
   * @param ord order: fro, nuc, inf, -inf; null is fro
   * @param keepdims whether the axes stay
   * @return the norms
   */
  @JaxName("linalg.matrix_norm")
  public static NDArray matrixNorm(NDArray x, @Nullable String ord, boolean keepdims) {
    return norm(x, ord == null ? "fro" : ord, List.of(-2, -1), keepdims);
  }

  private static double infinity(String word) {
    return word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }

  private static MatrixNorm matrixNorm(double ord) {
    return switch (Double.toString(ord)) {
      case "1.0" -> MatrixNorm.LARGEST_COLUMN;
      case "-1.0" -> MatrixNorm.SMALLEST_COLUMN;
      case "2.0" -> MatrixNorm.SPECTRAL;
      case "-2.0" -> MatrixNorm.SMALLEST_SINGULAR;
      case "Infinity" -> MatrixNorm.LARGEST_ROW;
      case "-Infinity" -> MatrixNorm.SMALLEST_ROW;
      default -> throw new IllegalArgumentException("norm: invalid order " + ord);
    };
  }

  private static MatrixNorm matrixNorm(String ord) {
    return switch (ord) {
      case "fro" -> MatrixNorm.FROBENIUS;
      case "nuc" -> MatrixNorm.NUCLEAR;
      default -> throw new IllegalArgumentException("norm: invalid order '" + ord + "'");
    };
  }

  /**
   * {@code linalg.cond(x)}.
   *
   * @param x matrices
   * @return condition numbers
   */
  @JaxName("linalg.cond")
  public static NDArray cond(NDArray x) {
    return LeastSquares.cond(x);
  }

  /**
   * {@code linalg.diagonal(x, offset=...)}.
   *
   * @param x matrices
   * @param offset which diagonal
   * @return the diagonals
   */
  @JaxName("linalg.diagonal")
  public static NDArray diagonal(NDArray x, @Nullable Long offset) {
    return MatrixFunctions.diagonal(x, offset == null ? 0 : offset);
  }

  /**
   * {@code linalg.trace(x, offset=..., dtype=...)}.
   *
   * @param x matrices
   * @param offset which diagonal
   * @param dtype dtype of the sum
   * @return the traces
   */
  @JaxName("linalg.trace")
  public static NDArray trace(NDArray x, @Nullable Long offset, @Nullable DType dtype) {
    return MatrixFunctions.trace(x, offset == null ? 0 : offset, -2, -1, dtype);
  }

  /**
   * {@code diagonal(a, offset=..., axis1=..., axis2=...)}.
   *
   * @param a array
   * @param offset which diagonal
   * @param axis1 axis of rows
   * @param axis2 axis of columns
   * @return the diagonals
   */
  @JaxName("diagonal")
  public static NDArray diagonal(
      NDArray a, @Nullable Long offset, @Nullable Integer axis1, @Nullable Integer axis2) {
    return MatrixFunctions.diagonal(
        a, offset == null ? 0 : offset, axis1 == null ? 0 : axis1, axis2 == null ? 1 : axis2);
  }

  /**
   * {@code trace(a, offset=..., axis1=..., axis2=..., dtype=...)}.
   *
   * @param a array
   * @param offset which diagonal
   * @param axis1 axis of rows
   * @param axis2 axis of columns
   * @param dtype dtype of the sum
   * @return the traces
   */
  @JaxName("trace")
  public static NDArray trace(
      NDArray a,
      @Nullable Long offset,
      @Nullable Integer axis1,
      @Nullable Integer axis2,
      @Nullable DType dtype) {
    return MatrixFunctions.trace(
        a,
        offset == null ? 0 : offset,
        axis1 == null ? 0 : axis1,
        axis2 == null ? 1 : axis2,
        dtype);
  }

  /**
   * {@code linalg.tensorinv(a, ind=...)}.
   *
   * @param a tensor
   * @param ind number of axes that count as rows
   * @return the inverse
   */
  @JaxName("linalg.tensorinv")
  public static NDArray tensorinv(NDArray a, @Nullable Integer ind) {
    return MatrixFunctions.tensorinv(a, ind == null ? 2 : ind);
  }

  /**
   * {@code scipy.linalg.solve_triangular(a, b, trans=..., lower=..., unit_diagonal=...)}.
   *
   * @param a triangular matrix
   * @param b right-hand sides
   * @param trans 0 plain, 1 transposed, 2 conjugate transposed
   * @param lower which triangle
   * @param unitDiagonal whether the diagonal is ones
   * @return the solution
   */
  @JaxName("scipy.linalg.solve_triangular")
  public static NDArray solveTriangular(
      NDArray a, NDArray b, @Nullable Integer trans, boolean lower, boolean unitDiagonal) {
    Form form =
        switch (trans == null ? 0 : trans) {
          case 0 -> Form.PLAIN;
          case 1 -> Form.TRANSPOSED;
          case 2 -> Form.ADJOINT;
          default ->
              throw new IllegalArgumentException(
                  "solve_triangular: trans=" + trans + "; 0, 1 or 2");
        };
    return Triangular.solveTriangular(
        a,
        b,
        lower ? Triangle.LOWER : Triangle.UPPER,
        form,
        unitDiagonal ? Diagonal.UNIT : Diagonal.STORED);
  }

  /**
   * {@code scipy.linalg.cho_solve((c, lower), b)}.
   *
   * @param cAndLower the factor, and whether it is lower triangular
   * @param b right-hand sides
   * @return the solution
   */
  @JaxName("scipy.linalg.cho_solve")
  public static NDArray choSolve(List<NDArray> cAndLower, NDArray b) {
    boolean lower = cAndLower.get(1).toBoolean();
    return Triangular.choSolve(cAndLower.get(0), b, lower ? Triangle.LOWER : Triangle.UPPER);
  }

  /**
   * Eigenvalues of a square matrix: sorted real parts, sorted imaginary parts.
   *
   * @param a a square matrix
   * @return both
   */
  @JaxName("eigvals_sorted")
  public static List<NDArray> eigvalsSorted(NDArray a) {
    NDArray values = Linalg.eigvals(a);
    return List.of(
        Sorting.sort(ComplexNumbers.real(values)), Sorting.sort(ComplexNumbers.imag(values)));
  }
}
