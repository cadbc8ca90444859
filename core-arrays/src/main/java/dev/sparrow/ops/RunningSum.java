package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import java.util.List;

/** Running sums of integers, in a number of steps that grows with the logarithm of the size. */
final class RunningSum {
  private RunningSum() {}

  /**
   * The sum of each element and all before it.
   *
   * @param x integers, one axis
   * @return the sums
   */
  static NDArray of(NDArray x) {
    NDArray sums = x;
    NDArray zero = Operands.zero(x);
    // After the step of length k each element holds the sum of the 2k that end with it.
    for (long step = 1; step < x.size(); step *= 2) {
      Primitive shift = new Primitive.Pad(List.of(step), List.of(-step), List.of(0L));
      sums = Lax.apply(Fn.ADD, sums, Lax.bind(shift, sums, zero));
    }
    return sums;
  }
}
