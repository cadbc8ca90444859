package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;

/**
 * Functions of statistics and physics beyond the elementary ones, applied to each element; names
 * are those of {@code scipy.special}.
 */
public final class SpecialFunctions {
  private SpecialFunctions() {}

  /**
   * {@return 1 / (1 + exp(-x))}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"nn.sigmoid", "special.expit", "lax.logistic"})
  public static NDArray sigmoid(NDArray x) {
    return Operands.inexact("sigmoid", Fn.LOGISTIC, x);
  }

  /**
   * {@return the error function}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.erf")
  public static NDArray erf(NDArray x) {
    return Operands.inexact("erf", Fn.ERF, x);
  }

  /**
   * {@return 1 - erf(x), accurate for large x}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.erfc")
  public static NDArray erfc(NDArray x) {
    return Operands.inexact("erfc", Fn.ERFC, x);
  }

  /**
   * {@return the inverse error function; ±inf at ±1, NaN beyond}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.erfinv")
  public static NDArray erfinv(NDArray x) {
    return Operands.inexact("erfinv", Fn.ERF_INV, x);
  }
}
