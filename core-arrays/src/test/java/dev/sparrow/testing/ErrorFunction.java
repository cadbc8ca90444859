package dev.sparrow.testing;

/** The error function and its relatives in double, good to a few ulps, slow and plain. */
final class ErrorFunction {
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  private ErrorFunction() {}

  /** exp(-x²), the rounding error of x² taken into account. */
  private static double gaussian(double x) {
    double square = x * x;
    return StrictMath.exp(-square) * (1 - Math.fma(x, x, -square));
  }

  /** Series of positive terms: 2/sqrt(pi) exp(-x²) sum 2^n x^(2n+1) / (2n+1)!!. */
  static double erf(double x) {
    if (Double.isNaN(x) || Math.abs(x) > 6) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    if (Math.abs(x) > 1) {
      return Math.copySign(1 - erfc(Math.abs(x)), x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-18; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * gaussian(x) * sum;
  }

  /** Continued fraction of Legendre for x from 1/2, by backward recurrence; else 1 - erf. */
  static double erfc(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (x < 0.5) {
      return 1 - erf(x);
    }
    if (x > 28) {
      return 0;
    }
    double tail = 0;
    for (int k = 2000; k >= 1; k--) {
      tail = k / 2.0 / (x + tail);
    }
    return gaussian(x) / Math.sqrt(Math.PI) / (x + tail);
  }

  /** Newton's method on erf, or on erfc near 1. */
  static double erfInv(double y) {
    double magnitude = Math.abs(y);
    if (magnitude == 1) {
      return y * Double.POSITIVE_INFINITY;
    }
    if (!(magnitude < 1) || y == 0) {
      return y == 0 ? y : Double.NaN;
    }
    // Winitzki's approximation starts close enough.
    double log = StrictMath.log((1 - magnitude) * (1 + magnitude));
    double half = 2 / (Math.PI * 0.147) + log / 2;
    double x = Math.sqrt(Math.sqrt(half * half - log / 0.147) - half);
    for (int i = 0; i < 8; i++) {
      double error = magnitude < 0.5 ? erf(x) - magnitude : (1 - magnitude) - erfc(x);
      x -= error / (TWO_OVER_SQRT_PI * gaussian(x));
    }
    return Math.copySign(x, y);
  }
}
