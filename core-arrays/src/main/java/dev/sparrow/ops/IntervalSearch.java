package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;

/** Binary search of many values in one sorted line, all of them halving at once. */
final class IntervalSearch {
  private IntervalSearch() {}

  /**
   * How many elements of a line are less than each value, or equal to it.
   *
   * @param sorted one axis, ascending
   * @param values any shape, of the line's dtype
   * @return int32 counts of the shape of the values; for NaN all
   */
  static NDArray right(NDArray sorted, NDArray values) {
    NDArray low = Lax.broadcastTo(Creation.scalar(0, DType.INT32), values.shape());
    NDArray high = Lax.broadcastTo(Creation.scalar(sorted.size(), DType.INT32), values.shape());
    // The range halves each time, so as many steps as its size has bits leave nothing of it.
    for (long left = sorted.size(); left > 0; left >>= 1) {
      NDArray middle = low.add(Arithmetic.floorDivide(high.sub(low), Creation.weak(2)));
      NDArray element = Taking.take(sorted, middle, 0, IndexMode.CLIP, null);
      NDArray beyond = Logic.logicalNot(Logic.less(values, element));
      NDArray open = Logic.less(low, high);
      NDArray up = Logic.logicalAnd(open, beyond);
      NDArray down = Logic.logicalAnd(open, Logic.logicalNot(beyond));
      low = Logic.where(up, middle.add(1), low);
      high = Logic.where(down, middle, high);
    }
    return low;
  }
}
