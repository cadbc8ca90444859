package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reductions to which NaN does not count. The order of folding is that of {@link Reductions};
 * arrays of integers and bools have no NaN and are reduced as they are.
 */
public final class NanReductions {
  private NanReductions() {}

  private static NDArray replaced(NDArray a, double value) {
    return a.dtype().isInexact() ? Logic.where(Logic.isnan(a), Operands.constant(value, a), a) : a;
  }

  /**
   * The sum of the elements that are not NaN.
   *
   * @param a operand
   * @param options axes and more; none for all
   * @return the sum; 0 where all are NaN
   */
  @JaxName("nansum")
  public static NDArray nansum(NDArray a, Reduction options) {
    return Reductions.sum(replaced(a, 0), options);
  }

  /**
   * The sum of the elements that are not NaN.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the sum; 0 where all are NaN
   */
  public static NDArray nansum(NDArray a, int... axes) {
    return nansum(a, Reduction.over(axes));
  }

  /**
   * The product of the elements that are not NaN.
   *
   * @param a operand
   * @param options axes and more
   * @return the product; 1 where all are NaN
   */
  @JaxName("nanprod")
  public static NDArray nanprod(NDArray a, Reduction options) {
    return Reductions.prod(replaced(a, 1), options);
  }

  /**
   * The product of the elements that are not NaN.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the product; 1 where all are NaN
   */
  public static NDArray nanprod(NDArray a, int... axes) {
    return nanprod(a, Reduction.over(axes));
  }

  /**
   * The largest element that is not NaN.
   *
   * @param a operand
   * @param options axes and more; a mask needs an initial value
   * @return the maximum; NaN where all are NaN and no initial value is given
   */
  @JaxName("nanmax")
  public static NDArray nanmax(NDArray a, Reduction options) {
    return orNan(a, options, Reductions.max(replaced(a, Double.NEGATIVE_INFINITY), options));
  }

  /**
   * The largest element that is not NaN.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the maximum; NaN where all are NaN
   */
  public static NDArray nanmax(NDArray a, int... axes) {
    return nanmax(a, Reduction.over(axes));
  }

  /**
   * The smallest element that is not NaN.
   *
   * @param a operand
   * @param options axes and more; a mask needs an initial value
   * @return the minimum; NaN where all are NaN and no initial value is given
   */
  @JaxName("nanmin")
  public static NDArray nanmin(NDArray a, Reduction options) {
    return orNan(a, options, Reductions.min(replaced(a, Double.POSITIVE_INFINITY), options));
  }

  /**
   * The smallest element that is not NaN.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the minimum; NaN where all are NaN
   */
  public static NDArray nanmin(NDArray a, int... axes) {
    return nanmin(a, Reduction.over(axes));
  }

  /** NaN where all is NaN and nothing else was there to start from. */
  private static NDArray orNan(NDArray a, Reduction options, NDArray extreme) {
    if (!a.dtype().isInexact() || options.initial() != null) {
      return extreme;
    }
    return Logic.where(allNan(a, options.axis(), options.keepdims()), Double.NaN, extreme);
  }

  private static NDArray allNan(NDArray a, @Nullable List<Integer> axis, boolean keepdims) {
    return Reductions.all(Logic.isnan(a), new Reduction(axis, null, keepdims, null, null));
  }

  /**
   * The mean of the elements that are not NaN.
   *
   * @param a operand
   * @param options axes and more
   * @return the mean, a float; NaN where all are NaN
   */
  @JaxName("nanmean")
  public static NDArray nanmean(NDArray a, Reduction options) {
    return a.dtype().isInexact()
        ? Reductions.mean(replaced(a, 0), options.where(counted(a, options)))
        : Reductions.mean(a, options);
  }

  /**
   * The mean of the elements that are not NaN.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the mean, a float; NaN where all are NaN
   */
  public static NDArray nanmean(NDArray a, int... axes) {
    return nanmean(a, Reduction.over(axes));
  }

  /** The elements that count: those of the mask that are not NaN. */
  private static NDArray counted(NDArray a, Reduction options) {
    NDArray there = Logic.logicalNot(Logic.isnan(a));
    NDArray where = options.where();
    return where == null ? there : Logic.logicalAnd(there, where);
  }

