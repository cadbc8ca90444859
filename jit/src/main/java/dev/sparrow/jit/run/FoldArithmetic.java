package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.lower.LaneArithmetic;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.lower.Lowering;
import dev.sparrow.jit.lower.Op;

/**
 * Combines two partial results of a reduction, with the bits kernels give. Elements are raw bits,
 * sign-extended as {@link StridedCopy#load} gives them.
 *
 * @param monoid how they combine
 * @param dtype their dtype
 */
record FoldArithmetic(Monoid monoid, DType dtype) {
  /** The identity. */
  long identity() {
    return signExtended(monoid.identity(dtype));
  }

  /** The combination of two elements. */
  long combine(long left, long right) {
    LaneType type = Lowering.laneType(dtype);
    boolean flipped =
        (dtype == DType.UINT32 || dtype == DType.UINT64)
            && (monoid == Monoid.MAX || monoid == Monoid.MIN);
    // Flipping the top bit turns unsigned order into signed order.
    long flip = flipped ? 1L << (8 * dtype.bytes() - 1) : 0;
    long combined = LaneArithmetic.apply(op(), type, type, lane(left) ^ flip, lane(right) ^ flip);
    return element(combined ^ flip);
  }

  /** The bits of the lane that an element computes in. */
  private long lane(long element) {
    return switch (dtype) {
      case UINT8 -> element & 0xFF;
      case UINT16 -> element & 0xFFFF;
      case FLOAT16, BFLOAT16 ->
          Float.floatToRawIntBits((float) Literal.doubleValue(dtype, element & 0xFFFF));
      case BOOL, INT8, INT16, INT32, INT64, UINT32, UINT64, FLOAT32, FLOAT64 -> element;
      case COMPLEX64, COMPLEX128, KEY -> throw new IllegalStateException(dtype.toString());
    };
  }

  private long element(long lane) {
    return signExtended(
        switch (dtype) {
          case FLOAT16, BFLOAT16 -> Literal.bitsOf(dtype, Float.intBitsToFloat((int) lane));
          case BOOL, INT8, INT16, INT32, INT64 -> lane;
          case UINT8, UINT16, UINT32, UINT64, FLOAT32, FLOAT64 -> lane;
          case COMPLEX64, COMPLEX128, KEY -> throw new IllegalStateException(dtype.toString());
        });
  }

  private long signExtended(long bits) {
    int spare = 64 - 8 * dtype.bytes();
    return bits << spare >> spare;
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
