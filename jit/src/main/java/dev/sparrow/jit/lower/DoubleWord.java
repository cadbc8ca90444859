package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.sub;

/**
 * An unevaluated sum of two floats, the second at most half a unit in the last place of the first:
 * about twice the precision. The error-free transformations are Knuth's, Dekker's and the fma's.
 *
 * @param high the value, rounded
 * @param low what rounding lost
 */
record DoubleWord(KernelExpr high, KernelExpr low) {

  /** x + y, exactly. */
  static DoubleWord sum(KernelExpr x, KernelExpr y) {
    KernelExpr high = add(x, y);
    KernelExpr ofY = sub(high, x);
    KernelExpr ofX = sub(high, ofY);
    return new DoubleWord(high, add(sub(x, ofX), sub(y, ofY)));
  }

  /** x + y, exactly, where |x| >= |y| or x is 0. */
  static DoubleWord sumOrdered(KernelExpr x, KernelExpr y) {
    KernelExpr high = add(x, y);
    return new DoubleWord(high, sub(y, sub(high, x)));
  }

  /** x * y, exactly but for underflow. */
  static DoubleWord product(KernelExpr x, KernelExpr y) {
    KernelExpr high = mul(x, y);
    return new DoubleWord(high, fma(x, y, neg(high)));
  }
}
