package dev.sparrow.accuracy;

import dev.sparrow.graph.Fn;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A function whose error is measured, and where.
 *
 * @param fn the function
 * @param low least operand
 * @param high largest operand
 * @param exact its true values
 * @param singleUlps the error that float32 promises
 * @param doubleUlps the error that float64 promises
 */
record Subject(
    Fn fn,
    double low,
    double high,
    UnaryOperator<BigDecimal> exact,
    double singleUlps,
    double doubleUlps) {
  /** Operands of every magnitude. */
  private static final double ALL = Double.MAX_VALUE;

  /** The functions of one operand that are measured: all that round but the inverse of erf. */
  static final List<Subject> ALL_SUBJECTS =
      List.of(
          new Subject(Fn.EXP, -700, 700, ExactMath::exp, 1, 1),
          new Subject(
              Fn.EXP2, -1020, 1020, x -> ExactMath.exp(ExactMath.multiply(x, ExactMath.LN2)), 1, 1),
          new Subject(Fn.EXPM1, -700, 700, ExactMath::expm1, 1.5, 1.5),
          new Subject(Fn.LOG, Double.MIN_NORMAL, ALL, ExactMath::log, 1, 1),
          new Subject(Fn.LOG1P, -0.999, ALL, ExactMath::log1p, 1, 1),
          new Subject(Fn.SQRT, 0, ALL, ExactMath::sqrt, 0.5, 0.5),
          new Subject(
              Fn.RSQRT,
              Double.MIN_NORMAL,
              ALL,
              x -> ExactMath.divide(ExactMath.ONE, ExactMath.sqrt(x)),
              1.5,
              1.5),
          new Subject(Fn.CBRT, -ALL, ALL, ExactMath::cbrt, 1, 1),
          new Subject(Fn.SIN, -ALL, ALL, ExactMath::sin, 1, 2),
          new Subject(Fn.COS, -ALL, ALL, ExactMath::cos, 1, 2),
          new Subject(Fn.TAN, -ALL, ALL, ExactMath::tan, 1, 3),
          new Subject(Fn.ASIN, -1, 1, ExactMath::asin, 1, 2),
          new Subject(Fn.ACOS, -1, 1, ExactMath::acos, 1, 2),
          new Subject(Fn.ATAN, -ALL, ALL, ExactMath::atan, 1, 1.5),
          new Subject(Fn.SINH, -700, 700, ExactMath::sinh, 1, 2.5),
          new Subject(Fn.COSH, -700, 700, ExactMath::cosh, 1, 2),
          new Subject(Fn.TANH, -50, 50, ExactMath::tanh, 1.5, 3),
          new Subject(Fn.ASINH, -ALL, ALL, ExactMath::asinh, 1, 3),
          new Subject(Fn.ACOSH, 1, ALL, ExactMath::acosh, 1, 3),
          new Subject(Fn.ATANH, -0.9999, 0.9999, ExactMath::atanh, 1, 3),
          new Subject(Fn.LOGISTIC, -80, 80, ExactMath::logistic, 3, 3),
          new Subject(Fn.ERF, -6, 6, ExactSpecial::erf, 1, 1),
          new Subject(Fn.ERFC, -6, 9, ExactSpecial::erfc, 1, 5),
          new Subject(Fn.LGAMMA, 1e-3, 1e6, ExactSpecial::lgamma, 1, 8),
          new Subject(Fn.DIGAMMA, 1e-3, 1e6, ExactSpecial::digamma, 1, 8),
          new Subject(Fn.BESSEL_I0E, -100, 100, x -> ExactSpecial.bessel(0, x), 1, 4),
          new Subject(Fn.BESSEL_I1E, -100, 100, x -> ExactSpecial.bessel(1, x), 1, 6));
}
