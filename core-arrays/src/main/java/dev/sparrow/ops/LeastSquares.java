package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Linalg.SvdFactors;
import dev.sparrow.ops.Linalg.SvdMode;
import dev.sparrow.ops.Norms.MatrixNorm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What singular values say about a matrix: rank, condition, pseudo-inverse, least squares. */
public final class LeastSquares {
  private LeastSquares() {}

  /**
   * The pseudo-inverse. Singular values of up to 10·max(m, n)·eps times the largest count as 0.
   *
   * @param a (…, m, n)
   * @return (…, n, m)
   */
  public static NDArray pinv(NDArray a) {
    return pinv(a, null);
  }

  /**
   * The pseudo-inverse.
   *
   * @param a (…, m, n)
   * @param rtol singular values of up to this times the largest count as 0; scalar or (…); null is
   *     10·max(m, n)·eps
   * @return (…, n, m)
   */
  @JaxName("linalg.pinv")
  public static NDArray pinv(NDArray a, @Nullable NDArray rtol) {
    NDArray x = Linalg.inexact("pinv", a);
    long most = Math.max(x.shape().dim(-1), x.shape().dim(-2));
    if (Math.min(x.shape().dim(-1), x.shape().dim(-2)) == 0) {
      return Creation.zerosLike(MatrixParts.transposed(x));
    }
    SvdFactors svd = Linalg.svd(x, SvdMode.THIN);
    NDArray s = svd.s();
    NDArray relative =
        rtol == null
            ? Creation.scalar(10.0 * most * Norms.eps(x.dtype()), s.dtype())
            : Lax.convert(rtol, s.dtype());
    NDArray column = relative.rank() == 0 ? relative : Shaping.expandDims(relative, -1);
    NDArray counts = s.gt(s.get("..., 0:1").mul(column));
    NDArray inverse = Logic.where(counts, Arithmetic.reciprocal(s), Operands.zero(s));
    NDArray scaled = MatrixParts.transposed(svd.u()).mul(Shaping.expandDims(inverse, -1));
    return Products.matmul(MatrixParts.transposed(svd.vh()), scaled);
  }

  /**
   * The number of singular values above max(m, n)·eps times the largest.
   *
   * @param m (…, m, n); of fewer axes: 1 if an element is not 0
   * @return integers of the default dtype, (…)
   */
  public static NDArray matrixRank(NDArray m) {
    return matrixRank(m, null);
  }

  /**
   * The number of singular values above a bound.
   *
   * @param m (…, m, n); of fewer axes: 1 if an element is not 0
   * @param rtol the bound itself, as in JAX, not relative to the largest; scalar or (…); null is
   *     max(m, n)·eps times the largest
   * @return integers of the default dtype, (…)
   */
  @JaxName("linalg.matrix_rank")
  public static NDArray matrixRank(NDArray m, @Nullable NDArray rtol) {
    if (m.rank() < 2) {
      return Lax.convert(Reductions.any(m.ne(0)), DType.INT32);
    }
    NDArray s = Linalg.svdvals(m);
    NDArray bound;
    if (rtol == null) {
      double most = Math.max(m.shape().dim(-1), m.shape().dim(-2));
      bound = Reductions.max(s, -1).mul(most).mul(Norms.eps(s.dtype()));
    } else {
      bound = Lax.convert(rtol, s.dtype());
    }
    NDArray counts = s.gt(Shaping.expandDims(bound, -1));
    return Reductions.sum(Lax.convert(counts, Profile.current().defaultInt()), -1);
  }

  /**
   * The condition number: largest over smallest singular value.
   *
   * @param x (…, m, n), not empty
   * @return (…); infinite for a singular matrix
   */
  public static NDArray cond(NDArray x) {
    return cond(x, MatrixNorm.SPECTRAL);
  }

