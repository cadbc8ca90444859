package dev.sparrow.testing;

/**
 * log Γ and its derivative in double by Stirling's series far out, and recurrence down from there.
 */
final class ReferenceGamma {
  /** B(2k) for k from 1. */
  private static final double[] BERNOULLI = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
  };

  /** Where Stirling's series is exact to the last bit. */
  private static final double NEAR = 12;

  private static final double FAR = 30;
  private static final double EULER = 0.57721566490153286061;
  private static final double[] ZETA_MINUS_ONE = zetaMinusOne();

  private ReferenceGamma() {}

  static double lgamma(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return Double.isNaN(x) ? x : Double.POSITIVE_INFINITY;
    }
    if (x <= 0) {
      double sine = StrictMath.sin(Math.PI * (x - Math.rint(x)));
      return x == Math.rint(x)
          ? Double.POSITIVE_INFINITY
          : StrictMath.log(Math.PI / Math.abs(sine)) - lgamma(1 - x);
    }
    if (x > 0.5 && x < 2.5) {
      double from = x < 1.5 ? x - 1 : x - 2;
      return x < 1.5 ? aboveTwo(from) - StrictMath.log1p(from) : aboveTwo(from);
    }
    if (x <= 0.5) {
      return lgamma(x + 1) - StrictMath.log(x);
    }
    double product = 1;
    double reduced = x;
    while (reduced >= 2.5 && x < NEAR) {
      reduced -= 1;
      product *= reduced;
    }
    if (x < NEAR) {
      return StrictMath.log(product) + aboveTwo(reduced - 2);
    }
    double series = 0;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = series / (x * x) + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
    }
    return (x - 0.5) * StrictMath.log(x) - x + 0.5 * StrictMath.log(2 * Math.PI) + series / x;
  }

  /** log Γ(2 + s) = (1 - γ)·s + Σ (ζ(k) - 1)·(-s)^k / k, accurate near its zero at s = 0. */
  private static double aboveTwo(double s) {
    double sum = 0;
    for (int k = ZETA_MINUS_ONE.length - 1; k >= 2; k--) {
      sum = ZETA_MINUS_ONE[k] / k - s * sum;
    }
    return s * (1 - EULER + s * sum);
  }

  private static double[] zetaMinusOne() {
    double[] values = new double[40];
    int terms = 20_000;
    for (int k = 2; k < values.length; k++) {
      // Small terms first; what is left out is an integral by the midpoint rule.
      double sum = StrictMath.pow(terms + 0.5, 1 - k) / (k - 1);
      for (int n = terms; n >= 2; n--) {
        sum += StrictMath.pow(n, -k);
      }
      values[k] = sum;
    }
    return values;
  }

  static double digamma(double x) {
    if (Double.isNaN(x) || x == Double.POSITIVE_INFINITY) {
      return x;
    }
    if (x <= 0) {
      double fraction = x - Math.rint(x);
      return fraction == 0 || Double.isInfinite(x)
          ? Double.NaN
          : digamma(1 - x) - Math.PI / StrictMath.tan(Math.PI * fraction);
    }
    double sum = 0;
    double shifted = x;
    while (shifted < FAR) {
      sum -= 1 / shifted;
      shifted += 1;
    }
    double series = 0;
    for (int k = BERNOULLI.length; k >= 1; k--) {
      series = (series + BERNOULLI[k - 1] / (2 * k)) / (shifted * shifted);
    }
    return sum + (StrictMath.log(shifted) - 0.5 / shifted - series);
  }
}
