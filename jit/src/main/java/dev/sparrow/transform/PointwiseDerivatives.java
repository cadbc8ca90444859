package dev.sparrow.transform;

import static dev.sparrow.transform.Terms.add;
import static dev.sparrow.transform.Terms.apply;
import static dev.sparrow.transform.Terms.bind;
import static dev.sparrow.transform.Terms.constant;
import static dev.sparrow.transform.Terms.div;
import static dev.sparrow.transform.Terms.mul;
import static dev.sparrow.transform.Terms.neg;
import static dev.sparrow.transform.Terms.plus;
import static dev.sparrow.transform.Terms.select;
import static dev.sparrow.transform.Terms.sub;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.GammaFunctions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of every pointwise function. At kinks the conventions are JAX's: {@code abs} has
 * slope 1 at 0, equal operands of {@code max} and {@code min} share the slope evenly, {@code sqrt}
 * has an infinite slope at 0, and steps ({@code sign}, {@code floor}) have slope 0 everywhere.
 */
final class PointwiseDerivatives {
  private PointwiseDerivatives() {}

  /**
   * The tangent of a pointwise function.
   *
   * @param fn the function
   * @param x operands
   * @param y the function's value
   * @param t tangents of the operands; null for zero
   * @return the tangent of y, maybe a scalar where y is an array; null for zero
   */
  static @Nullable NDArray tangent(Fn fn, List<NDArray> x, NDArray y, List<@Nullable NDArray> t) {
    return switch (fn) {
      case NEG, ABS, SIGN, SQUARE, FLOOR, CEIL, ROUND, IS_FINITE, EXP, EXP2, EXPM1 ->
          unary(fn, x.getFirst(), y, t.getFirst());
      case LOG, LOG1P, SQRT, RSQRT, CBRT, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH ->
          unary(fn, x.getFirst(), y, t.getFirst());
      case TANH,
          ASINH,
          ACOSH,
          ATANH,
          LOGISTIC,
          ERF,
          ERFC,
          ERF_INV,
          LGAMMA,
          DIGAMMA,
          BESSEL_I0E,
          BESSEL_I1E,
          STOP_GRADIENT,
          OPTIMIZATION_BARRIER ->
          unary(fn, x.getFirst(), y, t.getFirst());
      case REAL, IMAG, CONJ -> unary(fn, x.getFirst(), y, t.getFirst());
      case COMPLEX ->
          t.get(0) == null && t.get(1) == null
              ? null
              : apply(fn, orZero(t.get(0), x.get(0)), orZero(t.get(1), x.get(0)));
      case NOT, POPULATION_COUNT, CLZ -> null;
      case ADD, ADD_ANY -> plus(t.get(0), t.get(1));
      case SUB -> plus(t.get(0), times(t.get(1), Terms::neg));
      case MUL ->
          plus(
              times(t.get(0), slope -> mul(slope, x.get(1))),
              times(t.get(1), slope -> mul(x.get(0), slope)));
      case DIV ->
          plus(
              times(t.get(0), slope -> div(slope, x.get(1))),
              times(t.get(1), slope -> mul(slope, neg(div(y, x.get(1))))));
      case REM ->
          plus(
              t.get(0),
              times(t.get(1), slope -> mul(neg(slope), truncatedQuotient(x.get(0), x.get(1)))));
      case POW ->
          plus(
              times(t.get(0), slope -> mul(slope, powerSlope(x.get(0), x.get(1)))),
              times(t.get(1), slope -> mul(slope, exponentSlope(x.get(0), y))));
      case MAX, MIN ->
          plus(
              times(t.get(0), slope -> mul(slope, share(x.get(0), y, x.get(1)))),
              times(t.get(1), slope -> mul(slope, share(x.get(1), y, x.get(0)))));
      case ATAN2 ->
          plus(
              times(t.get(0), slope -> mul(slope, div(x.get(1), norm2(x.get(0), x.get(1))))),
              times(t.get(1), slope -> mul(slope, div(neg(x.get(0)), norm2(x.get(0), x.get(1))))));
      case NEXTAFTER ->
          throw new NotDifferentiableException(
              "nextafter: has no derivative; apply stopGradient to what it is meant to keep fixed");
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> null;
      case EQ, NE, LT, LE, GT, GE -> null;
      case CLAMP -> clamp(x.get(0), x.get(1), x.get(2), t);
      case SELECT_N ->
          t.get(1) == null && t.get(2) == null
              ? null
              : apply(fn, x.get(0), orZero(t.get(1), y), orZero(t.get(2), y));
    };
  }

