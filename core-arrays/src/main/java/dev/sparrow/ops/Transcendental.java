package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.graph.Fn;
import java.util.List;

/**
 * Exponentials, logarithms, roots, angles and hyperbolic functions of each element. Shapes
 * broadcast; integers and bool become the default float. Error bounds are in {@code
 * docs/ACCURACY.md}.
 */
public final class Transcendental {
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  private Transcendental() {}

  /**
   * {@return e to the power x}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("exp")
  public static NDArray exp(NDArray x) {
    return Operands.inexact("exp", Fn.EXP, x);
  }

  /**
   * {@return 2 to the power x}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("exp2")
  public static NDArray exp2(NDArray x) {
    return Operands.inexact("exp2", Fn.EXP2, x);
  }

  /**
   * {@return exp(x) - 1, accurate near 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("expm1")
  public static NDArray expm1(NDArray x) {
    return Operands.inexact("expm1", Fn.EXPM1, x);
  }

  /**
   * {@return the natural logarithm; NaN below 0, -inf at 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("log")
  public static NDArray log(NDArray x) {
    return Operands.inexact("log", Fn.LOG, x);
  }

  /**
   * {@return log(1 + x), accurate near 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("log1p")
  public static NDArray log1p(NDArray x) {
    return Operands.inexact("log1p", Fn.LOG1P, x);
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
    NDArray base = Operands.convert("log2", Creation.weak(LN2), operand.dtype(), false);
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
    // Chosen, not Fn.MAX: where the operands are equal the slopes of the choice and of |a - b| add
    // up
    // to one half each.
    NDArray larger = Lax.select(Lax.apply(Fn.GE, a, b), a, b);
    NDArray difference = Lax.apply(Fn.SUB, a, b);
    NDArray tail =
        Lax.apply(Fn.LOG1P, Lax.apply(Fn.EXP, Lax.apply(Fn.NEG, Lax.apply(Fn.ABS, difference))));
    // Equal infinities have no difference; their sum is themselves.
    NDArray sameInfinity = Lax.apply(Fn.NE, difference, difference);
    return Lax.select(sameInfinity, Lax.apply(Fn.ADD, a, b), Lax.apply(Fn.ADD, larger, tail));
  }

  /**
   * {@return log2(2^x + 2^y) without overflow}
   *
   * @param x first operand
   * @param y second operand
   */
  @JaxName("logaddexp2")
  public static NDArray logaddexp2(NDArray x, NDArray y) {
    List<NDArray> in = Operands.promoteInexact("logaddexp2", x, y);
    NDArray a = in.get(0);
    NDArray b = in.get(1);
    NDArray larger = Lax.select(Lax.apply(Fn.GE, a, b), a, b);
    NDArray difference = Lax.apply(Fn.SUB, a, b);
    NDArray fall = Lax.apply(Fn.EXP2, Lax.apply(Fn.NEG, Lax.apply(Fn.ABS, difference)));
    NDArray tail = Lax.apply(Fn.DIV, Lax.apply(Fn.LOG1P, fall), Operands.constant(LN2, a));
    // Equal infinities have no difference; their sum is themselves.
    NDArray sameInfinity = Lax.apply(Fn.NE, difference, difference);
    return Lax.select(sameInfinity, Lax.apply(Fn.ADD, a, b), Lax.apply(Fn.ADD, larger, tail));
  }

  /**
   * The length of the hypotenuse, without overflow on the way; infinite where an operand is.
   *
   * @param x1 first leg
   * @param x2 second leg
   * @return sqrt(x1² + x2²)
   */
  @JaxName("hypot")
  public static NDArray hypot(NDArray x1, NDArray x2) {
    List<NDArray> in = Operands.promoteInexact("hypot", x1, x2);
    DType dtype = in.getFirst().dtype();
    if (dtype.isComplex()) {
      throw new DTypeException("hypot: legs are real numbers, not " + dtype);
    }
    DType wide = Promotion.computation(dtype);
    NDArray legs =
        Lax.apply(Fn.COMPLEX, Lax.convert(in.get(0), wide), Lax.convert(in.get(1), wide));
    return Lax.convert(Lax.apply(Fn.ABS, legs), dtype, in.getFirst().type().weak());
  }

