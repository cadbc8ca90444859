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

/**
 * Functions applied to each element. Shapes broadcast and dtypes promote by NumPy's rules;
 * functions of real analysis turn integers into the default float.
 */
public final class Elementwise {
  private Elementwise() {}

  /**
   * {@return e to the power x}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("exp")
  public static NDArray exp(NDArray x) {
    return inexact("exp", Fn.EXP, x);
  }

  /**
   * {@return 2 to the power x}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("exp2")
  public static NDArray exp2(NDArray x) {
    return inexact("exp2", Fn.EXP2, x);
  }

  /**
   * {@return exp(x) - 1, accurate near 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("expm1")
  public static NDArray expm1(NDArray x) {
    return inexact("expm1", Fn.EXPM1, x);
  }

  /**
   * {@return the natural logarithm; NaN below 0, -inf at 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("log")
  public static NDArray log(NDArray x) {
    return inexact("log", Fn.LOG, x);
  }

  /**
   * {@return log(1 + x), accurate near 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("log1p")
  public static NDArray log1p(NDArray x) {
    return inexact("log1p", Fn.LOG1P, x);
  }

  /**
   * {@return the square root; NaN below 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("sqrt")
  public static NDArray sqrt(NDArray x) {
    return inexact("sqrt", Fn.SQRT, x);
  }

  /**
   * {@return 1 / sqrt(x)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("lax.rsqrt")
  public static NDArray rsqrt(NDArray x) {
    return inexact("rsqrt", Fn.RSQRT, x);
  }

  /**
   * {@return the cube root}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("cbrt")
  public static NDArray cbrt(NDArray x) {
    return inexact("cbrt", Fn.CBRT, x);
  }

  /**
   * {@return the sine of x radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("sin")
  public static NDArray sin(NDArray x) {
    return inexact("sin", Fn.SIN, x);
  }

  /**
   * {@return the cosine of x radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("cos")
  public static NDArray cos(NDArray x) {
    return inexact("cos", Fn.COS, x);
  }

  /**
   * {@return the tangent of x radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("tan")
  public static NDArray tan(NDArray x) {
    return inexact("tan", Fn.TAN, x);
  }

  /**
   * {@return the inverse sine, in radians; NaN outside [-1, 1]}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arcsin", "asin"})
  public static NDArray arcsin(NDArray x) {
    return inexact("arcsin", Fn.ASIN, x);
  }

  /**
   * {@return the inverse cosine, in radians; NaN outside [-1, 1]}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arccos", "acos"})
  public static NDArray arccos(NDArray x) {
    return inexact("arccos", Fn.ACOS, x);
  }

  /**
   * {@return the inverse tangent, in radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arctan", "atan"})
  public static NDArray arctan(NDArray x) {
    return inexact("arctan", Fn.ATAN, x);
  }

  /**
   * {@return the hyperbolic sine}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("sinh")
  public static NDArray sinh(NDArray x) {
    return inexact("sinh", Fn.SINH, x);
  }

  /**
   * {@return the hyperbolic cosine}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("cosh")
  public static NDArray cosh(NDArray x) {
    return inexact("cosh", Fn.COSH, x);
  }

  /**
   * {@return the hyperbolic tangent}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"tanh", "nn.tanh"})
  public static NDArray tanh(NDArray x) {
    return inexact("tanh", Fn.TANH, x);
  }

  /**
   * {@return the inverse hyperbolic sine}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arcsinh", "asinh"})
  public static NDArray arcsinh(NDArray x) {
    return inexact("arcsinh", Fn.ASINH, x);
  }

  /**
   * {@return the inverse hyperbolic cosine; NaN below 1}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arccosh", "acosh"})
  public static NDArray arccosh(NDArray x) {
    return inexact("arccosh", Fn.ACOSH, x);
  }

  /**
   * {@return the inverse hyperbolic tangent; NaN outside [-1, 1]}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arctanh", "atanh"})
  public static NDArray arctanh(NDArray x) {
    return inexact("arctanh", Fn.ATANH, x);
  }

  /**
   * {@return 1 / (1 + exp(-x))}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"nn.sigmoid", "special.expit", "lax.logistic"})
  public static NDArray sigmoid(NDArray x) {
    return inexact("sigmoid", Fn.LOGISTIC, x);
  }

  /**
   * {@return the error function}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.erf")
  public static NDArray erf(NDArray x) {
    return inexact("erf", Fn.ERF, x);
  }

  /**
   * {@return 1 - erf(x), accurate for large x}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.erfc")
  public static NDArray erfc(NDArray x) {
    return inexact("erfc", Fn.ERFC, x);
  }

  /**
   * {@return the inverse error function; ±inf at ±1, NaN beyond}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("special.erfinv")
  public static NDArray erfinv(NDArray x) {
    return inexact("erfinv", Fn.ERF_INV, x);
  }

  /**
   * {@return the logarithm to base 2: log(x) / log(2)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("log2")
  public static NDArray log2(NDArray x) {
    // JAX divides by the rounded constant; so do we, to agree in the last bit.
    NDArray operand = Operands.promoteInexact("log2", x).getFirst();
    NDArray base =
        Operands.convert("log2", Creation.weak(0x1.62e42fefa39efp-1), operand.dtype(), false);
    return Lax.apply(Fn.DIV, Lax.apply(Fn.LOG, operand), base);
  }

  /**
   * {@return the logarithm to base 10: log(x) / log(10)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("log10")
  public static NDArray log10(NDArray x) {
    // JAX divides by the rounded constant; so do we, to agree in the last bit.
    NDArray operand = Operands.promoteInexact("log10", x).getFirst();
    NDArray base =
        Operands.convert("log10", Creation.weak(0x1.26bb1bbb55516p1), operand.dtype(), false);
    return Lax.apply(Fn.DIV, Lax.apply(Fn.LOG, operand), base);
  }

  /**
   * {@return x + y; bool is or}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("add")
  public static NDArray add(NDArray x, NDArray y) {
    return promoted("add", Fn.ADD, x, y);
  }

  /**
   * {@return the larger of x and y; NaN wins}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("maximum")
  public static NDArray maximum(NDArray x, NDArray y) {
    return promoted("maximum", Fn.MAX, x, y);
  }

  /**
   * {@return the smaller of x and y; NaN wins}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("minimum")
  public static NDArray minimum(NDArray x, NDArray y) {
    return promoted("minimum", Fn.MIN, x, y);
  }

  /**
   * {@return x - y}
   *
   * @param x first operand; not bool
   * @param y second operand; not bool
   */
  @JaxName("subtract")
  public static NDArray subtract(NDArray x, NDArray y) {
    return promoted("subtract", Fn.SUB, x, y);
  }

