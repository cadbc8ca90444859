package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Linalg.Eigen;
import dev.sparrow.ops.Linalg.QrFactors;
import dev.sparrow.ops.Linalg.SvdFactors;
import dev.sparrow.ops.Linalg.SvdMode;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Shaping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Distributions that take a factorization: correlated normal vectors, orthogonal matrices. */
public final class MatrixDistributions {
  private MatrixDistributions() {}

  /** How {@link #multivariateNormal} takes the root of a covariance. */
  public enum Factorization {
    /** Cholesky, the fastest; the covariance must be positive definite. */
    CHOLESKY,
    /** By eigenvalues; positive semidefinite ones are fine. */
    EIGH,
    /** By singular values; positive semidefinite ones are fine. */
    SVD
  }

  /**
   * Normal vectors of a mean and a covariance: mean + F·z of a root F of the covariance.
   *
   * @param key one key
   * @param mean mean vectors (…, n)
   * @param cov covariances (…, n, n)
   * @return vectors (…, n), of the batch of both
   */
  public static NDArray multivariateNormal(NDArray key, NDArray mean, NDArray cov) {
    return multivariateNormal(key, mean, cov, null, null, null);
  }

  /**
   * Normal vectors of a mean and a covariance: mean + F·z of a root F of the covariance.
   *
   * @param key one key
   * @param mean mean vectors (…, n)
   * @param cov covariances (…, n, n)
   * @param shape leading shape of the result, to which both batches broadcast; null is theirs
   * @param dtype a float dtype or null for the default one
   * @param method how the root is taken; null is Cholesky
   * @return vectors (…, n); NaN where the covariance has no such root
   * @throws ShapeException if mean and covariance do not fit
   */
  @JaxName("random.multivariate_normal")
  public static NDArray multivariateNormal(
      NDArray key,
      NDArray mean,
      NDArray cov,
      @Nullable Shape shape,
      @Nullable DType dtype,
      @Nullable Factorization method) {
    NDArray one = RandomOperands.key("multivariate_normal", key);
    DType drawn = RandomOperands.floatOrDefault("multivariate_normal", dtype);
    long n = mean.rank() == 0 ? -1 : mean.shape().dim(mean.rank() - 1);
    int rank = cov.rank();
    if (n < 0 || rank < 2 || cov.shape().dim(rank - 1) != n || cov.shape().dim(rank - 2) != n) {
      throw new ShapeException(
          "multivariate_normal: needs a mean (…, n) and a covariance (…, n, n), got %s and %s"
              .formatted(mean.type(), cov.type()));
    }
    Shape batch =
        mean.shape()
            .range(0, mean.rank() - 1)
            .broadcast("multivariate_normal", cov.shape().range(0, rank - 2));
    Shape leading = shape == null ? batch : shape;
    RandomOperands.requireBroadcast("multivariate_normal", batch, leading);
    Factorization root = method == null ? Factorization.CHOLESKY : method;
    return Draw.of("_multivariate_normal", leading.insert(leading.rank(), n), drawn, root)
        .from(
            MatrixDistributions::multivariateNormal,
            one,
            Lax.convert(mean, drawn),
            Lax.convert(cov, drawn));
  }

  private static NDArray multivariateNormal(Draw draw, List<NDArray> in) {
    NDArray cov = in.get(2);
    NDArray root =
        switch ((Factorization) draw.options().getFirst()) {
          case CHOLESKY -> Linalg.cholesky(cov);
          case EIGH -> {
            Eigen eigen = Linalg.eigh(cov);
            yield scaled(eigen.eigenvectors(), eigen.eigenvalues());
          }
          case SVD -> {
            SvdFactors svd = Linalg.svd(cov, SvdMode.FULL);
            yield scaled(svd.u(), svd.s());
          }
        };
    NDArray z = Random.normal(in.getFirst(), draw.shape(), draw.dtype());
    NDArray spread = Shaping.squeeze(Products.matmul(root, Shaping.expandDims(z, -1)), -1);
    return Lax.apply(Fn.ADD, Lax.broadcastTo(in.get(1), draw.shape()), spread);
  }

  private static NDArray scaled(NDArray vectors, NDArray values) {
    NDArray roots = Shaping.expandDims(Lax.apply(Fn.SQRT, values), -2);
    return Lax.apply(Fn.MUL, vectors, Lax.broadcastTo(roots, vectors.shape()));
  }

  /**
   * Orthogonal matrices, evenly distributed (by Haar's measure): the q of a normal matrix, with the
   * signs that make the diagonal of r positive.
   *
   * @param key one key
   * @param n rows
   * @param shape leading shape of the result; null is ()
   * @param dtype a float or complex dtype; null is the default float dtype
   * @param m columns; null is n
   * @return matrices (…, n, m) of orthonormal columns, or rows if there are more columns
   */
  @JaxName("random.orthogonal")
  public static NDArray orthogonal(
      NDArray key, int n, @Nullable Shape shape, @Nullable DType dtype, @Nullable Integer m) {
    NDArray one = RandomOperands.key("orthogonal", key);
    DType drawn =
        RandomOperands.inexact(
            "orthogonal", dtype == null ? Profile.current().defaultFloat() : dtype);
    int columns = m == null ? n : m;
    Shape leading = shape == null ? Shape.scalar() : shape;
    int rank = leading.rank();
    Shape tall = leading.insert(rank, Math.max(n, columns)).insert(rank + 1, Math.min(n, columns));
    NDArray q = Draw.of("_orthogonal", tall, drawn).from(MatrixDistributions::orthogonal, one);
    return n < columns ? Shaping.swapaxes(q, -1, -2) : q;
  }

  private static NDArray orthogonal(Draw draw, List<NDArray> in) {
    NDArray z = Random.normal(in.getFirst(), draw.shape(), draw.dtype());
    QrFactors factors = Linalg.qr(z);
    NDArray diagonal = MatrixFunctions.diagonal(factors.r(), 0, -2, -1);
    NDArray sign = Shaping.expandDims(Lax.apply(Fn.SIGN, diagonal), -2);
    return Lax.apply(Fn.MUL, factors.q(), Lax.broadcastTo(sign, draw.shape()));
  }
}
