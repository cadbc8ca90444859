package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Ordering;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.Direction;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Searching;
import dev.sparrow.ops.SortOrder;
import dev.sparrow.ops.Sorting;
import org.jspecify.annotations.Nullable;

/** Sorting, searching and running folds under the keywords that JAX gives them. */
public final class OrderingFunctions {
  private OrderingFunctions() {}

  /** How JAX searches; all ways find the same. */
  public enum Method {
    /** Binary search, in a loop. */
    SCAN,
    /** Binary search, unrolled. */
    SCAN_UNROLLED,
    /** By sorting. */
    SORT,
    /** By comparing all with all. */
    COMPARE_ALL
  }

  /**
   * {@code sort}.
   *
   * @param a operand
   * @param axis the axis
   * @param descending whether the largest come first
   * @return sorted lines
   */
  @JaxName("sort")
  public static NDArray sort(NDArray a, @Nullable Integer axis, Boolean descending) {
    return Sorting.sort(a, axis == null ? Integer.valueOf(-1) : axis, order(descending));
  }

  /**
   * {@code argsort}.
   *
   * @param a operand
   * @param axis the axis
   * @param descending whether the largest come first
   * @return positions
   */
  @JaxName("argsort")
  public static NDArray argsort(NDArray a, @Nullable Integer axis, Boolean descending) {
    return Sorting.argsort(a, axis == null ? Integer.valueOf(-1) : axis, order(descending));
  }

  private static SortOrder order(boolean descending) {
    return descending ? SortOrder.DESCENDING : SortOrder.ASCENDING;
  }

  /**
   * {@code searchsorted}.
   *
   * @param a the line
   * @param v values
   * @param side which end of a run of equals
   * @param sorter positions of a in ascending order
   * @param method how JAX searches
   * @return positions
   */
  @JaxName("searchsorted")
  public static NDArray searchsorted(
      NDArray a,
      NDArray v,
      Ordering.@Nullable Side side,
      @Nullable NDArray sorter,
      @Nullable Method method) {
    Ordering.Side end = side == null ? Ordering.Side.LEFT : side;
    return sorter == null
        ? Searching.searchsorted(a, v, end)
        : Searching.searchsorted(a, v, end, sorter);
  }

  /**
   * {@code cumulative_sum}.
   *
   * @param x operand
   * @param axis the axis
   * @param dtype dtype
   * @param includeInitial whether 0 stands in front
   * @return running sums
   */
  @JaxName("cumulative_sum")
  public static NDArray cumulativeSum(
      NDArray x, @Nullable Integer axis, @Nullable DType dtype, boolean includeInitial) {
    return includeInitial
        ? Cumulation.cumulativeSumFromZero(x, axis, dtype)
        : Cumulation.cumulativeSum(x, axis, dtype);
  }

  /**
   * {@code cumulative_prod}.
   *
   * @param x operand
   * @param axis the axis
   * @param dtype dtype
   * @param includeInitial whether 1 stands in front
   * @return running products
   */
  @JaxName("cumulative_prod")
  public static NDArray cumulativeProd(
      NDArray x, @Nullable Integer axis, @Nullable DType dtype, boolean includeInitial) {
    return includeInitial
        ? Cumulation.cumulativeProdFromOne(x, axis, dtype)
        : Cumulation.cumulativeProd(x, axis, dtype);
  }

  /**
   * {@code lax.cumsum}.
   *
   * @param operand operand
   * @param axis the axis
   * @param reverse whether it starts at the end
   * @return running sums
   */
  @JaxName("lax.cumsum")
  public static NDArray cumsum(NDArray operand, @Nullable Integer axis, boolean reverse) {
    return Cumulation.cumsum(operand, first(axis), direction(reverse));
  }

  /**
   * {@code lax.cumprod}.
   *
   * @param operand operand
   * @param axis the axis
   * @param reverse whether it starts at the end
   * @return running products
   */
  @JaxName("lax.cumprod")
  public static NDArray cumprod(NDArray operand, @Nullable Integer axis, boolean reverse) {
    return Cumulation.cumprod(operand, first(axis), direction(reverse));
  }

  /**
   * {@code lax.cummax}.
   *
   * @param operand operand
   * @param axis the axis
   * @param reverse whether it starts at the end
   * @return running maxima
   */
  @JaxName("lax.cummax")
  public static NDArray cummax(NDArray operand, @Nullable Integer axis, boolean reverse) {
    return Cumulation.cummax(operand, first(axis), direction(reverse));
  }

  /**
   * {@code lax.cummin}.
   *
   * @param operand operand
   * @param axis the axis
   * @param reverse whether it starts at the end
   * @return running minima
   */
  @JaxName("lax.cummin")
  public static NDArray cummin(NDArray operand, @Nullable Integer axis, boolean reverse) {
    return Cumulation.cummin(operand, first(axis), direction(reverse));
  }

  /**
   * {@code lax.cumlogsumexp}.
   *
   * @param operand operand
   * @param axis the axis
   * @param reverse whether it starts at the end
   * @return logarithms of running sums
   */
  @JaxName("lax.cumlogsumexp")
  public static NDArray cumlogsumexp(NDArray operand, @Nullable Integer axis, boolean reverse) {
    return Cumulation.cumlogsumexp(operand, first(axis), direction(reverse));
  }

  private static int first(@Nullable Integer axis) {
    return axis == null ? 0 : axis;
  }

  private static Direction direction(boolean reverse) {
    return reverse ? Direction.REVERSE : Direction.FORWARD;
  }
}
