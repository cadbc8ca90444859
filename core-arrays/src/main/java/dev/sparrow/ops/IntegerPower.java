package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;

/** Integer powers with an array exponent, by squaring over the bits of the exponent. */
final class IntegerPower {
  private IntegerPower() {}

  /** x^y, wrapping; a negative exponent gives 0, as in JAX. */
  static NDArray power(NDArray x, NDArray y) {
    NDArray base = x.dtype() == DType.BOOL ? Lax.convert(x, DType.INT32) : x;
    NDArray exponent = y.dtype() == DType.BOOL ? Lax.convert(y, DType.INT32) : y;
    Shape shape = base.shape().broadcast("power", exponent.shape());
    NDArray one = Lax.broadcastTo(Elementwise.constant(1, base), shape);
    NDArray result = one;
    NDArray square = Lax.broadcastTo(base, shape);
    NDArray rest = Lax.broadcastTo(exponent, shape);
    // An exponent of 2^6 or more leaves only 0, 1, -1 and wrapped powers; six squarings are JAX's
    // count.
    for (int bit = 0; bit < 6; bit++) {
      NDArray odd =
          Lax.apply(
              Fn.NE,
              Lax.apply(Fn.AND, rest, Elementwise.constant(1, rest)),
              Elementwise.zero(rest));
      result = Lax.select(odd, Lax.apply(Fn.MUL, result, square), result);
      square = Lax.apply(Fn.MUL, square, square);
      rest = Lax.apply(Fn.SHIFT_RIGHT_LOGICAL, rest, Elementwise.constant(1, rest));
    }
    NDArray negative = Lax.apply(Fn.LT, exponent, Elementwise.zero(exponent));
    NDArray zero = Lax.broadcastTo(Elementwise.zero(result), shape);
    NDArray power =
        exponent.dtype().isUnsigned()
            ? result
            : Lax.select(Lax.broadcastTo(negative, shape), zero, result);
    return Lax.convert(power, x.dtype());
  }
}