  /**
   * The condition number of a norm: the norm of the matrix times that of its inverse.
   *
   * @param x (…, m, n), not empty, square unless the norm is one of singular values
   * @param p the norm
   * @return (…); infinite where it would be NaN of a matrix without NaN
   */
  public static NDArray cond(NDArray x, MatrixNorm p) {
    MatrixParts.requireMatrix("cond", x);
    if (x.shape().dim(-1) == 0 || x.shape().dim(-2) == 0) {
      throw new ShapeException("cond: the array must not be empty, got " + x.type());
    }
    if (p == MatrixNorm.SPECTRAL || p == MatrixNorm.SMALLEST_SINGULAR) {
      NDArray s = Linalg.svdvals(x);
      NDArray largest = s.get("..., 0");
      NDArray smallest = s.get("..., -1");
      return p == MatrixNorm.SPECTRAL
          ? largest.div(smallest)
          : infiniteIfUndefined(smallest.div(largest), x);
    }
    MatrixParts.requireSquare("cond", x);
    NDArray inverse = Norms.matrixNorm(Linalg.inv(x), p);
    return infiniteIfUndefined(Norms.matrixNorm(x, p).mul(inverse), x);
  }

  private static NDArray infiniteIfUndefined(NDArray number, NDArray x) {
    NDArray defined = Logic.logicalNot(Reductions.any(Logic.isnan(x), -2, -1));
    NDArray undefined = Lax.apply(Fn.AND, Logic.isnan(number), defined);
    return Logic.where(undefined, Double.POSITIVE_INFINITY, number);
  }

  /**
   * The best solution of a·x = b.
   *
   * @param x the solution of least length among those that make |a·x - b| smallest
   * @param residuals |a·x - b|² for each column of b
   * @param rank number of singular values that count
   * @param s singular values of a
   */
  public record Solution(NDArray x, NDArray residuals, NDArray rank, NDArray s) {}

  /**
   * Least squares. Singular values below max(m, n)·eps times the largest count as 0.
   *
   * @param a (m, n)
   * @param b (m), or (m, k) for k problems
   * @return the solution
   */
  public static Solution lstsq(NDArray a, NDArray b) {
    return lstsq(a, b, null);
  }

  /**
   * Least squares.
   *
   * @param a (m, n)
   * @param b (m), or (m, k) for k problems
   * @param rcond singular values below this times the largest count as 0; null is max(m, n)·eps, a
   *     negative number eps
   * @return the solution
   * @throws ShapeException if the shapes do not fit
   */
  @JaxName("linalg.lstsq")
  public static Solution lstsq(NDArray a, NDArray b, @Nullable Double rcond) {
    if (a.rank() != 2 || b.rank() < 1 || b.rank() > 2 || a.shape().dim(0) != b.shape().dim(0)) {
      throw new ShapeException(
          "lstsq: needs a matrix and a right-hand side with as many rows, got "
              + a.type()
              + " and "
              + b.type());
    }
    List<NDArray> both = Linalg.promoted("lstsq", a, b);
    NDArray matrix = both.get(0);
    boolean vector = b.rank() == 1;
    NDArray right = vector ? Shaping.expandDims(both.get(1), 1) : both.get(1);
    DType count = Profile.current().defaultInt();
    NDArray x;
    NDArray rank;
    NDArray s;
    if (matrix.size() == 0) {
      s = Creation.zeros(Shape.of(0), matrix.dtype());
      rank = Creation.scalar(0L, count);
      Shape solution = Shape.of(matrix.shape().dim(1), right.shape().dim(1));
      x = Creation.zeros(solution, matrix.dtype());
    } else {
      SvdFactors svd = Linalg.svd(matrix, SvdMode.THIN);
      s = svd.s();
      double eps = Norms.eps(matrix.dtype());
      double most = Math.max(matrix.shape().dim(0), matrix.shape().dim(1));
      double bound = rcond == null ? eps * most : rcond < 0 ? eps : rcond;
      NDArray counts = s.gt(0).and(s.ge(s.get(0).mul(bound)));
      rank = Reductions.sum(Lax.convert(counts, count));
      NDArray inverse = Logic.where(counts, Arithmetic.reciprocal(s), Operands.zero(s));
      NDArray projected = Products.matmul(MatrixParts.transposed(svd.u()), right);
      NDArray scaled = projected.mul(Shaping.expandDims(inverse, -1));
      x = Products.matmul(MatrixParts.transposed(svd.vh()), scaled);
    }
    NDArray rest = right.sub(Products.matmul(matrix, x));
    NDArray residuals = Lax.apply(Fn.SQUARE, Norms.vectorNorm(rest, 2, Reduction.over(0)));
    return new Solution(vector ? Shaping.ravel(x) : x, residuals, rank, s);
  }
}
