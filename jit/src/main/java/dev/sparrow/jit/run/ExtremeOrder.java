package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive.Extreme;
import dev.sparrow.jit.codegen.Memory;

/**
 * Which of two elements is the more extreme one; NaN is more extreme than any number.
 *
 * @param dtype element type
 * @param extreme what is sought
 */
record ExtremeOrder(DType dtype, Extreme extreme) {
  /** The fold whose result is the most extreme element, or one as extreme. */
  FoldArithmetic fold() {
    Monoid monoid =
        switch (extreme) {
          case MAX -> Monoid.MAX;
          case MIN -> Monoid.MIN;
        };
    return new FoldArithmetic(monoid, dtype);
  }

  /** A number that is larger for a more extreme element; equal for both zeros. */
  long of(long address) {
    return switch (dtype) {
      case FLOAT32 -> {
        float value = Float.intBitsToFloat(Memory.loadI32(address));
        yield Float.isNaN(value)
            ? Long.MAX_VALUE
            : directed(value == 0 ? 0 : ordered(Float.floatToRawIntBits(value)));
      }
      case FLOAT64 -> {
        double value = Double.longBitsToDouble(Memory.loadI64(address));
        yield Double.isNaN(value)
            ? Long.MAX_VALUE
            : directed(value == 0 ? 0 : ordered(Double.doubleToRawLongBits(value)));
      }
      case UINT8, UINT16, UINT32 ->
          directed(StridedCopy.load(address, dtype.bytes()) & (1L << (8 * dtype.bytes())) - 1);
      case UINT64 -> directed(Memory.loadI64(address) ^ Long.MIN_VALUE);
      case BOOL -> directed(Memory.loadBytes1(address) == 0 ? 0 : 1);
      case INT8, INT16, INT32, INT64 -> directed(StridedCopy.load(address, dtype.bytes()));
      case FLOAT16, BFLOAT16 -> {
        long bits = Memory.loadBytes2(address) & 0xFFFFL;
        float value = (float) Literal.doubleValue(dtype, bits);
        yield Float.isNaN(value)
            ? Long.MAX_VALUE
            : directed(value == 0 ? 0 : ordered(Float.floatToRawIntBits(value)));
      }
      case COMPLEX64, COMPLEX128, KEY ->
          throw new IllegalStateException("argmax: not ordered: " + dtype);
    };
  }

  /**
   * Elements before the first one of an order; there must be one.
   *
   * @param address the first element
   * @param stepBytes bytes from an element to the next
   * @param order the order sought
   * @param bits raw bits of an element of that order
   * @return how many elements come before
   */
  long count(long address, long stepBytes, long order, long bits) {
    boolean isOnlyPattern = !dtype.isFloat() || order != Long.MAX_VALUE && order != directed(0);
    long at = address;
    long before = 0;
    if (isOnlyPattern && dtype.bytes() == Integer.BYTES) {
      for (; Memory.loadI32(at) != (int) bits; at += stepBytes) {
        before++;
      }
    } else if (isOnlyPattern && dtype.bytes() == Long.BYTES) {
      for (; Memory.loadI64(at) != bits; at += stepBytes) {
        before++;
      }
    } else {
      for (; of(at) != order; at += stepBytes) {
        before++;
      }
    }
    return before;
  }

  private static long ordered(int bits) {
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }

  private static long ordered(long bits) {
    return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
  }

  private long directed(long order) {
    return switch (extreme) {
      case MAX -> order;
      case MIN -> ~order;
    };
  }
}