  private static @Nullable NDArray unary(Fn fn, NDArray x, NDArray y, @Nullable NDArray t) {
    if (t == null) {
      return null;
    }
    return switch (fn) {
      case NEG -> neg(t);
      case OPTIMIZATION_BARRIER -> apply(fn, t);
      case ABS ->
          x.dtype().isComplex()
              ? apply(Fn.REAL, mul(t, apply(Fn.CONJ, direction(x, y))))
              : select(apply(Fn.GE, x, constant(x, 0)), t, neg(t));
      case SIGN -> x.dtype().isComplex() ? turn(x, y, t) : null;
      case REAL, IMAG, CONJ -> apply(fn, t);
      case FLOOR, CEIL, ROUND, IS_FINITE, STOP_GRADIENT -> null;
      case SQUARE -> mul(t, mul(constant(x, 2), x));
      case EXP -> mul(t, y);
      case EXP2 -> mul(t, mul(constant(x, Math.log(2)), y));
      case EXPM1 -> mul(t, add(y, constant(x, 1)));
      case LOG -> div(t, x);
      case LOG1P -> div(t, add(x, constant(x, 1)));
      case SQRT -> mul(t, div(constant(x, 0.5), y));
      case RSQRT -> mul(t, mul(constant(x, -0.5), div(y, x)));
      case CBRT -> mul(t, mul(constant(x, 1.0 / 3), integerPow(y, -2)));
      case SIN -> mul(t, apply(Fn.COS, x));
      case COS -> neg(mul(t, apply(Fn.SIN, x)));
      case TAN -> mul(t, add(constant(x, 1), apply(Fn.SQUARE, y)));
      case ASIN -> mul(t, apply(Fn.RSQRT, unitMinusSquare(x)));
      case ACOS -> mul(t, neg(apply(Fn.RSQRT, unitMinusSquare(x))));
      case ATAN -> div(t, add(constant(x, 1), apply(Fn.SQUARE, x)));
      case SINH -> mul(t, apply(Fn.COSH, x));
      case COSH -> mul(t, apply(Fn.SINH, x));
      case TANH -> mul(t, unitMinusSquare(y));
      case ASINH -> mul(t, apply(Fn.RSQRT, add(apply(Fn.SQUARE, x), constant(x, 1))));
      case ACOSH -> mul(t, acoshSlope(sub(x, constant(x, 1)), add(x, constant(x, 1))));
      case ATANH -> div(t, unitMinusSquare(x));
      case LOGISTIC -> mul(t, mul(y, sub(constant(x, 1), y)));
      case LGAMMA -> mul(t, apply(Fn.DIGAMMA, x));
      case DIGAMMA -> mul(t, GammaFunctions.trigamma(x));
      case BESSEL_I0E -> mul(t, sub(apply(Fn.BESSEL_I1E, x), mul(apply(Fn.SIGN, x), y)));
      case BESSEL_I1E -> {
        // I1'(x) = I0(x) - I1(x) / x, at 0 a half.
        NDArray zero = apply(Fn.EQ, x, constant(x, 0));
        NDArray divisor = select(zero, constant(x, 1), x);
        NDArray ratio = select(zero, constant(x, 0.5), div(y, divisor));
        NDArray decay = mul(apply(Fn.SIGN, x), y);
        yield mul(t, sub(sub(apply(Fn.BESSEL_I0E, x), ratio), decay));
      }
      case ERF -> mul(t, bell(x, 2 / Math.sqrt(Math.PI)));
      case ERFC -> mul(t, bell(x, -2 / Math.sqrt(Math.PI)));
      case ERF_INV ->
          mul(t, mul(constant(x, Math.sqrt(Math.PI) / 2), apply(Fn.EXP, apply(Fn.SQUARE, y))));
      case NOT, POPULATION_COUNT, CLZ, ADD, ADD_ANY, SUB, MUL, DIV, REM, POW, MAX, MIN, ATAN2 ->
          throw new IllegalArgumentException(fn.jaxName() + ": is not unary");
      case NEXTAFTER, AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
          throw new IllegalArgumentException(fn.jaxName() + ": is not unary");
      case EQ, NE, LT, LE, GT, GE, CLAMP, SELECT_N, COMPLEX ->
          throw new IllegalArgumentException(fn.jaxName() + ": is not unary");
    };
  }

