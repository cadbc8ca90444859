package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.graph.Fn;
import org.jspecify.annotations.Nullable;

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

  /**
   * The nearest number with some decimals, halves to even: x · 10^decimals rounded and divided by
   * it again.
   *
   * @param x operand; integers are returned as they are
   * @param decimals digits behind the point, or if negative before it; null for 0
   * @return the rounded numbers, of x's dtype
   * @throws IllegalArgumentException if x has integers and decimals is negative
   */
  @JaxName({"round", "around"})
  public static NDArray round(NDArray x, @Nullable Integer decimals) {
    int digits = decimals == null ? 0 : decimals;
    if (!x.dtype().isInexact()) {
      if (digits < 0) {
        throw new IllegalArgumentException(
            "round: integers with decimals=" + digits + "; convert to float32 first");
      }
      return x;
    }
    if (x.dtype().isComplex()) {
      return ComplexNumbers.complex(
          round(ComplexNumbers.real(x), digits), round(ComplexNumbers.imag(x), digits));
    }
    if (digits == 0) {
      return Lax.apply(Fn.ROUND, x);
    }
    // 16-bit floats in float32: their range does not hold the product.
    NDArray wide = Lax.convert(x, Promotion.computation(x.dtype()), x.type().weak());
    NDArray factor = Operands.constant(Math.pow(10, digits), wide);
    NDArray whole = Lax.apply(Fn.ROUND, Lax.apply(Fn.MUL, wide, factor));
    return Lax.convert(Lax.apply(Fn.DIV, whole, factor), x.dtype(), x.type().weak());
  }

  /**
   * {@return the nearest whole number, halves away from zero}
   *
   * @param x floats
   */
  @JaxName("lax.round")
  public static NDArray roundAwayFromZero(NDArray x) {
    NDArray towards = trunc(x);
    NDArray rest = Lax.apply(Fn.ABS, Lax.apply(Fn.SUB, x, towards));
    NDArray away = Lax.apply(Fn.GE, rest, Operands.constant(0.5, rest));
    return Lax.select(away, Lax.apply(Fn.ADD, towards, Lax.apply(Fn.SIGN, x)), towards);
  }

  private static NDArray whole(Fn fn, NDArray x) {
    return x.dtype().isInexact() ? Lax.apply(fn, x) : x;
  }
}