  /**
   * The variance of the elements that are not NaN.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @return the variance, a float; NaN where all are NaN
   */
  @JaxName("nanvar")
  public static NDArray nanvar(NDArray a, Reduction options) {
    return nanvar(a, options, 0);
  }

  /**
   * The variance of the elements that are not NaN.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the variance, a float; NaN where all are NaN
   */
  public static NDArray nanvar(NDArray a, int... axes) {
    return nanvar(a, Reduction.over(axes), 0);
  }

  /**
   * The variance of the elements that are not NaN, with a divisor less than their number.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @param ddof what the divisor lacks to the number of elements that count
   * @return the variance, a float; NaN where no more than {@code ddof} elements count
   */
  @JaxName("nanvar")
  public static NDArray nanvar(NDArray a, Reduction options, double ddof) {
    if (!a.dtype().isInexact()) {
      return Statistics.var(a, options, ddof);
    }
    // Replaced before it is used, so that derivatives of what does not count are 0 and not NaN.
    return Statistics.var(replaced(a, 0), options.where(counted(a, options)), ddof);
  }

  /**
   * The standard deviation of the elements that are not NaN.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @return the deviation, a float; NaN where all are NaN
   */
  @JaxName("nanstd")
  public static NDArray nanstd(NDArray a, Reduction options) {
    return nanstd(a, options, 0);
  }

  /**
   * The standard deviation of the elements that are not NaN.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the deviation, a float; NaN where all are NaN
   */
  public static NDArray nanstd(NDArray a, int... axes) {
    return nanstd(a, Reduction.over(axes), 0);
  }

  /**
   * The root of the variance of the elements that are not NaN.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @param ddof what the divisor lacks to the number of elements that count
   * @return the deviation, a float; NaN where no more than {@code ddof} elements count
   */
  @JaxName("nanstd")
  public static NDArray nanstd(NDArray a, Reduction options, double ddof) {
    return Transcendental.sqrt(nanvar(a, options, ddof));
  }

  /**
   * The index of the largest element that is not NaN, among all in row-major order.
   *
   * @param a operand
   * @return a scalar of the default integer dtype; -1 where all are NaN
   */
  public static NDArray nanargmax(NDArray a) {
    return nanargmax(a, null, false);
  }

  /**
   * The index of the largest element that is not NaN; the first of equals.
   *
   * @param a operand
   * @param axis the axis to search, negative from the end; null searches all elements in order
   * @param keepdims whether the axis stays with extent 1
   * @return indices of the default integer dtype; -1 where all are NaN
   */
  @JaxName("nanargmax")
  public static NDArray nanargmax(NDArray a, @Nullable Integer axis, boolean keepdims) {
    NDArray found = Reductions.argmax(replaced(a, Double.NEGATIVE_INFINITY), axis, keepdims);
    return orMinusOne(a, axis, keepdims, found);
  }

  /**
   * The index of the smallest element that is not NaN, among all in row-major order.
   *
   * @param a operand
   * @return a scalar of the default integer dtype; -1 where all are NaN
   */
  public static NDArray nanargmin(NDArray a) {
    return nanargmin(a, null, false);
  }

  /**
   * The index of the smallest element that is not NaN; the first of equals.
   *
   * @param a operand
   * @param axis the axis to search, negative from the end; null searches all elements in order
   * @param keepdims whether the axis stays with extent 1
   * @return indices of the default integer dtype; -1 where all are NaN
   */
  @JaxName("nanargmin")
  public static NDArray nanargmin(NDArray a, @Nullable Integer axis, boolean keepdims) {
    NDArray found = Reductions.argmin(replaced(a, Double.POSITIVE_INFINITY), axis, keepdims);
    return orMinusOne(a, axis, keepdims, found);
  }

  private static NDArray orMinusOne(
      NDArray a, @Nullable Integer axis, boolean keepdims, NDArray found) {
    if (!a.dtype().isInexact()) {
      return found;
    }
    List<Integer> axes = axis == null ? null : List.of(axis);
    return Logic.where(allNan(a, axes, keepdims), Operands.constant(-1, found), found);
  }
}
