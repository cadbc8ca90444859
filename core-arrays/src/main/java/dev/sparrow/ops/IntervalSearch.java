package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;

/**
 * Binary search of many values in one sorted line, all of them halving at once. NaN comes behind
 * all other values, and equals itself.
 */
final class IntervalSearch {
  private IntervalSearch() {}

  /**
   * How many elements of a line are less than each value.
   *
   * @param sorted one axis, ascending
   * @param values any shape, of the line's dtype
   * @return int32 counts of the shape of the values
   */
  static NDArray left(NDArray sorted, NDArray values) {
    return search(sorted, values, false);
  }

  /**
   * How many elements of a line are less than each value, or equal to it.
   *
   * @param sorted one axis, ascending
   * @param values any shape, of the line's dtype
   * @return int32 counts of the shape of the values; for NaN all
   */
  static NDArray right(NDArray sorted, NDArray values) {
    return search(sorted, values, true);
  }

  private static NDArray search(NDArray sorted, NDArray values, boolean equalsCount) {
    NDArray low = Lax.broadcastTo(Creation.scalar(0, DType.INT32), values.shape());
    NDArray high = Lax.broadcastTo(Creation.scalar(sorted.size(), DType.INT32), values.shape());
    // The range halves each time, so as many steps as its size has bits leave nothing of it.
    for (long left = sorted.size(); left > 0; left >>= 1) {
      NDArray middle = low.add(Arithmetic.floorDivide(high.sub(low), Creation.weak(2)));
      NDArray element = Taking.take(sorted, middle, 0, IndexMode.CLIP, null);
      NDArray beyond = counts(element, values, equalsCount);
      NDArray open = Logic.less(low, high);
      NDArray up = Logic.logicalAnd(open, beyond);
      NDArray down = Logic.logicalAnd(open, Logic.logicalNot(beyond));
      low = Logic.where(up, middle.add(1), low);
      high = Logic.where(down, middle, high);
    }
    return low;
  }

  private static NDArray counts(NDArray element, NDArray value, boolean equalsCount) {
    NDArray counts = equalsCount ? element.le(value) : element.lt(value);
    if (!value.dtype().isInexact()) {
      return counts;
    }
    NDArray last = Logic.isnan(value);
    NDArray before =
        equalsCount ? last : Logic.logicalAnd(last, Logic.logicalNot(Logic.isnan(element)));
    return Logic.logicalOr(counts, before);
  }
}
