package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Running sums along the last axis, in a number of steps that grows with the logarithm of the size.
 */
final class RunningSum {
  private RunningSum() {}

  /**
   * The sum of each element and all before it.
   *
   * @param x numbers, at least one axis
   * @return the sums
   */
  static NDArray of(NDArray x) {
    NDArray sums = x;
    NDArray zero = Operands.zero(x);
    int last = x.rank() - 1;
    List<Long> none = Collections.nCopies(x.rank(), 0L);
    // After the step of length k each element holds the sum of the 2k that end with it.
    for (long step = 1; step < x.shape().dim(last); step *= 2) {
      List<Long> low = new ArrayList<>(none);
      low.set(last, step);
      List<Long> high = new ArrayList<>(none);
      high.set(last, -step);
      sums = Lax.apply(Fn.ADD, sums, Lax.bind(new Primitive.Pad(low, high, none), sums, zero));
    }
    return sums;
  }
}
