package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Differences of neighbours, slopes, and areas. */
public final class Differences {
  private Differences() {}

  /**
   * Differences of neighbours along the last axis.
   *
   * @param a operand; of bool neighbours whether they differ
   * @return an array shorter by one along the axis
   */
  public static NDArray diff(NDArray a) {
    return diff(a, null, null, null, null);
  }

  /**
   * Differences of neighbours along an axis.
   *
   * @param a operand; of bool neighbours whether they differ
   * @param n how often differences are taken; null for once
   * @param axis the axis; null for the last
   * @param prepend slices put in front first, of the operand's rank or a scalar; null for none
   * @param append slices put behind first; null for none
   * @return an array shorter by n along the axis
   */
  @JaxName("diff")
  public static NDArray diff(
      NDArray a,
      @Nullable Integer n,
      @Nullable Integer axis,
      @Nullable NDArray prepend,
      @Nullable NDArray append) {
    int times = n == null ? 1 : n;
    if (a.rank() == 0) {
      throw new ShapeException("diff: requires an array of at least one axis, got " + a.type());
    }
    if (times < 0) {
      throw new ShapeException("diff: order must be non-negative but got " + times);
    }
    int along = a.shape().axis("diff", axis == null ? -1 : axis);
    List<NDArray> parts = new ArrayList<>();
    if (prepend != null) {
      parts.add(slices(prepend, a.shape(), along));
    }
    parts.add(a);
    if (append != null) {
      parts.add(slices(append, a.shape(), along));
    }
    NDArray x = parts.size() == 1 ? a : Shaping.concatenate(parts, along);
    for (int i = 0; i < times; i++) {
      NDArray later = piece(x, along, 1, x.shape().dim(along));
      NDArray earlier = piece(x, along, 0, x.shape().dim(along) - 1);
      x = x.dtype() == DType.BOOL ? later.ne(earlier) : later.sub(earlier);
    }
    return x;
  }

  private static NDArray slices(NDArray x, Shape shape, int axis) {
    return x.rank() == 0 ? Lax.broadcastTo(x, shape.with(axis, 1)) : x;
  }

  private static NDArray piece(NDArray x, int axis, long from, long to) {
    return x.get(Taking.along(axis, Index.slice(from, to)));
  }

  /**
   * Differences of neighbours of the flattened array, with ends.
   *
   * @param ary operand
   * @param toEnd what is put behind; null for nothing
   * @param toBegin what is put in front; null for nothing
   * @return an array of one axis
   */
  @JaxName("ediff1d")
  public static NDArray ediff1d(NDArray ary, @Nullable NDArray toEnd, @Nullable NDArray toBegin) {
    NDArray flat = Shaping.ravel(ary);
    NDArray inner = piece(flat, 0, 1, flat.size()).sub(piece(flat, 0, 0, flat.size() - 1));
    List<NDArray> parts = new ArrayList<>();
    if (toBegin != null) {
      parts.add(Shaping.ravel(DTypes.astype(toBegin, inner.dtype())));
    }
    parts.add(inner);
    if (toEnd != null) {
      parts.add(Shaping.ravel(DTypes.astype(toEnd, inner.dtype())));
    }
    return Shaping.concatenate(parts, 0);
  }

  /**
   * Slopes along every axis: central differences inside, one-sided ones at the ends.
   *
   * @param f values at evenly spaced points of distance 1
   * @return an array for each axis
   */
  public static List<NDArray> gradient(NDArray f) {
    List<NDArray> slopes = new ArrayList<>();
    for (int axis = 0; axis < f.rank(); axis++) {
      slopes.add(gradient(f, Creation.weak(1.0), axis));
    }
    return slopes;
  }