  /**
   * {@return x · y; bool is and}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("multiply")
  public static NDArray multiply(NDArray x, NDArray y) {
    return promoted("multiply", Fn.MUL, x, y);
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
      NDArray inexact = Lax.apply(Fn.NE, rest, zero(rest));
      NDArray down = Lax.apply(Fn.SUB, quotient, one(quotient));
      return Lax.select(Lax.apply(Fn.AND, signsDiffer, inexact), down, quotient);
    }
    // The remainder is exact where the quotient is not: (x - mod) / y is a whole number.
    NDArray rest = Lax.apply(Fn.REM, a, b);
    NDArray quotient = Lax.apply(Fn.DIV, Lax.apply(Fn.SUB, a, rest), b);
    NDArray signsDiffer = Lax.apply(Fn.NE, Lax.apply(Fn.SIGN, b), Lax.apply(Fn.SIGN, rest));
    NDArray inexact = Lax.apply(Fn.NE, rest, zero(rest));
    NDArray down = Lax.apply(Fn.SUB, quotient, one(quotient));
    NDArray floored =
        Lax.apply(Fn.ROUND, Lax.select(Lax.apply(Fn.AND, signsDiffer, inexact), down, quotient));
    // By zero there is no remainder; the quotient is infinite or NaN as in a plain division.
    NDArray plain = Lax.apply(Fn.DIV, a, b);
    return Lax.select(Lax.apply(Fn.EQ, b, zero(b)), plain, floored);
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
    NDArray nonzero = Lax.apply(Fn.NE, rest, zero(rest));
    NDArray signsDiffer =
        Lax.apply(
            Fn.NE, Lax.apply(Fn.LT, rest, zero(rest)), Lax.apply(Fn.LT, divisor, zero(divisor)));
    NDArray wrapped = Lax.apply(Fn.ADD, rest, divisor);
    return Lax.select(Lax.apply(Fn.AND, signsDiffer, nonzero), wrapped, rest);
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
    return Lax.apply(Fn.DIV, one(operand), operand);
  }

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
    NDArray negative = Lax.apply(Fn.LT, x, zero(x));
    return Lax.select(negative, Lax.apply(Fn.CEIL, x), Lax.apply(Fn.FLOOR, x));
  }

  /**
   * {@return the angle of the point (x, y), in radians from -π to π}
   *
   * @param y ordinate
   * @param x abscissa
   */
  @JaxName({"arctan2", "atan2"})
  public static NDArray arctan2(NDArray y, NDArray x) {
    List<NDArray> in = Operands.promoteInexact("arctan2", y, x);
    return Lax.apply(Fn.ATAN2, in.get(0), in.get(1));
  }

