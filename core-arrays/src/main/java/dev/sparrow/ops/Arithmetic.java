package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sums, products, quotients, powers and what goes with them, applied to each element. Shapes
 * broadcast and dtypes promote by NumPy's rules.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /**
   * {@return x + y; bool is or}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("add")
  public static NDArray add(NDArray x, NDArray y) {
    return Operands.promoted("add", Fn.ADD, x, y);
  }

  /**
   * {@return x - y}
   *
   * @param x first operand; not bool
   * @param y second operand; not bool
   */
  @JaxName("subtract")
  public static NDArray subtract(NDArray x, NDArray y) {
    return Operands.promoted("subtract", Fn.SUB, x, y);
  }

  /**
   * {@return x · y; bool is and}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("multiply")
  public static NDArray multiply(NDArray x, NDArray y) {
    return Operands.promoted("multiply", Fn.MUL, x, y);
  }

  /**
   * {@return x / y as floats}
   *
   * @param x dividend
   * @param y divisor
   */
  @JaxName({"divide", "true_divide"})
  public static NDArray divide(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promoteInexact("divide", x, y);
    return Lax.apply(Fn.DIV, in.get(0), in.get(1));
  }

  /**
   * The quotient rounded down. Integers: x // 0 is -1 rounded down as JAX does it (-1 or -2).
   *
   * @param x dividend
   * @param y divisor
   * @return floor(x / y), in the promoted dtype
   */
  @JaxName("floor_divide")
  public static NDArray floorDivide(NDArray x, NDArray y) {
    List<NDArray> in = numbers("floor_divide", x, y);
    NDArray a = in.get(0);
    NDArray b = in.get(1);
    if (a.dtype().isUnsigned()) {
      return Lax.apply(Fn.DIV, a, b);
    }
    if (a.dtype().isInteger()) {
      NDArray quotient = Lax.apply(Fn.DIV, a, b);
      NDArray rest = Lax.apply(Fn.REM, a, b);
      NDArray signsDiffer = Lax.apply(Fn.NE, Lax.apply(Fn.SIGN, a), Lax.apply(Fn.SIGN, b));
      NDArray inexact = Lax.apply(Fn.NE, rest, Operands.zero(rest));
      NDArray down = Lax.apply(Fn.SUB, quotient, Operands.one(quotient));
      return Lax.select(Lax.apply(Fn.AND, signsDiffer, inexact), down, quotient);
    }
    // The remainder is exact where the quotient is not: (x - mod) / y is a whole number.
    NDArray rest = Lax.apply(Fn.REM, a, b);
    NDArray quotient = Lax.apply(Fn.DIV, Lax.apply(Fn.SUB, a, rest), b);
    NDArray signsDiffer = Lax.apply(Fn.NE, Lax.apply(Fn.SIGN, b), Lax.apply(Fn.SIGN, rest));
    NDArray inexact = Lax.apply(Fn.NE, rest, Operands.zero(rest));
    NDArray down = Lax.apply(Fn.SUB, quotient, Operands.one(quotient));
    NDArray floored =
        Lax.apply(Fn.ROUND, Lax.select(Lax.apply(Fn.AND, signsDiffer, inexact), down, quotient));
    // By zero there is no remainder; the quotient is infinite or NaN as in a plain division.
    NDArray plain = Lax.apply(Fn.DIV, a, b);
    return Lax.select(Lax.apply(Fn.EQ, b, Operands.zero(b)), plain, floored);
  }

  /**
   * The remainder of x / y with the sign of y, as Python's {@code %}; of integers by 0 it is 0.
   *
   * @param x dividend
   * @param y divisor
   * @return x - floor(x / y) · y
   */
  @JaxName({"remainder", "mod"})
  public static NDArray remainder(NDArray x, NDArray y) {
    List<NDArray> in = numbers("remainder", x, y);
    NDArray divisor = in.get(1).dtype().isInteger() ? oneForZero(in.get(1)) : in.get(1);
    NDArray rest = Lax.apply(Fn.REM, in.get(0), divisor);
    NDArray nonzero = Lax.apply(Fn.NE, rest, Operands.zero(rest));
    NDArray signsDiffer =
        Lax.apply(
            Fn.NE,
            Lax.apply(Fn.LT, rest, Operands.zero(rest)),
            Lax.apply(Fn.LT, divisor, Operands.zero(divisor)));
    NDArray wrapped = Lax.apply(Fn.ADD, rest, divisor);
    return Lax.select(Lax.apply(Fn.AND, signsDiffer, nonzero), wrapped, rest);
  }

  /**
   * A quotient rounded down and what remains.
   *
   * @param quotient floor(x / y)
   * @param remainder x - quotient · y
   */
  public record Divmod(NDArray quotient, NDArray remainder) {}

  /**
   * {@return the quotient rounded down and the remainder}
   *
   * @param x dividend
   * @param y divisor
   */
  @JaxName("divmod")
  public static Divmod divmod(NDArray x, NDArray y) {
    return new Divmod(floorDivide(x, y), remainder(x, y));
  }

  /**
   * The remainder of x / y with the sign of x, as C's {@code fmod}.
   *
   * @param x dividend
   * @param y divisor
   * @return x - trunc(x / y) · y
   */
  @JaxName("fmod")
  public static NDArray fmod(NDArray x, NDArray y) {
    List<NDArray> in = numbers("fmod", x, y);
    return Lax.apply(Fn.REM, in.get(0), in.get(1));
  }

  /**
   * x to the power y. A constant integer exponent multiplies; integers take no negative exponent.
   *
   * @param x base
   * @param y exponent
   * @return the power, in the promoted dtype
   */
  @JaxName("power")
  public static NDArray power(NDArray x, NDArray y) {
    if (y instanceof ConcreteArray array
        && array.literal() != null
        && array.literal().type().weak()
        && array.literal().type().dtype().isInteger()
        && x.dtype() != DType.BOOL) {
      Literal exponent = array.literal();
      if (exponent.bits() == (int) exponent.bits()) {
        return Lax.bind(new Primitive.IntegerPow((int) exponent.bits()), x);
      }
    }
    List<NDArray> in = Operands.promote("power", x, y);
    if (in.getFirst().dtype().isInexact()) {
      return Lax.apply(Fn.POW, in.get(0), in.get(1));
    }
    return IntegerPower.power(in.get(0), in.get(1));
  }

  /**
   * {@return x to the power y, always as floats}
   *
   * @param x base
   * @param y exponent
   */
  @JaxName("float_power")
  public static NDArray floatPower(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promoteInexact("float_power", x, y);
    return Lax.apply(Fn.POW, in.get(0), in.get(1));
  }

  /**
   * {@return 0 below zero, 1 above, x2 at zero; NaN stays}
   *
   * @param x1 where
   * @param x2 the value at zero
   */
  @JaxName("heaviside")
  public static NDArray heaviside(NDArray x1, NDArray x2) {
    List<NDArray> in = Operands.promoteInexact("heaviside", x1, x2);
    NDArray zero = Operands.zero(in.getFirst());
    NDArray above =
        Logic.where(Lax.apply(Fn.GT, in.get(0), zero), Operands.one(in.getFirst()), in.get(1));
    NDArray step = Logic.where(Lax.apply(Fn.LT, in.get(0), zero), zero, above);
    return Logic.where(Logic.isnan(in.get(0)), in.get(0), step);
  }

  /**
   * {@return -x}
   *
   * @param x operand; not bool
   */
  @JaxName("negative")
  public static NDArray negative(NDArray x) {
    return Lax.apply(Fn.NEG, x);
  }

  /**
   * {@return x}
   *
   * @param x operand; not bool
   */
  @JaxName("positive")
  public static NDArray positive(NDArray x) {
    if (x.dtype() == DType.BOOL) {
      throw new DTypeException("positive: does not accept dtype bool; convert to int32 first");
    }
    return x;
  }

  /**
   * {@return the absolute value; the smallest integer is its own}
   *
   * @param x operand
   */
  @JaxName({"abs", "absolute"})
  public static NDArray abs(NDArray x) {
    return x.dtype() == DType.BOOL || x.dtype().isUnsigned() ? x : Lax.apply(Fn.ABS, x);
  }

  /**
   * {@return the absolute value as a float}
   *
   * @param x operand, not complex
   */
  @JaxName("fabs")
  public static NDArray fabs(NDArray x) {
    return Operands.inexact("fabs", Fn.ABS, x);
  }

  /**
   * {@return -1, 0 or 1 by the sign of x; NaN and signed zeros stay}
   *
   * @param x operand; not bool
   */
  @JaxName("sign")
  public static NDArray sign(NDArray x) {
    return Lax.apply(Fn.SIGN, x);
  }

  /**
   * {@return x · x}
   *
   * @param x operand; bool counts as int32
   */
  @JaxName("square")
  public static NDArray square(NDArray x) {
    return Lax.apply(Fn.SQUARE, x.dtype() == DType.BOOL ? Lax.convert(x, DType.INT32) : x);
  }

  /**
   * {@return 1 / x as a float}
   *
   * @param x operand
   */
  @JaxName("reciprocal")
  public static NDArray reciprocal(NDArray x) {
    NDArray operand = Operands.promoteInexact("reciprocal", x).getFirst();
    return Lax.apply(Fn.DIV, Operands.one(operand), operand);
  }

  /**
   * {@return the larger of x and y; NaN wins}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("maximum")
  public static NDArray maximum(NDArray x, NDArray y) {
    return Operands.promoted("maximum", Fn.MAX, x, y);
  }

  /**
   * {@return the smaller of x and y; NaN wins}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("minimum")
  public static NDArray minimum(NDArray x, NDArray y) {
    return Operands.promoted("minimum", Fn.MIN, x, y);
  }

  /**
   * {@return the larger of x and y; a number wins over NaN}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("fmax")
  public static NDArray fmax(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promote("fmax", x, y);
    NDArray first = Lax.apply(Fn.GT, in.get(0), in.get(1)).or(Logic.isnan(in.get(1)));
    return Logic.where(first, in.get(0), in.get(1));
  }

  /**
   * {@return the smaller of x and y; a number wins over NaN}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("fmin")
  public static NDArray fmin(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promote("fmin", x, y);
    NDArray first = Lax.apply(Fn.LT, in.get(0), in.get(1)).or(Logic.isnan(in.get(1)));
    return Logic.where(first, in.get(0), in.get(1));
  }

  /**
   * {@return x limited to the range from min to max; max wins where min is larger}
   *
   * @param x operand
   * @param min smallest result; null for no limit
   * @param max largest result; null for no limit
   */
  @JaxName("clip")
  public static NDArray clip(NDArray x, @Nullable NDArray min, @Nullable NDArray max) {
    if (x.dtype().isComplex()) {
      throw new DTypeException("clip: complex numbers have no order; clip their parts");
    }
    NDArray above = min == null ? x : maximum(min, x);
    return max == null ? above : minimum(max, above);
  }

  private static NDArray oneForZero(NDArray x) {
    NDArray isZero = Lax.apply(Fn.EQ, x, Operands.zero(x));
    return Lax.select(isZero, Operands.one(x), x);
  }

  private static List<NDArray> numbers(String operation, NDArray x, NDArray y) {
    List<NDArray> in = Operands.promote(operation, x, y);
    if (in.getFirst().dtype() != DType.BOOL) {
      return in;
    }
    // Division has no bool form; JAX counts in the default integer.
    DType counted = Profile.current().defaultInt();
    return List.of(Lax.convert(in.get(0), counted), Lax.convert(in.get(1), counted));
  }
}
