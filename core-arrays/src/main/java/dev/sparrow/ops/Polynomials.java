package dev.sparrow.ops;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Polynomials as arrays of coefficients, the highest power first. */
public final class Polynomials {
  private Polynomials() {}

  /**
   * Values of a polynomial, by Horner's rule.
   *
   * @param p coefficients, highest power first
   * @param x where
   * @return an array of the shape of {@code x}
   */
  @JaxName("polyval")
  public static NDArray polyval(NDArray p, NDArray x) {
    if (p.rank() < 1) {
      throw new ShapeException("polyval: coefficients need an axis, got " + p.type());
    }
    NDArray zero = Operands.promote("polyval", Operands.zero(p), Operands.zero(x)).getFirst();
    NDArray value = Lax.broadcastTo(zero, x.shape());
    for (long i = 0; i < p.shape().dim(0); i++) {
      value = value.mul(x).add(p.get(i));
    }
    return value;
  }

  /**
   * The sum of two polynomials.
   *
   * @param a1 coefficients, highest power first
   * @param a2 coefficients, highest power first
   * @return the longer of both lengths
   */
  @JaxName("polyadd")
  public static NDArray polyadd(NDArray a1, NDArray a2) {
    long size = Math.max(a1.size(), a2.size());
    return filled("polyadd", a1, size).add(filled("polyadd", a2, size));
  }

  /**
   * The difference of two polynomials.
   *
   * @param a1 coefficients, highest power first
   * @param a2 coefficients, highest power first
   * @return the longer of both lengths
   */
  @JaxName("polysub")
  public static NDArray polysub(NDArray a1, NDArray a2) {
    long size = Math.max(a1.size(), a2.size());
    return filled("polysub", a1, size).sub(filled("polysub", a2, size));
  }

  private static NDArray filled(String operation, NDArray a, long size) {
    if (a.rank() > 1) {
      throw new ShapeException(operation + ": coefficients need one axis, got " + a.type());
    }
    NDArray line = Shaping.atleast1d(a);
    return line.size() == size ? line : Padding.pad(line, size - line.size(), 0);
  }

  /**
   * The product of two polynomials.
   *
   * @param a1 coefficients, highest power first
   * @param a2 coefficients, highest power first
   * @return n + m - 1 coefficients
   */
  @JaxName("polymul")
  public static NDArray polymul(NDArray a1, NDArray a2) {
    NDArray first = Shaping.atleast1d(a1);
    NDArray second = Shaping.atleast1d(a2);
    if (first.rank() != 1 || second.rank() != 1) {
      throw new ShapeException(
          "polymul: coefficients need one axis, got " + first.type() + " and " + second.type());
    }
    long size = first.size() + second.size() - 1;
    // Row i is the second shifted by i and weighed with coefficient i of the first; summed down.
    NDArray rows = Shaping.expandDims(first, 1).mul(Shaping.expandDims(second, 0));
    NDArray padded = Padding.pad(rows, 0, 0, 0, first.size());
    NDArray flat = Shaping.ravel(padded).get(Index.slice(0, first.size() * size));
    return flat.reshape(first.size(), size).sum(0);
  }

  /**
   * The polynomial with some zeros.
   *
   * @param seqOfZeros the zeros, one axis
   * @return its coefficients, the first of them 1
   */
  @JaxName("poly")
  public static NDArray poly(NDArray seqOfZeros) {
    if (seqOfZeros.rank() != 1) {
      throw new ShapeException("poly: takes the zeros on one axis, got " + seqOfZeros.type());
    }
    NDArray zeros = Operands.promoteInexact("poly", seqOfZeros).getFirst();
    NDArray one = Lax.broadcastTo(Operands.one(zeros), Shape.of(1));
    NDArray product = one;
    for (long i = 0; i < zeros.size(); i++) {
      NDArray factor =
          Shaping.concatenate(
              List.of(one, Arithmetic.negative(zeros.get(Index.slice(i, i + 1)))), 0);
      product = polymul(product, factor);
    }
    return product;
  }

