package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;

/** Fractions of 64 bits as floats. */
final class FixedPoint {
  private static final int MANTISSA = 23;

  private FixedPoint() {}

  /**
   * A 64-bit word over 2^64 as float32: its leading 24 bits, truncated as JAX truncates them.
   *
   * @param word uint64
   * @return float32 in (0, 1); 2^-65 for 0
   */
  static NDArray fraction(NDArray word) {
    NDArray zeros = Lax.apply(Fn.CLZ, word);
    NDArray leading = Lax.apply(Fn.SHIFT_LEFT, word, zeros);
    NDArray digits =
        Lax.convert(
            Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, leading, wide(64 - MANTISSA - 1)), DType.UINT32);
    NDArray mantissa = Lax.apply(Fn.AND, digits, Threefry.word((1L << MANTISSA) - 1));
    // 2^-1 has the exponent field 126; each leading zero halves the number.
    NDArray exponent = Lax.apply(Fn.SUB, wide(126), zeros);
    NDArray field =
        Lax.apply(Fn.SHIFT_LEFT, Lax.convert(exponent, DType.UINT32), Threefry.word(MANTISSA));
    NDArray bits = Lax.apply(Fn.OR, field, mantissa);
    return Lax.bitcast(bits, DType.FLOAT32);
  }

  private static NDArray wide(long value) {
    return Creation.scalar(value, DType.UINT64);
  }
}
