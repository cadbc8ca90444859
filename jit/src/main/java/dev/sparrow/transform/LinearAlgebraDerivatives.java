package dev.sparrow.transform;

import static dev.sparrow.ops.MatrixParts.transposed;
import static dev.sparrow.transform.Terms.add;
import static dev.sparrow.transform.Terms.constant;
import static dev.sparrow.transform.Terms.div;
import static dev.sparrow.transform.Terms.mul;
import static dev.sparrow.transform.Terms.neg;
import static dev.sparrow.transform.Terms.orZeros;
import static dev.sparrow.transform.Terms.sub;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.LinearAlgebra.Diagonal;
import dev.sparrow.graph.LinearAlgebra.Form;
import dev.sparrow.graph.LinearAlgebra.Side;
import dev.sparrow.graph.LinearAlgebra.SvdParts;
import dev.sparrow.graph.LinearAlgebra.Triangle;
import dev.sparrow.graph.LinearAlgebra.TriangularSolve;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.MatrixParts;
import dev.sparrow.ops.Products;
import dev.sparrow.ops.Shaping;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link LinearAlgebra}, by differentiating the equation that defines each
 * factorization: M. Giles, "An extended collection of matrix derivative results for forward and
 * reverse mode algorithmic differentiation" (2008), and, for the singular vectors, J. Townsend,
 * "Differentiating the singular value decomposition" (2016).
 *
 * <p>Equal eigenvalues or singular values, whose vectors are not unique, give NaN or infinities in
 * the derivative of the vectors.
 */
final class LinearAlgebraDerivatives {
  private LinearAlgebraDerivatives() {}

  static Dual jvp(LinearAlgebra prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    List<NDArray> results = Trace.current().bind(prim, in);
    if (tangents.stream().allMatch(Objects::isNull)) {
      return Dual.constant(results);
    }
    NDArray da = orZeros(tangents.getFirst(), in.getFirst().type());
    List<@Nullable NDArray> moved =
        switch (prim) {
          case LinearAlgebra.Cholesky() ->
              Collections.singletonList(cholesky(results.getFirst(), da));
          case LinearAlgebra.Lu() -> Arrays.asList(lu(results, da), null, null);
          case LinearAlgebra.Qr(boolean full) -> qr(results, da, full);
          case LinearAlgebra.Eigh() -> eigh(results, da);
          case LinearAlgebra.Svd(SvdParts parts) -> svd(parts, in, results, da);
          case LinearAlgebra.Eig() ->
              throw new NotDifferentiableException(
                  "eig: the derivatives of eigenvectors of a matrix that is not symmetric are not"
                      + " implemented; use eigh for a symmetric one");
          case TriangularSolve solve ->
              Collections.singletonList(triangularSolve(solve, in, results, tangents));
        };
    return new Dual(results, moved);
  }

  /**
   * Transposes a solution, which is linear in its right-hand side.
   *
   * @param prim the primitive
   * @param in its operands; null for those in which it is linear
   * @param cotangent cotangent of the result
   * @return cotangents of the operands
   */
  static List<@Nullable NDArray> transpose(
      LinearAlgebra prim, List<@Nullable NDArray> in, NDArray cotangent) {
    NDArray a = in.getFirst();
    if (!(prim instanceof TriangularSolve solve) || a == null) {
      throw TransposeRules.notLinear(prim);
    }
    Form form = solve.form() == Form.PLAIN ? Form.TRANSPOSED : Form.PLAIN;
    TriangularSolve back =
        new TriangularSolve(solve.side(), solve.triangle(), form, solve.diagonal());
    return Arrays.asList(null, Lax.bind(back, a, cotangent));
  }

