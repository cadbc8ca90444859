package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;

/**
 * Integers in a half-open range from two independent words an element, by JAX's recipe: the two
 * words as one number of twice the width, modulo the span. Biased by at most span / 2^(2·width).
 */
final class RandomIntegers {
  private RandomIntegers() {}

  /** The unsigned dtype of an integer dtype's width. */
  static DType word(DType dtype) {
    return switch (dtype.bytes()) {
      case 1 -> DType.UINT8;
      case 2 -> DType.UINT16;
      case 4 -> DType.UINT32;
      default -> DType.UINT64;
    };
  }

  /**
   * Integers between bounds; the lower one everywhere if the range is empty.
   *
   * @param dtype an integer dtype of 32 or 64 bits
   * @param minval lowest value, of any integer dtype; clipped to the range of the result's
   * @param maxval one past the highest value, likewise
   * @param upper words of the upper half
   * @param lower words of the lower half
   * @return the integers
   */
  static NDArray between(
      DType dtype, NDArray minval, NDArray maxval, NDArray upper, NDArray lower) {
    DType word = word(dtype);
    NDArray low = clip(minval, dtype);
    NDArray high = clip(maxval, dtype);
    NDArray one = Creation.scalar(1L, word);
    NDArray empty = Lax.apply(Fn.LE, high, low);
    NDArray span = Lax.convert(Lax.apply(Fn.SUB, high, low), word);
    if (exceeds(maxval.dtype(), dtype)) {
      // A bound of 2^31, say, clips to 2^31-1 and makes room for that last value.
      NDArray last = Creation.scalar(largest(dtype), maxval.dtype());
      NDArray beyond = Lax.apply(Fn.GT, maxval, last);
      span = Lax.apply(Fn.ADD, span, Lax.convert(beyond, word));
    }
    span = Lax.select(empty, one, span);

    NDArray half = Creation.scalar(1L << (4 * word.bytes()), word);
    NDArray root = Lax.apply(Fn.REM, half, span);
    // The square wraps, as JAX's does.
    NDArray multiplier = Lax.apply(Fn.REM, Lax.apply(Fn.MUL, root, root), span);
    NDArray upperRest = Lax.apply(Fn.MUL, Lax.apply(Fn.REM, upper, span), multiplier);
    NDArray offset = Lax.apply(Fn.ADD, upperRest, Lax.apply(Fn.REM, lower, span));
    return Lax.apply(Fn.ADD, low, Lax.convert(Lax.apply(Fn.REM, offset, span), dtype));
  }

  /**
   * A bound of a dtype of less than 32 bits, as int32.
   *
   * @param bound the bound, of any integer dtype
   * @param dtype dtype of the result
   * @param beyond how far above the dtype's largest value the bound may be
   */
  static NDArray narrowBound(NDArray bound, DType dtype, long beyond) {
    NDArray low = Creation.scalar(smallest(dtype), DType.INT32);
    NDArray high = Creation.scalar(largest(dtype) + beyond, DType.INT32);
    return Lax.apply(Fn.CLAMP, low, clip(bound, DType.INT32), high);
  }

  /** Whether a dtype holds numbers above another one's largest. */
  private static boolean exceeds(DType wide, DType dtype) {
    return Long.compareUnsigned(largest(wide), largest(dtype)) > 0;
  }

  /** The nearest value of a dtype. */
  private static NDArray clip(NDArray bound, DType dtype) {
    NDArray fitted = bound;
    if (exceeds(bound.dtype(), dtype)) {
      fitted = Lax.apply(Fn.MIN, fitted, Creation.scalar(largest(dtype), bound.dtype()));
    }
    if (smallest(bound.dtype()) < smallest(dtype)) {
      fitted = Lax.apply(Fn.MAX, fitted, Creation.scalar(smallest(dtype), bound.dtype()));
    }
    return Lax.convert(fitted, dtype);
  }

  /** The smallest value of an integer dtype. */
  static long smallest(DType dtype) {
    return dtype.isUnsigned() ? 0 : -1L << (8 * dtype.bytes() - 1);
  }

  /** The bits of the largest value of an integer dtype. */
  static long largest(DType dtype) {
    return dtype.isUnsigned() ? -1L >>> (64 - 8 * dtype.bytes()) : ~smallest(dtype);
  }
}
