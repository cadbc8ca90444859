package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Reduction.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions that fold axes. The order of folding is fixed ({@link
 * dev.sparrow.graph.ReductionTree}), so a result has the same bits for any layout, thread count or
 * partitioning.
 */
public final class Reductions {
  private Reductions() {}

  /**
   * The sum. Bool and integers narrower than the default integer are summed in it.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the sum; 0 of nothing
   */
  public static NDArray sum(NDArray a, int... axes) {
    return sum(a, Reduction.over(axes));
  }

  /**
   * The sum. Bool and integers narrower than the default integer are summed in it.
   *
   * @param a operand
   * @param options axes and more
   * @return the sum; 0 of nothing
   */
  @JaxName("sum")
  public static NDArray sum(NDArray a, Reduction options) {
    return fold("sum", Monoid.SUM, widened(a, options.dtype()), options);
  }

  /**
   * The product. Bool and integers narrower than the default integer are multiplied in it.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the product; 1 of nothing
   */
  public static NDArray prod(NDArray a, int... axes) {
    return prod(a, Reduction.over(axes));
  }

  /**
   * The product. Bool and integers narrower than the default integer are multiplied in it.
   *
   * @param a operand
   * @param options axes and more
   * @return the product; 1 of nothing
   */
  @JaxName("prod")
  public static NDArray prod(NDArray a, Reduction options) {
    return fold("prod", Monoid.PROD, widened(a, options.dtype()), options);
  }

  /**
   * The largest element; NaN wins.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the maximum
   * @throws ShapeException if nothing is there to fold
   */
  public static NDArray max(NDArray a, int... axes) {
    return max(a, Reduction.over(axes));
  }

  /**
   * The largest element; NaN wins.
   *
   * @param a operand
   * @param options axes and more; a mask needs an initial value
   * @return the maximum
   * @throws ShapeException if nothing is there to fold and no initial value is given
   */
  @JaxName({"max", "amax"})
  public static NDArray max(NDArray a, Reduction options) {
    return extreme("max", Monoid.MAX, a, options);
  }

  /**
   * The smallest element; NaN wins.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the minimum
   * @throws ShapeException if nothing is there to fold
   */
  public static NDArray min(NDArray a, int... axes) {
    return min(a, Reduction.over(axes));
  }

  /**
   * The smallest element; NaN wins.
   *
   * @param a operand
   * @param options axes and more; a mask needs an initial value
   * @return the minimum
   * @throws ShapeException if nothing is there to fold and no initial value is given
   */
  @JaxName({"min", "amin"})
  public static NDArray min(NDArray a, Reduction options) {
    return extreme("min", Monoid.MIN, a, options);
  }

  /**
   * Whether all elements are nonzero.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return bool; true of nothing
   */
  public static NDArray all(NDArray a, int... axes) {
    return all(a, Reduction.over(axes));
  }

  /**
   * Whether all elements are nonzero.
   *
   * @param a operand
   * @param options axes and more
   * @return bool; true of nothing
   */
  @JaxName("all")
  public static NDArray all(NDArray a, Reduction options) {
    options.without("all", Part.DTYPE);
    return fold("all", Monoid.AND, Operands.truth(a), options);
  }

  /**
   * Whether any element is nonzero.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return bool; false of nothing
   */
  public static NDArray any(NDArray a, int... axes) {
    return any(a, Reduction.over(axes));
  }

  /**
   * Whether any element is nonzero.
   *
   * @param a operand
   * @param options axes and more
   * @return bool; false of nothing
   */
  @JaxName("any")
  public static NDArray any(NDArray a, Reduction options) {
    options.without("any", Part.DTYPE);
    return fold("any", Monoid.OR, Operands.truth(a), options);
  }

  /**
   * The arithmetic mean, as a float.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the mean; NaN of nothing
   */
  public static NDArray mean(NDArray a, int... axes) {
    return mean(a, Reduction.over(axes));
  }