  /**
   * Slopes along an axis: central differences inside, one-sided ones at the ends. At points of
   * uneven distance, the weights that are exact for parabolas.
   *
   * @param f values, at least two along the axis
   * @param spacing the distance of neighbours, or where the points lie: one axis of the extent
   * @param axis the axis
   * @return an array of the shape of {@code f}
   */
  public static NDArray gradient(NDArray f, NDArray spacing, int axis) {
    int along = f.shape().axis("gradient", axis);
    long extent = f.shape().dim(along);
    if (extent < 2) {
      throw new ShapeException(
          "gradient: shape of array too small to calculate a numerical gradient, at least 2"
              + " elements are required along axis "
              + axis
              + ", got "
              + f.type());
    }
    NDArray values =
        f.dtype().isInexact()
            ? f
            : DTypes.astype(f, Operands.promoteInexact("gradient", f).getFirst().dtype());
    NDArray first = piece(values, along, 1, 2).sub(piece(values, along, 0, 1));
    NDArray last =
        piece(values, along, extent - 1, extent).sub(piece(values, along, extent - 2, extent - 1));
    NDArray inner;
    if (spacing.rank() == 0) {
      inner =
          piece(values, along, 2, extent)
              .sub(piece(values, along, 0, extent - 2))
              .div(spacing.mul(2));
      first = first.div(spacing);
      last = last.div(spacing);
    } else {
      if (spacing.rank() != 1 || spacing.size() != extent) {
        throw new ShapeException(
            "gradient: spacing must be a scalar or hold the "
                + extent
                + " coordinates of axis "
                + axis
                + ", got "
                + spacing.type());
      }
      NDArray steps = lying(diff(spacing), f.rank(), along);
      NDArray before = piece(steps, along, 0, extent - 2);
      NDArray after = piece(steps, along, 1, extent - 1);
      NDArray both = before.add(after);
      NDArray a = Arithmetic.negative(after).div(before.mul(both));
      NDArray b = after.sub(before).div(before.mul(after));
      NDArray c = before.div(after.mul(both));
      inner =
          a.mul(piece(values, along, 0, extent - 2))
              .add(b.mul(piece(values, along, 1, extent - 1)))
              .add(c.mul(piece(values, along, 2, extent)));
      first = first.div(piece(steps, along, 0, 1));
      last = last.div(piece(steps, along, extent - 2, extent - 1));
    }
    return Shaping.concatenate(List.of(first, inner, last), along);
  }

  /** A line along one axis of several. */
  private static NDArray lying(NDArray line, int rank, int axis) {
    long[] dims = new long[rank];
    java.util.Arrays.fill(dims, 1);
    dims[axis] = line.size();
    return Lax.reshape(line, Shape.of(dims));
  }

  /**
   * The area under points that lie 1 apart along the last axis, by the trapezoidal rule.
   *
   * @param y heights
   * @return the areas
   */
  public static NDArray trapezoid(NDArray y) {
    return trapezoid(y, null, null, null);
  }

  /**
   * The area under points, by the trapezoidal rule.
   *
   * @param y heights
   * @param x where they lie: one axis of the extent, or the shape of {@code y}; null for evenly
   * @param dx distance of neighbours if {@code x} is null; null for 1
   * @param axis the axis; null for the last
   * @return the areas
   */
  @JaxName("trapezoid")
  public static NDArray trapezoid(
      NDArray y, @Nullable NDArray x, @Nullable Double dx, @Nullable Integer axis) {
    int along = y.shape().axis("trapezoid", axis == null ? -1 : axis);
    NDArray heights = Shaping.moveaxis(y, along, y.rank() - 1);
    NDArray sums =
        Operands.promoteInexact("trapezoid", heights.get("..., 1:").add(heights.get("..., :-1")))
            .getFirst();
    NDArray steps;
    if (x == null) {
      steps = Creation.weak(dx == null ? 1 : dx);
    } else {
      NDArray points = x.rank() == 1 ? x : Shaping.moveaxis(x, along, y.rank() - 1);
      steps = diff(points);
    }
    return steps.mul(sums).sum(y.rank() - 1).mul(0.5);
  }
}
