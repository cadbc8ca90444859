package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Linalg;
import dev.sparrow.ops.Linalg.Eigen;
import dev.sparrow.ops.Linalg.LuFactors;
import dev.sparrow.ops.Linalg.QrFactors;
import dev.sparrow.ops.Linalg.SvdFactors;
import dev.sparrow.ops.Linalg.SvdMode;
import dev.sparrow.ops.MatrixFunctions;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Shaping;
import dev.sparrow.random.MatrixDistributions;
import java.util.List;

/** What factorizations have in common whatever signs a library chooses for their vectors. */
public final class FactorProperties {
  private FactorProperties() {}

  /**
   * q·r, qᵀ·q, |diagonal of r|, r below the diagonal.
   *
   * @param a a matrix
   * @return the properties
   */
  @JaxName("qr_props")
  public static List<NDArray> qr(NDArray a) {
    QrFactors factors = Linalg.qr(a);
    NDArray q = factors.q();
    NDArray r = factors.r();
    NDArray diagonal = MatrixFunctions.diagonal(r, 0);
    NDArray below = Lax.select(lower(r.shape(), -1), r, Creation.zerosLike(r));
    return List.of(
        Products.matmul(q, r),
        Products.matmul(Shaping.swapaxes(q, -1, -2), q),
        diagonal.abs(),
        below);
  }

  /**
   * q·qᵀ and |det q| of a random orthogonal matrix.
   *
   * @param key one key
   * @param n rows
   * @return the properties
   */
  @JaxName("random.orthogonal_props")
  public static List<NDArray> orthogonal(NDArray key, int n) {
    NDArray q = MatrixDistributions.orthogonal(key, n, null, null, null);
    return List.of(Products.matmul(q, Shaping.swapaxes(q, -1, -2)), Linalg.det(q).abs());
  }

  /**
   * Singular values, u·diag(s)·vh, uᵀ·u, vh·vhᵀ.
   *
   * @param a a matrix
   * @return the properties
   */
  @JaxName("svd_props")
  public static List<NDArray> svd(NDArray a) {
    SvdFactors svd = Linalg.svd(a, SvdMode.THIN);
    NDArray scaled = svd.u().mul(Shaping.expandDims(svd.s(), -2));
    return List.of(
        svd.s(),
        Products.matmul(scaled, svd.vh()),
        Products.matmul(Shaping.swapaxes(svd.u(), -1, -2), svd.u()),
        Products.matmul(svd.vh(), Shaping.swapaxes(svd.vh(), -1, -2)));
  }

  /**
   * Eigenvalues, v·diag(w)·vᵀ, vᵀ·v.
   *
   * @param a a symmetric matrix
   * @return the properties
   */
  @JaxName("eigh_props")
  public static List<NDArray> eigh(NDArray a) {
    Eigen eigen = Linalg.eigh(a);
    NDArray v = eigen.eigenvectors();
    NDArray vt = Shaping.swapaxes(v, -1, -2);
    NDArray scaled = v.mul(Shaping.expandDims(eigen.eigenvalues(), -2));
    return List.of(eigen.eigenvalues(), Products.matmul(scaled, vt), Products.matmul(vt, v));
  }

  /**
   * P, L, U and their product.
   *
   * @param a a square matrix
   * @return the properties
   */
  @JaxName("lu_props")
  public static List<NDArray> lu(NDArray a) {
    LuFactors factors = Linalg.lu(a);
    NDArray lu = factors.lu();
    long n = lu.shape().dim(-1);
    NDArray zeros = Creation.zerosLike(lu);
    NDArray below = lower(lu.shape(), -1);
    NDArray l = Lax.select(below, lu, zeros).add(Creation.eye(n, n, 0, lu.dtype()));
    NDArray u = Lax.select(below, zeros, lu);
    NDArray row = Lax.iota(DType.INT32, lu.shape(), 0);
    NDArray from = Lax.broadcastTo(factors.permutation(), lu.shape());
    NDArray p = Lax.convert(Lax.apply(Fn.EQ, row, from), lu.dtype());
    return List.of(p, l, u, Products.matmul(p, Products.matmul(l, u)));
  }

  /** Whether the column is at most the row plus an offset. */
  private static NDArray lower(Shape shape, long offset) {
    NDArray row = Lax.iota(DType.INT32, shape, shape.rank() - 2);
    NDArray column = Lax.iota(DType.INT32, shape, shape.rank() - 1);
    return Lax.apply(Fn.LE, column, Lax.apply(Fn.ADD, row, Creation.scalar(offset, DType.INT32)));
  }
}