  /** op(a)·x = b: op(a)·dx = db - op(da)·x. */
  private static NDArray triangularSolve(
      TriangularSolve prim,
      List<NDArray> in,
      List<NDArray> results,
      List<@Nullable NDArray> tangents) {
    NDArray da = tangents.get(0);
    NDArray right = tangents.get(1);
    if (da != null) {
      NDArray x = results.getFirst();
      long offset = prim.diagonal() == Diagonal.STORED ? 0 : 1;
      boolean lower = prim.triangle() == Triangle.LOWER;
      NDArray read = MatrixParts.triangle(da, prim.triangle(), lower ? -offset : offset);
      NDArray op = prim.form() == Form.PLAIN ? read : transposed(read);
      NDArray moved = neg(prim.side() == Side.LEFT ? product(op, x) : product(x, op));
      right = right == null ? moved : add(right, moved);
    }
    return Lax.bind(prim, in.getFirst(), Objects.requireNonNull(right));
  }

  /** dL = L·Φ(L⁻¹·da·L⁻ᵀ), Φ the lower triangle with half its diagonal. */
  private static NDArray cholesky(NDArray l, NDArray da) {
    NDArray half = solve(l, da, Side.RIGHT, Triangle.LOWER, Form.ADJOINT, Diagonal.STORED);
    NDArray both = solve(l, half, Side.LEFT, Triangle.LOWER, Form.PLAIN, Diagonal.STORED);
    NDArray lower = MatrixParts.triangle(both, Triangle.LOWER, 0);
    NDArray strictlyLower = MatrixParts.triangle(both, Triangle.LOWER, -1);
    return product(l, mul(add(lower, strictlyLower), constant(l, 0.5)));
  }

  /**
   * With F = L⁻¹·(rows of da)·U⁻¹: dL = L·(F below the diagonal), dU = (the rest of F)·U. Factors
   * that are not square are completed by ones on the diagonal.
   */
  private static NDArray lu(List<NDArray> results, NDArray da) {
    NDArray lu = results.getFirst();
    long rows = lu.shape().dim(-2);
    long columns = lu.shape().dim(-1);
    NDArray below = resized(MatrixParts.triangle(lu, Triangle.LOWER, -1), rows, rows);
    NDArray l = add(below, identity(lu, rows));
    NDArray upper = resized(MatrixParts.triangle(lu, Triangle.UPPER, 0), columns, columns);
    NDArray missing = resized(identity(lu, Math.min(rows, columns)), columns, columns);
    NDArray u = add(upper, sub(identity(lu, columns), missing));
    NDArray moved = MatrixParts.rows(da, results.get(2));
    NDArray left = solve(l, moved, Side.LEFT, Triangle.LOWER, Form.PLAIN, Diagonal.UNIT);
    NDArray both = solve(u, left, Side.RIGHT, Triangle.UPPER, Form.PLAIN, Diagonal.STORED);
    NDArray dl = product(l, MatrixParts.triangle(both, Triangle.LOWER, -1));
    NDArray du = product(MatrixParts.triangle(both, Triangle.UPPER, 0), u);
    return add(dl, du);
  }

  /** With F = qᵀ·da·r⁻¹ and A its lower triangle less the transpose: dr = (F - A)·r. */
  private static List<@Nullable NDArray> qr(List<NDArray> results, NDArray da, boolean full) {
    NDArray q = results.get(0);
    NDArray r = results.get(1);
    long rows = da.shape().dim(-2);
    long columns = da.shape().dim(-1);
    if (rows < columns || (full && rows != columns)) {
      throw new NotDifferentiableException(
          "qr: the derivative of a decomposition of "
              + da.type()
              + (full ? " with full matrices" : "")
              + " is not implemented; more rows than columns and reduced factors are");
    }
    NDArray scaled = solve(r, da, Side.RIGHT, Triangle.UPPER, Form.PLAIN, Diagonal.STORED);
    NDArray inner = product(transposed(q), scaled);
    NDArray lower = MatrixParts.triangle(inner, Triangle.LOWER, -1);
    NDArray rotation = sub(lower, transposed(lower));
    NDArray dq = add(product(q, sub(rotation, inner)), scaled);
    return Arrays.asList(dq, product(sub(inner, rotation), r));
  }

  /** dw = diag(vᵀ·da·v), dv = v·(F ∘ (vᵀ·da·v)) with F_ij = 1 / (w_j - w_i). */
  private static List<@Nullable NDArray> eigh(List<NDArray> results, NDArray da) {
    NDArray v = results.get(0);
    NDArray w = results.get(1);
    NDArray inner = product(transposed(v), product(da, v));
    NDArray differences = sub(columns(w), rows(w));
    NDArray dv = product(v, mul(reciprocalOffDiagonal(differences), inner));
    return Arrays.asList(dv, MatrixParts.diagonal(inner, 0));
  }