  /**
   * The arithmetic mean, as a float.
   *
   * @param a operand
   * @param options axes and more
   * @return the mean; NaN of nothing
   */
  @JaxName("mean")
  public static NDArray mean(NDArray a, Reduction options) {
    options.without("mean", Part.INITIAL);
    DType dtype =
        options.dtype() != null
            ? options.dtype()
            : Promotion.joinInexact(List.of(a.type())).dtype();
    DType computed = Promotion.computation(dtype);
    NDArray total = fold("sum", Monoid.SUM, Lax.convert(a, computed), options);
    NDArray counted = count("mean", a, options, computed);
    return Lax.convert(Lax.apply(Fn.DIV, total, counted), dtype);
  }

  /**
   * How many elements are nonzero.
   *
   * @param a operand; NaN is not zero
   * @param axes axes to fold; none for all
   * @return counts of the default integer dtype; 0 of nothing
   */
  public static NDArray countNonzero(NDArray a, int... axes) {
    return countNonzero(a, Reduction.over(axes));
  }

  /**
   * How many elements are nonzero.
   *
   * @param a operand; NaN is not zero
   * @param options axes and more
   * @return counts of the default integer dtype; 0 of nothing
   */
  @JaxName("count_nonzero")
  public static NDArray countNonzero(NDArray a, Reduction options) {
    return sum(Operands.truth(a), options);
  }

  /** How many elements a fold counts: a scalar, or an array where a mask decides. */
  static NDArray count(String operation, NDArray a, Reduction options, DType dtype) {
    NDArray where = options.where();
    if (where == null) {
      return Creation.scalar((double) extent(operation, a, options), dtype);
    }
    NDArray mask = Lax.broadcastTo(Operands.truth(where), a.shape());
    Reduction plain = new Reduction(options.axis(), null, options.keepdims(), null, null);
    return fold("sum", Monoid.SUM, Lax.convert(mask, dtype), plain);
  }

  /** The number of elements along the folded axes. */
  static long extent(String operation, NDArray a, Reduction options) {
    long extent = 1;
    for (int axis : axes(operation, a, options)) {
      extent *= a.shape().dim(axis);
    }
    return extent;
  }

  /**
   * The index of the largest element among all, in row-major order; the first of equals, NaN wins.
   *
   * @param a operand
   * @return a scalar of the default integer dtype
   */
  public static NDArray argmax(NDArray a) {
    return argmax(a, null, false);
  }

  /**
   * The index of the largest element along an axis; the first of equals, NaN wins.
   *
   * @param a operand
   * @param axis the axis to search, negative from the end
   * @return indices of the default integer dtype, without the axis
   */
  public static NDArray argmax(NDArray a, int axis) {
    return argmax(a, axis, false);
  }

  /**
   * The index of the largest element; the first of equals, NaN wins.
   *
   * @param a operand
   * @param axis the axis to search, negative from the end; null searches all elements in order
   * @param keepdims whether the axis stays with extent 1
   * @return indices of the default integer dtype
   */
  @JaxName("argmax")
  public static NDArray argmax(NDArray a, @Nullable Integer axis, boolean keepdims) {
    return search("argmax", Primitive.Extreme.MAX, a, axis, keepdims);
  }

  /**
   * The index of the smallest element among all, in row-major order; the first of equals, NaN wins.
   *
   * @param a operand
   * @return a scalar of the default integer dtype
   */
  public static NDArray argmin(NDArray a) {
    return argmin(a, null, false);
  }

  /**
   * The index of the smallest element along an axis; the first of equals, NaN wins.
   *
   * @param a operand
   * @param axis the axis to search, negative from the end
   * @return indices of the default integer dtype, without the axis
   */
  public static NDArray argmin(NDArray a, int axis) {
    return argmin(a, axis, false);
  }

