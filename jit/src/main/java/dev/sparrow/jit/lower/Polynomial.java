package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.fma;

/** Horner's rule with fused steps, the shape of every approximation here. */
final class Polynomial {
  private Polynomial() {}

  /**
   * A polynomial.
   *
   * @param x the variable, F32 or F64
   * @param coefficients highest power first, exact in x's type
   * @return its value, one fused rounding a step
   */
  static KernelExpr horner(KernelExpr x, double... coefficients) {
    FloatFormat format = FloatFormat.of(x.type());
    KernelExpr value = format.constant(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      value = fma(value, x, format.constant(coefficients[i]));
    }
    return value;
  }
}
