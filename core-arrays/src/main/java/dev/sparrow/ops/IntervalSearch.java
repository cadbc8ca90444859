package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Ordering;
import dev.sparrow.trace.Trace;
import java.util.List;

/** Lines in order, and where values lie in them. NaN comes behind all other values. */
final class IntervalSearch {
  private IntervalSearch() {}

  /**
   * How many elements of a line are less than each value.
   *
   * @param sorted lines along the last axis, ascending
   * @param values values along the last axis, of the lines' dtype and leading axes; any shape for
   *     one line
   * @return int32 counts of the shape of the values
   */
  static NDArray left(NDArray sorted, NDArray values) {
    return Lax.bind(new Ordering.SearchSorted(Ordering.Side.LEFT, DType.INT32), sorted, values);
  }

  /**
   * How many elements of a line are less than each value, or equal to it.
   *
   * @param sorted lines along the last axis, ascending
   * @param values values along the last axis, of the lines' dtype and leading axes; any shape for
   *     one line
   * @return int32 counts of the shape of the values; for NaN all
   */
  static NDArray right(NDArray sorted, NDArray values) {
    return Lax.bind(new Ordering.SearchSorted(Ordering.Side.RIGHT, DType.INT32), sorted, values);
  }

  /**
   * Sorts lines along the last axis; equals keep their order.
   *
   * @param keys how many of the operands decide, the first ones
   * @param operands arrays of one shape
   * @return the operands, all in the order of the keys
   */
  static List<NDArray> sort(int keys, NDArray... operands) {
    int last = operands[0].rank() - 1;
    return Trace.current().bind(new Ordering.Sort(last, true, keys), List.of(operands));
  }
}
