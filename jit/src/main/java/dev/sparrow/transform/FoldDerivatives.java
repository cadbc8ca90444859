package dev.sparrow.transform;

import static dev.sparrow.transform.Terms.bind;
import static dev.sparrow.transform.Terms.mul;
import static dev.sparrow.transform.Terms.plus;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Derivatives of the reductions that are not linear: products, largest and smallest elements. */
final class FoldDerivatives {
  private FoldDerivatives() {}

  /**
   * The product of axes. Its tangent sums t_i times the product of all x_j but x_i; it is made by
   * pairwise products with tangents, never by a division, so zeros among the elements are fine.
   */
  static Dual product(Primitive prim, NDArray x, @Nullable NDArray tangent, List<Integer> axes) {
    NDArray y = bind(prim, x);
    if (tangent == null || !y.dtype().isInexact()) {
      return Dual.of(y, null);
    }
    NDArray value = inFront(x, axes);
    NDArray slope = inFront(tangent, axes);
    long length = value.shape().dim(0);
    if (length == 0) {
      return Dual.of(y, null);
    }
    while (length > 1) {
      long half = Math.ceilDiv(length, 2);
      NDArray first = rows(value, 0, half);
      NDArray second = padded(rows(value, half, length), half, 1);
      NDArray firstSlope = rows(slope, 0, half);
      NDArray secondSlope = padded(rows(slope, half, length), half, 0);
      value = mul(first, second);
      slope = Objects.requireNonNull(plus(mul(firstSlope, second), mul(first, secondSlope)));
      length = half;
    }
    return Dual.of(y, bind(new Primitive.Reshape(y.shape()), slope));
  }

  /** x with some axes first, made one. */
  private static NDArray inFront(NDArray x, List<Integer> axes) {
    List<Integer> order = new ArrayList<>(axes);
    long length = 1;
    for (int axis : axes) {
      length *= x.shape().dim(axis);
    }
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!axes.contains(axis)) {
        order.add(axis);
      }
    }
    Shape kept = x.shape().without(axes);
    return bind(
        new Primitive.Reshape(kept.insert(0, length)), bind(new Primitive.Transpose(order), x));
  }

  private static NDArray rows(NDArray x, long from, long to) {
    List<Long> start = new ArrayList<>();
    List<Long> limit = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      start.add(axis == 0 ? from : 0);
      limit.add(axis == 0 ? to : x.shape().dim(axis));
      strides.add(1L);
    }
    return bind(new Primitive.Slice(start, limit, strides), x);
  }

  private static NDArray padded(NDArray x, long rows, double value) {
    long missing = rows - x.shape().dim(0);
    if (missing == 0) {
      return x;
    }
    List<Long> zero = new ArrayList<>();
    List<Long> high = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      zero.add(0L);
      high.add(axis == 0 ? missing : 0);
    }
    return bind(new Primitive.Pad(zero, high, zero), x, Terms.constant(x, value));
  }

  /** The largest or smallest element; elements that tie share its slope evenly. */
  static Dual extreme(Primitive prim, NDArray x, @Nullable NDArray tangent, List<Integer> axes) {
    NDArray y = bind(prim, x);
    if (tangent == null || !y.dtype().isInexact() || x.size() == 0) {
      return Dual.of(y, null);
    }
    NDArray everywhere = Terms.expand(y, x.shape(), axes);
    NDArray ties = Terms.convert(Terms.apply(Fn.EQ, x, everywhere), x.dtype());
    NDArray count = Terms.sum(ties, axes);
    return Dual.of(y, Terms.div(Terms.sum(mul(tangent, ties), axes), count));
  }
}
