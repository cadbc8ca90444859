package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.lower.LaneArithmetic;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Op;

/**
 * Combines two partial results of a reduction, with the bits kernels give.
 *
 * @param monoid how they combine
 * @param dtype their dtype
 */
record FoldArithmetic(Monoid monoid, DType dtype) {
  /** Raw bits of the identity, sign-extended as {@link StridedCopy#load} gives them. */
  long identity() {
    int spare = 64 - 8 * dtype.bytes();
    return monoid.identity(dtype) << spare >> spare;
  }

  /** Raw bits of the combination of two elements given as raw bits. */
  long combine(long left, long right) {
    LaneType type = Lanes.of(dtype);
    if (dtype.isUnsigned() && (monoid == Monoid.MAX || monoid == Monoid.MIN)) {
      // Flipping the top bit turns unsigned order into signed order.
      long top = 1L << (8 * dtype.bytes() - 1);
      return LaneArithmetic.apply(op(), type, type, left ^ top, right ^ top) ^ top;
    }
    return LaneArithmetic.apply(op(), type, type, left, right);
  }

  private Op op() {
    return switch (monoid) {
      case SUM -> dtype == DType.BOOL ? Op.OR : Op.ADD;
      case PROD -> dtype == DType.BOOL ? Op.AND : Op.MUL;
      case MAX -> dtype == DType.BOOL ? Op.OR : Op.MAX;
      case MIN -> dtype == DType.BOOL ? Op.AND : Op.MIN;
      case AND -> Op.AND;
      case OR -> Op.OR;
      case XOR -> Op.XOR;
    };
  }
}
