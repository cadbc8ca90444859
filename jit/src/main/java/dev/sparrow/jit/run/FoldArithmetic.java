package dev.sparrow.jit.run;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;
import static java.lang.Float.floatToRawIntBits;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.lower.Lowering;
import dev.sparrow.jit.lower.ScalarLanes;
import java.util.function.LongBinaryOperator;

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

  /**
   * The combination of two elements: one small function for each monoid and dtype. A tree calls it
   * once for each leaf, and a common evaluator, which HotSpot would have to inline into each caller
   * anew, takes many times as long where it does not.
   */
  LongBinaryOperator combination() {
    LongBinaryOperator lanes =
        switch (Lowering.laneType(dtype)) {
          case I32 -> onInts();
          case I64 -> onLongs();
          case F32 -> onFloats();
          case F64 -> onDoubles();
          case MASK -> onMasks();
        };
    return switch (dtype) {
      case BOOL, INT32, INT64, FLOAT32, FLOAT64 -> lanes;
      case UINT32, UINT64 -> {
        if (monoid != Monoid.MAX && monoid != Monoid.MIN) {
          yield lanes;
        }
        // Flipping the top bit turns unsigned order into signed order.
        long flip = signExtended(1L << 8 * dtype.bytes() - 1);
        yield (left, right) -> lanes.applyAsLong(left ^ flip, right ^ flip) ^ flip;
      }
      case INT8, INT16, UINT8, UINT16, FLOAT16, BFLOAT16 ->
          (left, right) -> element(lanes.applyAsLong(lane(left), lane(right)));
      case COMPLEX64, COMPLEX128, KEY -> throw new IllegalStateException(dtype.toString());
    };
  }

  private LongBinaryOperator onInts() {
    return switch (monoid) {
      case SUM -> (x, y) -> (int) (x + y);
      case PROD -> (x, y) -> (int) (x * y);
      case MAX -> Math::max;
      case MIN -> Math::min;
      case AND -> (x, y) -> x & y;
      case OR -> (x, y) -> x | y;
      case XOR -> (x, y) -> x ^ y;
    };
  }

  private LongBinaryOperator onLongs() {
    return switch (monoid) {
      case SUM -> Long::sum;
      case PROD -> (x, y) -> x * y;
      case MAX, MIN, AND, OR, XOR -> onInts();
    };
  }

  private LongBinaryOperator onFloats() {
    return switch (monoid) {
      case SUM -> (x, y) -> bits(f32(x) + f32(y));
      case PROD -> (x, y) -> bits(f32(x) * f32(y));
      case MAX -> (x, y) -> bits(Math.max(f32(x), f32(y)));
      case MIN -> (x, y) -> bits(Math.min(f32(x), f32(y)));
      case AND, OR, XOR -> throw undefined();
    };
  }

  private LongBinaryOperator onDoubles() {
    return switch (monoid) {
      case SUM -> (x, y) -> bits(longBitsToDouble(x) + longBitsToDouble(y));
      case PROD -> (x, y) -> bits(longBitsToDouble(x) * longBitsToDouble(y));
      case MAX -> (x, y) -> bits(Math.max(longBitsToDouble(x), longBitsToDouble(y)));
      case MIN -> (x, y) -> bits(Math.min(longBitsToDouble(x), longBitsToDouble(y)));
      case AND, OR, XOR -> throw undefined();
    };
  }

  private LongBinaryOperator onMasks() {
    return switch (monoid) {
      case SUM, MAX, OR -> (x, y) -> x | y;
      case PROD, MIN, AND -> (x, y) -> x & y;
      case XOR -> (x, y) -> x ^ y;
    };
  }

  private static float f32(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  private static long bits(float value) {
    return floatToRawIntBits(ScalarLanes.canonical(value));
  }

  private static long bits(double value) {
    return doubleToRawLongBits(ScalarLanes.canonical(value));
  }

  private IllegalStateException undefined() {
    return new IllegalStateException(monoid + ": not defined on " + dtype);
  }

  /** The bits of the lane that an element of 1 or 2 bytes computes in. */
  private long lane(long element) {
    return switch (dtype) {
      case UINT8 -> element & 0xFF;
      case UINT16 -> element & 0xFFFF;
      case FLOAT16, BFLOAT16 ->
          floatToRawIntBits((float) Literal.doubleValue(dtype, element & 0xFFFF));
      default -> element;
    };
  }

  private long element(long lane) {
    return signExtended(dtype.isFloat() ? Literal.bitsOf(dtype, f32(lane)) : lane);
  }

  private long signExtended(long bits) {
    int spare = 64 - 8 * dtype.bytes();
    return bits << spare >> spare;
  }
}
