package dev.sparrow.ops;

import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.List;

/**
 * Comparisons, truth values, and choices between elements. Shapes broadcast and dtypes promote by
 * NumPy's rules.
 */
public final class Logic {
  private Logic() {}

  /**
   * {@return whether x equals y; NaN equals nothing}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("equal")
  public static NDArray equal(NDArray x, NDArray y) {
    return Operands.promoted("equal", Fn.EQ, x, y);
  }

  /**
   * {@return whether x differs from y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("not_equal")
  public static NDArray notEqual(NDArray x, NDArray y) {
    return Operands.promoted("not_equal", Fn.NE, x, y);
  }

  /**
   * {@return whether x is less than y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("less")
  public static NDArray less(NDArray x, NDArray y) {
    return Operands.promoted("less", Fn.LT, x, y);
  }

  /**
   * {@return whether x is at most y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("less_equal")
  public static NDArray lessEqual(NDArray x, NDArray y) {
    return Operands.promoted("less_equal", Fn.LE, x, y);
  }

  /**
   * {@return whether x is greater than y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("greater")
  public static NDArray greater(NDArray x, NDArray y) {
    return Operands.promoted("greater", Fn.GT, x, y);
  }

  /**
   * {@return whether x is at least y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("greater_equal")
  public static NDArray greaterEqual(NDArray x, NDArray y) {
    return Operands.promoted("greater_equal", Fn.GE, x, y);
  }

  /**
   * {@return whether both are nonzero}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logical_and")
  public static NDArray logicalAnd(NDArray x, NDArray y) {
    return Operands.promoted("logical_and", Fn.AND, Operands.truth(x), Operands.truth(y));
  }

  /**
   * {@return whether either is nonzero}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logical_or")
  public static NDArray logicalOr(NDArray x, NDArray y) {
    return Operands.promoted("logical_or", Fn.OR, Operands.truth(x), Operands.truth(y));
  }

  /**
   * {@return whether exactly one is nonzero}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logical_xor")
  public static NDArray logicalXor(NDArray x, NDArray y) {
    return Operands.promoted("logical_xor", Fn.XOR, Operands.truth(x), Operands.truth(y));
  }

  /**
   * {@return whether x is zero}
   *
   * @param x operand
   */
  @JaxName("logical_not")
  public static NDArray logicalNot(NDArray x) {
    return Lax.apply(Fn.NOT, Operands.truth(x));
  }

  /**
   * {@return whether x is NaN}
   *
   * @param x operand
   */
  @JaxName("isnan")
  public static NDArray isnan(NDArray x) {
    return Lax.apply(Fn.NE, x, x);
  }

  /**
   * {@return whether x is neither infinite nor NaN}
   *
   * @param x operand
   */
  @JaxName("isfinite")
  public static NDArray isfinite(NDArray x) {
    if (x.dtype().isComplex()) {
      return Lax.apply(Fn.AND, isfinite(ComplexNumbers.real(x)), isfinite(ComplexNumbers.imag(x)));
    }
    return x.dtype().isInexact() ? Lax.apply(Fn.IS_FINITE, x) : Lax.apply(Fn.EQ, x, x);
  }

  /**
   * {@return whether x is infinite}
   *
   * @param x operand
   */
  @JaxName("isinf")
  public static NDArray isinf(NDArray x) {
    if (x.dtype().isComplex()) {
      return Lax.apply(Fn.OR, isinf(ComplexNumbers.real(x)), isinf(ComplexNumbers.imag(x)));
    }
    if (!x.dtype().isInexact()) {
      return Lax.apply(Fn.NE, x, x);
    }
    NDArray infinity = Operands.constant(Double.POSITIVE_INFINITY, x);
    return Lax.apply(Fn.EQ, Lax.apply(Fn.ABS, x), infinity);
  }

  /**
   * {@return whether x is infinity}
   *
   * @param x operand, not complex
   */
  @JaxName("isposinf")
  public static NDArray isposinf(NDArray x) {
    return isInfinity("isposinf", x, Double.POSITIVE_INFINITY);
  }

  /**
   * {@return whether x is -infinity}
   *
   * @param x operand, not complex
   */
  @JaxName("isneginf")
  public static NDArray isneginf(NDArray x) {
    return isInfinity("isneginf", x, Double.NEGATIVE_INFINITY);
  }

  private static NDArray isInfinity(String operation, NDArray x, double infinity) {
    if (x.dtype().isComplex()) {
      throw new DTypeException(operation + ": complex numbers have no sign; see isinf");
    }
    return x.dtype().isFloat()
        ? Lax.apply(Fn.EQ, x, Operands.constant(infinity, x))
        : Lax.apply(Fn.NE, x, x);
  }

  /**
   * Chooses elementwise: x where the condition holds, y elsewhere. Both are computed.
   *
   * @param condition bool, or nonzero
   * @param x taken where it holds
   * @param y taken elsewhere
   * @return the choice, broadcast and promoted
   */
  @JaxName("where")
  public static NDArray where(NDArray condition, NDArray x, NDArray y) {
    List<NDArray> values = Operands.promote("where", x, y);
    List<NDArray> in =
        Operands.broadcast(
            "where", List.of(Operands.truth(condition), values.get(0), values.get(1)));
    return Lax.select(in.get(0), in.get(1), in.get(2));
  }

  /**
   * Chooses elementwise between an array and a Java number.
   *
   * @param condition bool, or nonzero
   * @param x taken where it holds
   * @param y taken elsewhere; weak
   * @return the choice
   */
  public static NDArray where(NDArray condition, NDArray x, double y) {
    return where(condition, x, Creation.weak(y));
  }

  /**
   * Chooses elementwise between a Java number and an array.
   *
   * @param condition bool, or nonzero
   * @param x taken where it holds; weak
   * @param y taken elsewhere
   * @return the choice
   */
  public static NDArray where(NDArray condition, double x, NDArray y) {
    return where(condition, Creation.weak(x), y);
  }
}