  /**
   * {@return the square root; NaN below 0}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("sqrt")
  public static NDArray sqrt(NDArray x) {
    return Operands.inexact("sqrt", Fn.SQRT, x);
  }

  /**
   * {@return 1 / sqrt(x)}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("lax.rsqrt")
  public static NDArray rsqrt(NDArray x) {
    return Operands.inexact("rsqrt", Fn.RSQRT, x);
  }

  /**
   * {@return the cube root}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("cbrt")
  public static NDArray cbrt(NDArray x) {
    return Operands.inexact("cbrt", Fn.CBRT, x);
  }

  /**
   * {@return the sine of x radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("sin")
  public static NDArray sin(NDArray x) {
    return Operands.inexact("sin", Fn.SIN, x);
  }

  /**
   * sin(πx) / (πx), and its limit 1 at 0, where derivatives are those of the limit.
   *
   * @param x operand; integers and bool become the default float
   * @return the quotient
   */
  @JaxName("sinc")
  public static NDArray sinc(NDArray x) {
    NDArray a = Operands.promoteInexact("sinc", x).getFirst();
    NDArray angle = Lax.apply(Fn.MUL, a, Operands.constant(Math.PI, a));
    NDArray zero = Lax.apply(Fn.EQ, angle, Operands.zero(angle));
    NDArray divisor = Lax.select(zero, Operands.one(angle), angle);
    NDArray quotient = Lax.apply(Fn.DIV, Lax.apply(Fn.SIN, divisor), divisor);
    // At 0 the series 1 - u²/3! + u⁴/5! - u⁶/7!: its value is 1, its derivatives are sinc's.
    NDArray square = Lax.apply(Fn.MUL, angle, angle);
    NDArray series = Operands.one(angle);
    for (int term = 3; term > 0; term--) {
      double divided = 1.0 / (2 * term * (2 * term + 1));
      NDArray product = Lax.apply(Fn.MUL, square, Operands.constant(divided, angle));
      series = Lax.apply(Fn.SUB, Operands.one(angle), Lax.apply(Fn.MUL, product, series));
    }
    return Lax.select(zero, series, quotient);
  }

  /**
   * {@return the cosine of x radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("cos")
  public static NDArray cos(NDArray x) {
    return Operands.inexact("cos", Fn.COS, x);
  }

  /**
   * {@return the tangent of x radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("tan")
  public static NDArray tan(NDArray x) {
    return Operands.inexact("tan", Fn.TAN, x);
  }

  /**
   * {@return the inverse sine, in radians; NaN outside [-1, 1]}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arcsin", "asin"})
  public static NDArray arcsin(NDArray x) {
    return Operands.inexact("arcsin", Fn.ASIN, x);
  }

  /**
   * {@return the inverse cosine, in radians; NaN outside [-1, 1]}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arccos", "acos"})
  public static NDArray arccos(NDArray x) {
    return Operands.inexact("arccos", Fn.ACOS, x);
  }

  /**
   * {@return the inverse tangent, in radians}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arctan", "atan"})
  public static NDArray arctan(NDArray x) {
    return Operands.inexact("arctan", Fn.ATAN, x);
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
   * {@return the hyperbolic sine}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("sinh")
  public static NDArray sinh(NDArray x) {
    return Operands.inexact("sinh", Fn.SINH, x);
  }

  /**
   * {@return the hyperbolic cosine}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName("cosh")
  public static NDArray cosh(NDArray x) {
    return Operands.inexact("cosh", Fn.COSH, x);
  }

  /**
   * {@return the hyperbolic tangent}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"tanh", "nn.tanh"})
  public static NDArray tanh(NDArray x) {
    return Operands.inexact("tanh", Fn.TANH, x);
  }

  /**
   * {@return the inverse hyperbolic sine}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arcsinh", "asinh"})
  public static NDArray arcsinh(NDArray x) {
    return Operands.inexact("arcsinh", Fn.ASINH, x);
  }

  /**
   * {@return the inverse hyperbolic cosine; NaN below 1}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arccosh", "acosh"})
  public static NDArray arccosh(NDArray x) {
    return Operands.inexact("arccosh", Fn.ACOSH, x);
  }

  /**
   * {@return the inverse hyperbolic tangent; NaN outside [-1, 1]}
   *
   * @param x operand; integers and bool become the default float
   */
  @JaxName({"arctanh", "atanh"})
  public static NDArray arctanh(NDArray x) {
    return Operands.inexact("arctanh", Fn.ATANH, x);
  }
}
