package dev.sparrow.testing;

/** Modified Bessel functions in double by their power series. */
final class ReferenceBessel {
  private ReferenceBessel() {}

  /** exp(-|x|)·I(x), by a series of positive terms; of moderate arguments. */
  static double scaled(int order, double x) {
    double half = x / 2;
    double term = order == 0 ? 1 : half;
    double sum = term;
    for (int k = 1; Math.abs(term) > Math.abs(sum) * 1e-18; k++) {
      term *= half * half / (k * (double) (k + order));
      sum += term;
    }
    return StrictMath.exp(-Math.abs(x)) * sum;
  }
}
