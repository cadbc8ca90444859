package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;

/** Whole numbers near each element. */
public final class Rounding {
  private Rounding() {}

  /**
   * {@return the largest whole number not above x}
   *
   * @param x operand; integers are returned as they are
   */
  @JaxName("floor")
  public static NDArray floor(NDArray x) {
    return whole(Fn.FLOOR, x);
  }

  /**
   * {@return the smallest whole number not below x}
   *
   * @param x operand; integers are returned as they are
   */
  @JaxName("ceil")
  public static NDArray ceil(NDArray x) {
    return whole(Fn.CEIL, x);
  }

  /**
   * {@return the nearest whole number, halves to even}
   *
   * @param x operand; integers are returned as they are
   */
  @JaxName("rint")
  public static NDArray rint(NDArray x) {
    NDArray operand = x.dtype().isInexact() ? x : Operands.promoteInexact("rint", x).getFirst();
    return Lax.apply(Fn.ROUND, operand);
  }

  /**
   * {@return the whole number next to x towards zero}
   *
   * @param x operand; integers are returned as they are
   */
  @JaxName("trunc")
  public static NDArray trunc(NDArray x) {
    if (!x.dtype().isInexact()) {
      return x;
    }
    NDArray negative = Lax.apply(Fn.LT, x, Operands.zero(x));
    return Lax.select(negative, Lax.apply(Fn.CEIL, x), Lax.apply(Fn.FLOOR, x));
  }

  private static NDArray whole(Fn fn, NDArray x) {
    return x.dtype().isInexact() ? Lax.apply(fn, x) : x;
  }
}