  /** 1 / sqrt(x² - 1), for complex numbers on the branch of acosh. */
  private static NDArray acoshSlope(NDArray below, NDArray above) {
    return below.dtype().isComplex()
        ? mul(apply(Fn.RSQRT, below), apply(Fn.RSQRT, above))
        : apply(Fn.RSQRT, mul(below, above));
  }

  /** z / |z|, and 0 for 0. */
  private static NDArray direction(NDArray z, NDArray magnitude) {
    NDArray none = apply(Fn.EQ, magnitude, constant(magnitude, 0));
    NDArray divisor = select(none, constant(magnitude, 1), magnitude);
    return div(z, apply(Fn.COMPLEX, divisor, constant(divisor, 0)));
  }

  /** How z / |z| turns: what of t / |z| is across it. */
  private static NDArray turn(NDArray z, NDArray sign, NDArray t) {
    NDArray magnitude = apply(Fn.ABS, z);
    NDArray none = apply(Fn.EQ, magnitude, constant(magnitude, 0));
    NDArray divisor = select(none, constant(magnitude, 1), magnitude);
    NDArray change = div(t, apply(Fn.COMPLEX, divisor, constant(divisor, 0)));
    NDArray along = apply(Fn.REAL, mul(change, apply(Fn.CONJ, sign)));
    return sub(change, mul(sign, apply(Fn.COMPLEX, along, constant(along, 0))));
  }

  private static @Nullable NDArray times(
      @Nullable NDArray tangent, UnaryOperator<NDArray> contribution) {
    return tangent == null ? null : contribution.apply(tangent);
  }

  private static NDArray orZero(@Nullable NDArray tangent, NDArray like) {
    return tangent == null ? constant(like, 0) : tangent;
  }

  private static NDArray integerPow(NDArray x, int exponent) {
    return bind(new Primitive.IntegerPow(exponent), x);
  }

  /** (1 - x)(1 + x): exact where x is near 1, unlike 1 - x·x. */
  private static NDArray unitMinusSquare(NDArray x) {
    return mul(sub(constant(x, 1), x), add(constant(x, 1), x));
  }

  private static NDArray bell(NDArray x, double scale) {
    return mul(constant(x, scale), apply(Fn.EXP, neg(apply(Fn.SQUARE, x))));
  }

  private static NDArray truncatedQuotient(NDArray x, NDArray y) {
    NDArray quotient = div(x, y);
    return mul(apply(Fn.SIGN, quotient), apply(Fn.FLOOR, apply(Fn.ABS, quotient)));
  }

  /** y·x^(y-1), and 0 for y = 0 even where x^-1 is infinite. */
  private static NDArray powerSlope(NDArray x, NDArray y) {
    NDArray none = apply(Fn.EQ, y, constant(y, 0));
    NDArray exponent = sub(select(none, constant(y, 1), y), constant(y, 1));
    return select(none, constant(y, 0), mul(y, apply(Fn.POW, x, exponent)));
  }

  /** log(x)·x^y, and 0 for x = 0. */
  private static NDArray exponentSlope(NDArray x, NDArray power) {
    NDArray base = select(apply(Fn.EQ, x, constant(x, 0)), constant(x, 1), x);
    return mul(apply(Fn.LOG, base), power);
  }

  /** 1 where x is the extreme, 1/2 where both are, 0 elsewhere. */
  private static NDArray share(NDArray x, NDArray extreme, NDArray other) {
    return div(
        select(apply(Fn.EQ, x, extreme), constant(x, 1), constant(x, 0)),
        select(apply(Fn.EQ, other, extreme), constant(x, 2), constant(x, 1)));
  }

  private static NDArray norm2(NDArray x, NDArray y) {
    return add(apply(Fn.SQUARE, x), apply(Fn.SQUARE, y));
  }

  /** The slope is 1 strictly between the bounds for x, and strictly outside them for a bound. */
  private static @Nullable NDArray clamp(
      NDArray low, NDArray x, NDArray high, List<@Nullable NDArray> t) {
    NDArray ordered = apply(Fn.LT, low, high);
    NDArray zero = constant(x, 0);
    return plus(
        times(t.get(0), slope -> select(and(apply(Fn.GT, low, x), ordered), slope, zero)),
        plus(
            times(
                t.get(1),
                slope -> select(and(apply(Fn.GT, x, low), apply(Fn.LT, x, high)), slope, zero)),
            times(t.get(2), slope -> select(apply(Fn.GT, x, high), slope, zero))));
  }

  private static NDArray and(NDArray x, NDArray y) {
    return apply(Fn.AND, x, y);
  }
}