  /**
   * The index of the smallest element; the first of equals, NaN wins.
   *
   * @param a operand
   * @param axis the axis to search, negative from the end; null searches all elements in order
   * @param keepdims whether the axis stays with extent 1
   * @return indices of the default integer dtype
   */
  @JaxName("argmin")
  public static NDArray argmin(NDArray a, @Nullable Integer axis, boolean keepdims) {
    return search("argmin", Primitive.Extreme.MIN, a, axis, keepdims);
  }

  private static NDArray search(
      String operation,
      Primitive.Extreme extreme,
      NDArray a,
      @Nullable Integer axis,
      boolean keepdims) {
    NDArray operand = axis == null ? Lax.reshape(a, Shape.of(a.size())) : a;
    int dim = axis == null ? 0 : a.shape().axis(operation, axis);
    DType index = Profile.current().defaultInt();
    NDArray found = Lax.bind(new Primitive.ArgReduce(extreme, dim, index), operand);
    if (!keepdims) {
      return found;
    }
    Shape kept = a.shape();
    for (int i = 0; i < a.rank(); i++) {
      kept = axis == null || i == dim ? kept.with(i, 1) : kept;
    }
    return Lax.reshape(found, kept);
  }

  private static NDArray extreme(String operation, Monoid monoid, NDArray a, Reduction options) {
    options.without(operation, Part.DTYPE);
    if (options.initial() == null) {
      if (options.where() != null) {
        throw new ShapeException(
            operation
                + ": has no identity, so a where mask needs an initial value; add"
                + " from(scalar)");
      }
      for (int axis : axes(operation, a, options)) {
        if (a.shape().dim(axis) == 0) {
          throw new ShapeException(
              operation
                  + ": zero-size array "
                  + a.type()
                  + " to a reduction which has no identity; give an initial value");
        }
      }
    }
    return fold(operation, monoid, a, options);
  }

  private static NDArray fold(String operation, Monoid monoid, NDArray a, Reduction options) {
    List<Integer> axes = axes(operation, a, options);
    NDArray counted = a;
    NDArray where = options.where();
    if (where != null) {
      Literal identity =
          new Literal(monoid.identity(a.dtype()), new ArrayType(a.dtype(), Shape.scalar(), false));
      NDArray mask = Lax.broadcastTo(Operands.truth(where), a.shape());
      counted = Lax.select(mask, a, Lax.broadcastTo(ConcreteArray.scalar(identity), a.shape()));
    }
    NDArray folded = axes.isEmpty() ? counted : Lax.reduce(monoid, counted, axes);
    NDArray initial = options.initial();
    if (initial != null) {
      folded =
          Lax.apply(
              monoid.combine(),
              folded,
              Operands.convert(operation, initial, folded.dtype(), false));
    }
    if (!options.keepdims()) {
      return folded;
    }
    Shape kept = a.shape();
    for (int axis : axes) {
      kept = kept.with(axis, 1);
    }
    return Lax.reshape(folded, kept);
  }

  /** The folded axes, ascending. */
  static List<Integer> axes(String operation, NDArray a, Reduction options) {
    List<Integer> axis = options.axis();
    if (axis == null) {
      return a.shape().axes(operation);
    }
    return axis.isEmpty()
        ? List.of()
        : a.shape().axes(operation, axis.stream().mapToInt(Integer::intValue).toArray());
  }

  private static NDArray widened(NDArray a, @Nullable DType dtype) {
    if (dtype != null) {
      return Lax.convert(a, dtype);
    }
    DType counted = widened(a.dtype());
    return counted == a.dtype() ? a : Lax.convert(a, counted);
  }

  /** The dtype that sums have: bool and narrow integers are counted in the default integer. */
  static DType widened(DType dtype) {
    DType counted = Profile.current().defaultInt();
    return switch (dtype.kind()) {
      case BOOL -> counted;
      case SIGNED -> dtype.bytes() < counted.bytes() ? counted : dtype;
      case UNSIGNED ->
          dtype.bytes() < counted.bytes()
              ? (counted == DType.INT64 ? DType.UINT64 : DType.UINT32)
              : dtype;
      case FLOAT, COMPLEX, KEY -> dtype;
    };
  }
}