  private static List<@Nullable NDArray> svd(
      SvdParts parts, List<NDArray> in, List<NDArray> results, NDArray da) {
    long rows = da.shape().dim(-2);
    long columns = da.shape().dim(-1);
    if (parts == SvdParts.FULL && rows != columns) {
      throw new NotDifferentiableException(
          "svd: the derivative of a decomposition of "
              + da.type()
              + " with full matrices is not implemented; compute the thin one");
    }
    List<NDArray> factors =
        parts == SvdParts.VALUES
            ? Trace.current().bind(new LinearAlgebra.Svd(SvdParts.THIN), in)
            : results;
    NDArray s = factors.get(0);
    NDArray u = factors.get(1);
    NDArray v = transposed(factors.get(2));
    NDArray inner = product(transposed(u), product(da, v));
    NDArray ds = MatrixParts.diagonal(inner, 0);
    if (parts == SvdParts.VALUES) {
      return Collections.singletonList(ds);
    }
    // s_j² - s_i², as a product to lose less.
    NDArray differences = mul(add(columns(s), rows(s)), sub(columns(s), rows(s)));
    NDArray f = reciprocalOffDiagonal(differences);
    NDArray byColumn = mul(inner, columns(s));
    NDArray byRow = mul(inner, rows(s));
    NDArray du = product(u, mul(f, add(byColumn, transposed(byColumn))));
    NDArray dv = product(v, mul(f, add(byRow, transposed(byRow))));
    if (rows > columns) {
      NDArray moved = product(da, v);
      NDArray outside = sub(moved, product(u, product(transposed(u), moved)));
      du = add(du, div(outside, columnsOf(s, outside)));
    } else if (columns > rows) {
      NDArray moved = product(transposed(da), u);
      NDArray outside = sub(moved, product(v, product(transposed(v), moved)));
      dv = add(dv, div(outside, columnsOf(s, outside)));
    }
    return Arrays.asList(ds, du, transposed(dv));
  }

  /** 1 / x off the diagonal, where x is 0. */
  private static NDArray reciprocalOffDiagonal(NDArray x) {
    NDArray one = identity(x, x.shape().dim(-1));
    NDArray whole = Terms.full(x.type(), 1);
    return sub(div(whole, add(x, one)), one);
  }

  /** Values as columns of equal elements: element (i, j) is value j. */
  private static NDArray columns(NDArray values) {
    int last = values.rank();
    Shape square = values.shape().insert(last, values.shape().dim(-1));
    return Lax.broadcastTo(Shaping.expandDims(values, -2), square);
  }

  private static NDArray columnsOf(NDArray values, NDArray like) {
    return Lax.broadcastTo(Shaping.expandDims(values, -2), like.shape());
  }

  /** Element (i, j) is value i. */
  private static NDArray rows(NDArray values) {
    return transposed(columns(values));
  }

  private static NDArray identity(NDArray like, long n) {
    return MatrixParts.identity(MatrixParts.batch(like), n, like.dtype());
  }

  /** The leading rows and columns, with zeros behind where there are not enough. */
  private static NDArray resized(NDArray a, long rows, long columns) {
    int batch = a.rank() - 2;
    List<Long> zeros = Collections.nCopies(a.rank(), 0L);
    List<Long> high = new ArrayList<>(Collections.nCopies(batch, 0L));
    high.add(rows - a.shape().dim(-2));
    high.add(columns - a.shape().dim(-1));
    return Lax.bind(new Primitive.Pad(zeros, high, zeros), a, constant(a, 0));
  }

  private static NDArray product(NDArray x, NDArray y) {
    return Products.matmul(x, y);
  }

  private static NDArray solve(
      NDArray a, NDArray b, Side side, Triangle triangle, Form form, Diagonal diagonal) {
    return Lax.bind(new TriangularSolve(side, triangle, form, diagonal), a, b);
  }
}
