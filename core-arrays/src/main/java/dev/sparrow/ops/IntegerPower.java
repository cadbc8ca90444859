package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;

/** Integer powers with an array exponent, by squaring over the bits of the exponent. */
final class IntegerPower {
  private IntegerPower() {}

  /**
   * x^y, wrapping. A negative exponent has no integer power; as in JAX its low six bits are taken
   * for the exponent, and 0 stays 0.
   */
  static NDArray power(NDArray x, NDArray y) {
    NDArray base = x.dtype() == DType.BOOL ? Lax.convert(x, DType.INT32) : x;
    NDArray exponent = y.dtype() == DType.BOOL ? Lax.convert(y, DType.INT32) : y;
    Shape shape = base.shape().broadcast("power", exponent.shape());
    NDArray zeroPower =
        Lax.apply(
            Fn.OR,
            Lax.broadcastTo(Lax.apply(Fn.NE, base, Operands.zero(base)), shape),
            Lax.broadcastTo(Lax.apply(Fn.EQ, exponent, Operands.zero(exponent)), shape));
    NDArray result = Lax.convert(zeroPower, base.dtype());
    NDArray square = Lax.broadcastTo(base, shape);
    NDArray rest = Lax.broadcastTo(exponent, shape);
    // An exponent of 2^6 or more leaves only 0, 1, -1 and wrapped powers; six squarings are JAX's
    // count.
    for (int bit = 0; bit < 6; bit++) {
      NDArray odd =
          Lax.apply(
              Fn.NE, Lax.apply(Fn.AND, rest, Operands.constant(1, rest)), Operands.zero(rest));
      result = Lax.select(odd, Lax.apply(Fn.MUL, result, square), result);
      square = Lax.apply(Fn.MUL, square, square);
      rest = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, rest, Operands.constant(1, rest));
    }
    return Lax.convert(result, x.dtype());
  }
}