  /**
   * The polynomial that comes nearest to points, in the least squares.
   *
   * @param x where the points lie, one axis
   * @param y their heights, or columns of heights
   * @param deg degree
   * @return coefficients, highest power first; a column for each column of y
   */
  public static NDArray polyfit(NDArray x, NDArray y, long deg) {
    return polyfit(x, y, deg, null, null);
  }

  /**
   * The polynomial that comes nearest to points, in the least squares.
   *
   * @param x where the points lie, one axis
   * @param y their heights, or columns of heights
   * @param deg degree
   * @param rcond ratio to the largest below which singular values count as 0; null for the machine
   *     precision times the number of points
   * @param w weights of the heights; null for 1
   * @return coefficients, highest power first; a column for each column of y
   */
  @JaxName("polyfit")
  public static NDArray polyfit(
      NDArray x, NDArray y, long deg, @Nullable Double rcond, @Nullable NDArray w) {
    if (deg < 0
        || x.rank() != 1
        || x.size() == 0
        || y.rank() < 1
        || y.rank() > 2
        || y.shape().dim(0) != x.size()) {
      throw new ShapeException(
          "polyfit: needs a degree from 0 and heights for each of a line of points, got degree "
              + deg
              + ", x "
              + x.type()
              + ", y "
              + y.type());
    }
    List<NDArray> in = Operands.promoteInexact("polyfit", x, Operands.zero(y));
    NDArray points = in.getFirst();
    NDArray heights = Lax.convert(y, points.dtype());
    NDArray powers = Matrices.vander(points, deg + 1, false);
    if (w != null) {
      NDArray weights = Lax.convert(w, points.dtype());
      powers = powers.mul(Shaping.expandDims(weights, 1));
      heights = heights.mul(heights.rank() == 2 ? Shaping.expandDims(weights, 1) : weights);
    }
    // Columns of one length make the problem better conditioned.
    NDArray lengths = Transcendental.sqrt(powers.mul(powers).sum(0));
    NDArray scaled = powers.div(lengths);
    double precision = points.dtype().bytes() == 8 ? Math.ulp(1.0) : Math.ulp(1f);
    double ratio = rcond == null ? x.size() * precision : rcond;
    NDArray solution = LeastSquares.lstsq(scaled, heights, ratio).x();
    return solution.div(y.rank() == 2 ? Shaping.expandDims(lengths, 1) : lengths);
  }

  /**
   * The derivative.
   *
   * @param p coefficients, highest power first
   * @return coefficients, fewer by one
   */
  public static NDArray polyder(NDArray p) {
    return polyder(p, null);
  }

  /**
   * A derivative.
   *
   * @param p coefficients, highest power first
   * @param m how often; null for once
   * @return coefficients, fewer by m
   */
  @JaxName("polyder")
  public static NDArray polyder(NDArray p, @Nullable Integer m) {
    NDArray derived = p;
    for (int i = 0; i < (m == null ? 1 : m); i++) {
      long degree = derived.size() - 1;
      NDArray powers = Creation.arange(degree, 0, -1);
      derived = derived.get(Index.slice(0, Math.max(degree, 0))).mul(powers);
    }
    return derived;
  }

  /**
   * The integral with constant 0.
   *
   * @param p coefficients, highest power first
   * @return coefficients, more by one
   */
  public static NDArray polyint(NDArray p) {
    return polyint(p, null);
  }

  /**
   * An integral.
   *
   * @param p coefficients, highest power first
   * @param m how often; null for once
   * @return coefficients, more by m; the constants are 0
   */
  @JaxName("polyint")
  public static NDArray polyint(NDArray p, @Nullable Integer m) {
    NDArray integral = Operands.promoteInexact("polyint", p).getFirst();
    for (int i = 0; i < (m == null ? 1 : m); i++) {
      NDArray powers = Creation.arange(integral.size(), 0, -1);
      integral = Padding.pad(integral.div(powers), 0, 1);
    }
    return integral;
  }
}