  /**
   * {@return log(exp(x) + exp(y)) without overflow}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logaddexp")
  public static NDArray logaddexp(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promoteInexact("logaddexp", x, y);
    NDArray a = in.get(0);
    NDArray b = in.get(1);
    NDArray larger = Lax.apply(Fn.MAX, a, b);
    NDArray difference = Lax.apply(Fn.SUB, a, b);
    NDArray tail =
        Lax.apply(Fn.LOG1P, Lax.apply(Fn.EXP, Lax.apply(Fn.NEG, Lax.apply(Fn.ABS, difference))));
    // Equal infinities have no difference; their sum is themselves.
    NDArray sameInfinity = Lax.apply(Fn.NE, difference, difference);
    return Lax.select(sameInfinity, Lax.apply(Fn.ADD, a, b), Lax.apply(Fn.ADD, larger, tail));
  }

  /**
   * {@return x limited to the range from min to max}
   *
   * @param x operand
   * @param min smallest result
   * @param max largest result
   */
  public static NDArray clip(NDArray x, NDArray min, NDArray max) {
    return minimum(maximum(x, min), max);
  }

  /**
   * {@return whether x equals y; NaN equals nothing}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("equal")
  public static NDArray equal(NDArray x, NDArray y) {
    return promoted("equal", Fn.EQ, x, y);
  }

  /**
   * {@return whether x differs from y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("not_equal")
  public static NDArray notEqual(NDArray x, NDArray y) {
    return promoted("not_equal", Fn.NE, x, y);
  }

  /**
   * {@return whether x is less than y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("less")
  public static NDArray less(NDArray x, NDArray y) {
    return promoted("less", Fn.LT, x, y);
  }

  /**
   * {@return whether x is at most y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("less_equal")
  public static NDArray lessEqual(NDArray x, NDArray y) {
    return promoted("less_equal", Fn.LE, x, y);
  }

  /**
   * {@return whether x is greater than y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("greater")
  public static NDArray greater(NDArray x, NDArray y) {
    return promoted("greater", Fn.GT, x, y);
  }

  /**
   * {@return whether x is at least y}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("greater_equal")
  public static NDArray greaterEqual(NDArray x, NDArray y) {
    return promoted("greater_equal", Fn.GE, x, y);
  }

  /**
   * {@return the bits set in both}
   *
   * @param x first operand, bool or integer
   * @param y second operand, bool or integer
   */
  @JaxName("bitwise_and")
  public static NDArray bitwiseAnd(NDArray x, NDArray y) {
    return promoted("bitwise_and", Fn.AND, x, y);
  }

  /**
   * {@return the bits set in either}
   *
   * @param x first operand, bool or integer
   * @param y second operand, bool or integer
   */
  @JaxName("bitwise_or")
  public static NDArray bitwiseOr(NDArray x, NDArray y) {
    return promoted("bitwise_or", Fn.OR, x, y);
  }

  /**
   * {@return the bits set in one of them}
   *
   * @param x first operand, bool or integer
   * @param y second operand, bool or integer
   */
  @JaxName("bitwise_xor")
  public static NDArray bitwiseXor(NDArray x, NDArray y) {
    return promoted("bitwise_xor", Fn.XOR, x, y);
  }

  /**
   * {@return all bits flipped; bool is negated}
   *
   * @param x operand, bool or integer
   */
  @JaxName({"bitwise_not", "bitwise_invert", "invert"})
  public static NDArray bitwiseNot(NDArray x) {
    return Lax.apply(Fn.NOT, x);
  }

