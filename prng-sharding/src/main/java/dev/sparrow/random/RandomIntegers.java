package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;

/**
 * Integers in a half-open range from two independent words an element, by JAX's recipe: the two
 * words as one number of twice the width, modulo the span. Biased by at most span / 2^(2·width).
 */
final class RandomIntegers {
  private RandomIntegers() {}

  /**
   * Integers between bounds; the lower one everywhere if the range is empty.
   *
   * @param dtype int32, uint32 or int64
   * @param minval lowest value, of any integer dtype; clipped to the range of the result's
   * @param maxval one past the highest value, likewise
   * @param first hash of the words of the upper half
   * @param second hash of the words of the lower half
   * @return the integers
   */
  static NDArray between(
      DType dtype, NDArray minval, NDArray maxval, Threefry.Words first, Threefry.Words second) {
    boolean wide = dtype == DType.INT64;
    DType word = wide ? DType.INT64 : DType.UINT32;
    NDArray lowBound = bound(minval, dtype);
    NDArray highBound = bound(maxval, dtype);
    NDArray low = clip(lowBound, dtype);
    NDArray high = clip(highBound, dtype);
    NDArray one = Creation.scalar(1L, word);
    NDArray empty = Lax.apply(Fn.LE, high, low);
    NDArray span = asWord(Lax.apply(Fn.SUB, high, low), word);
    if (highBound.dtype() != dtype) {
      // A bound of 2^31, say, clips to 2^31-1 and makes room for that last value.
      NDArray beyond = Lax.apply(Fn.GT, highBound, Creation.scalar(largest(dtype), DType.INT64));
      span = Lax.apply(Fn.ADD, span, Lax.convert(beyond, word));
    }
    span = select(empty, one, span);

    NDArray half = Creation.scalar(wide ? 1L << 32 : 1L << 16, word);
    NDArray root = remainder(half, span);
    // The square wraps, as JAX's does.
    NDArray multiplier = remainder(Lax.apply(Fn.MUL, root, root), span);
    NDArray upper = wide ? Sampler.wideBits(first) : Sampler.bits(first);
    NDArray lower = wide ? Sampler.wideBits(second) : Sampler.bits(second);
    NDArray offset =
        Lax.apply(
            Fn.ADD, Lax.apply(Fn.MUL, remainder(upper, span), multiplier), remainder(lower, span));
    return Lax.apply(Fn.ADD, low, asWord(remainder(offset, span), dtype));
  }

  private static NDArray bound(NDArray value, DType dtype) {
    return value.dtype() == dtype ? value : Lax.convert(value, DType.INT64);
  }

  private static NDArray clip(NDArray bound, DType dtype) {
    if (bound.dtype() == dtype) {
      return bound;
    }
    NDArray lowest = Creation.scalar(smallest(dtype), DType.INT64);
    NDArray highest = Creation.scalar(largest(dtype), DType.INT64);
    return Lax.convert(Lax.apply(Fn.CLAMP, lowest, bound, highest), dtype);
  }

  static long smallest(DType dtype) {
    return dtype.isUnsigned() ? 0 : -1L << (8 * dtype.bytes() - 1);
  }

  static long largest(DType dtype) {
    return dtype.isUnsigned() ? -1L >>> (64 - 8 * dtype.bytes()) : ~smallest(dtype);
  }

  private static NDArray asWord(NDArray x, DType dtype) {
    return x.dtype() == dtype ? x : Lax.bind(new Primitive.BitcastConvert(dtype), x);
  }

  private static NDArray select(NDArray predicate, NDArray onTrue, NDArray onFalse) {
    return Lax.select(predicate, onTrue, onFalse);
  }

  /** x rem d of unsigned words; x if d is 0. */
  private static NDArray remainder(NDArray x, NDArray d) {
    return x.dtype().isUnsigned() ? Lax.apply(Fn.REM, x, d) : unsignedRemainder(x, d);
  }

  /**
   * Unsigned remainder of int64 by signed operations: the quotient of x/2 is at most one short once
   * doubled; a divisor of 2^63 or more goes in at most once. H. Warren, Hacker's Delight, 2nd ed.,
   * section 9-3.
   */
  private static NDArray unsignedRemainder(NDArray x, NDArray d) {
    NDArray zero = Creation.scalar(0L, DType.INT64);
    NDArray one = Creation.scalar(1L, DType.INT64);
    NDArray halfQuotient = Lax.apply(Fn.DIV, Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, x, one), d);
    NDArray quotient = Lax.apply(Fn.SHIFT_LEFT, halfQuotient, one);
    NDArray largeDivisor = Lax.apply(Fn.LT, d, zero);
    NDArray whole = select(largeDivisor, zero, Lax.apply(Fn.MUL, quotient, d));
    NDArray rest = Lax.apply(Fn.SUB, x, whole);
    NDArray oneMore = Lax.apply(Fn.GE, flipSign(rest), flipSign(d));
    NDArray reduced = select(oneMore, Lax.apply(Fn.SUB, rest, d), rest);
    return select(Lax.apply(Fn.EQ, d, zero), x, reduced);
  }

  /** Maps unsigned order to signed order. */
  private static NDArray flipSign(NDArray x) {
    return Lax.apply(Fn.XOR, x, Creation.scalar(Long.MIN_VALUE, DType.INT64));
  }
}
