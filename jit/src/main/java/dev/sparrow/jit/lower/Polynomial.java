package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;

import java.util.stream.IntStream;

/** Horner's rule with fused steps, the shape of every approximation here. */
final class Polynomial {
  private Polynomial() {}

  /**
   * A polynomial in an F64 expression.
   *
   * @param x the variable
   * @param coefficients highest power first
   * @return its value, one fused rounding a step
   */
  static KernelExpr f64Horner(KernelExpr x, double... coefficients) {
    KernelExpr value = f64(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      value = fma(value, x, f64(coefficients[i]));
    }
    return value;
  }

  /**
   * A polynomial in an F64 expression, as two in its square: half as many steps wait for each
   * other.
   *
   * @param x the variable
   * @param square its square
   * @param coefficients highest power first
   * @return its value
   */
  static KernelExpr f64EvenOdd(KernelExpr x, KernelExpr square, double... coefficients) {
    KernelExpr even = f64Horner(square, everySecond(coefficients, coefficients.length - 1));
    KernelExpr odd = f64Horner(square, everySecond(coefficients, coefficients.length - 2));
    return fma(odd, x, even);
  }

  /** Every second coefficient, up to the last of them. */
  private static double[] everySecond(double[] coefficients, int last) {
    return IntStream.iterate(last % 2, at -> at <= last, at -> at + 2)
        .mapToDouble(at -> coefficients[at])
        .toArray();
  }

  /**
   * A polynomial in an F32 expression.
   *
   * @param x the variable
   * @param coefficients highest power first
   * @return its value, one fused rounding a step
   */
  static KernelExpr f32Horner(KernelExpr x, float... coefficients) {
    KernelExpr value = f32(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      value = fma(value, x, f32(coefficients[i]));
    }
    return value;
  }
}