  /**
   * {@return x · 2^y, wrapping; 0 once y reaches the width}
   *
   * @param x operand, integer
   * @param y distance
   */
  @JaxName({"left_shift", "bitwise_left_shift"})
  public static NDArray leftShift(NDArray x, NDArray y) {
    return promoted("left_shift", Fn.SHIFT_LEFT, x, y);
  }

  /**
   * {@return x shifted right; the sign stays for signed dtypes}
   *
   * @param x operand, integer
   * @param y distance
   */
  @JaxName({"right_shift", "bitwise_right_shift"})
  public static NDArray rightShift(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promote("right_shift", x, y);
    Fn fn = in.getFirst().dtype().isUnsigned() ? Fn.SHIFT_RIGHT_LOGICAL : Fn.SHIFT_RIGHT_ARITHMETIC;
    return Lax.apply(fn, in.get(0), in.get(1));
  }

  /**
   * {@return whether both are nonzero}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logical_and")
  public static NDArray logicalAnd(NDArray x, NDArray y) {
    return promoted("logical_and", Fn.AND, truth(x), truth(y));
  }

  /**
   * {@return whether either is nonzero}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logical_or")
  public static NDArray logicalOr(NDArray x, NDArray y) {
    return promoted("logical_or", Fn.OR, truth(x), truth(y));
  }

  /**
   * {@return whether exactly one is nonzero}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logical_xor")
  public static NDArray logicalXor(NDArray x, NDArray y) {
    return promoted("logical_xor", Fn.XOR, truth(x), truth(y));
  }

  /**
   * {@return whether x is zero}
   *
   * @param x operand
   */
  @JaxName("logical_not")
  public static NDArray logicalNot(NDArray x) {
    return Lax.apply(Fn.NOT, truth(x));
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
    return x.dtype().isInexact() ? Lax.apply(Fn.IS_FINITE, x) : Lax.apply(Fn.EQ, x, x);
  }

  /**
   * {@return whether x is infinite}
   *
   * @param x operand
   */
  @JaxName("isinf")
  public static NDArray isinf(NDArray x) {
    if (!x.dtype().isInexact()) {
      return Lax.apply(Fn.NE, x, x);
    }
    NDArray infinity = constant(Double.POSITIVE_INFINITY, x);
    return Lax.apply(Fn.EQ, Lax.apply(Fn.ABS, x), infinity);
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
        Operands.broadcast("where", List.of(truth(condition), values.get(0), values.get(1)));
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

  /**
   * Converts the elements; float to integer saturates, NaN becomes 0, integers wrap.
   *
   * @param x operand
   * @param dtype the new element type
   * @return x as that dtype
   */
  @JaxName("astype")
  public static NDArray astype(NDArray x, DType dtype) {
    if (!dtype.isSupported()) {
      throw new DTypeException(
          "astype: dtype " + dtype + " is not supported in this release; use float32 or int32");
    }
    return Operands.convert("astype", x, dtype, false);
  }

  /** Nonzero as bool. */
  static NDArray truth(NDArray x) {
    return x.dtype() == DType.BOOL ? x : Lax.apply(Fn.NE, x, zero(x));
  }

  static NDArray zero(NDArray like) {
    return constant(0, like);
  }

  private static NDArray one(NDArray like) {
    return constant(1, like);
  }

  /** A rank-0 constant of another array's dtype and weakness. */
  static NDArray constant(double value, NDArray like) {
    return ConcreteArray.scalar(Literal.of(value, like.dtype(), like.type().weak()));
  }

  private static NDArray oneForZero(NDArray x) {
    NDArray isZero = Lax.apply(Fn.EQ, x, zero(x));
    return Lax.select(isZero, one(x), x);
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

  private static NDArray whole(Fn fn, NDArray x) {
    return x.dtype().isInexact() ? Lax.apply(fn, x) : x;
  }

  private static NDArray inexact(String operation, Fn fn, NDArray x) {
    return Lax.apply(fn, Operands.promoteInexact(operation, x).getFirst());
  }

  private static NDArray promoted(String operation, Fn fn, NDArray x, NDArray y) {
    List<NDArray> in = Operands.promote(operation, x, y);
    return Lax.apply(fn, in.get(0), in.get(1));
  }
}
