package dev.sparrow.accuracy;

import static dev.sparrow.accuracy.ExactMath.DIGITS;
import static dev.sparrow.accuracy.ExactMath.ONE;
import static dev.sparrow.accuracy.ExactMath.PI;
import static dev.sparrow.accuracy.ExactMath.TWO;
import static dev.sparrow.accuracy.ExactMath.add;
import static dev.sparrow.accuracy.ExactMath.divide;
import static dev.sparrow.accuracy.ExactMath.exp;
import static dev.sparrow.accuracy.ExactMath.log;
import static dev.sparrow.accuracy.ExactMath.multiply;
import static dev.sparrow.accuracy.ExactMath.sqrt;
import static dev.sparrow.accuracy.ExactMath.subtract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Error, gamma and Bessel functions in decimal arithmetic. */
final class ExactSpecial {
  /** From here on Stirling's series is good to 50 digits. */
  private static final BigDecimal FAR = BigDecimal.valueOf(45);

  private static final int TERMS = 30;
  private static final List<BigDecimal> BERNOULLI = bernoulli();

  private ExactSpecial() {}

  private static BigDecimal whole(long value) {
    return BigDecimal.valueOf(value);
  }

  /** 2/√π · e^(-x²) · Σ 2^n x^(2n+1) / (2n+1)!!, a series of positive terms. */
  static BigDecimal erf(BigDecimal x) {
    BigDecimal square = multiply(x, x);
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 1; term.signum() != 0 && n < 5000; n++) {
      term = divide(multiply(term, multiply(TWO, square)), whole(2L * n + 1));
      sum = add(sum, term);
      if (term.abs().compareTo(sum.abs().movePointLeft(62)) < 0) {
        break;
      }
    }
    BigDecimal factor = divide(TWO, sqrt(PI));
    return multiply(multiply(factor, exp(square.negate())), sum);
  }

  /** Near 0 from erf; from 1 on by Legendre's continued fraction, backwards. */
  static BigDecimal erfc(BigDecimal x) {
    if (x.compareTo(ONE) < 0) {
      return subtract(ONE, erf(x));
    }
    BigDecimal tail = BigDecimal.ZERO;
    int depth = x.compareTo(whole(3)) < 0 ? 9000 : 900;
    for (int k = depth; k >= 1; k--) {
      tail = divide(divide(whole(k), TWO), add(x, tail));
    }
    BigDecimal front = divide(exp(multiply(x, x).negate()), sqrt(PI));
    return divide(front, add(x, tail));
  }

  /** B(2k) for k from 0, by their recurrence. */
  private static List<BigDecimal> bernoulli() {
    int size = 2 * TERMS + 2;
    List<BigDecimal> all = new ArrayList<>();
    for (int m = 0; m < size; m++) {
      BigDecimal sum = m == 0 ? ONE : BigDecimal.ZERO;
      BigDecimal binomial = ONE;
      for (int k = 0; k < m; k++) {
        sum = sum.subtract(binomial.multiply(all.get(k), DIGITS), DIGITS);
        binomial = binomial.multiply(whole(m + 1L - k)).divide(whole(k + 1L), DIGITS);
      }
      all.add(m == 0 ? ONE : divide(sum, whole(m + 1L)));
    }
    List<BigDecimal> even = new ArrayList<>();
    for (int k = 0; 2 * k < size; k++) {
      even.add(all.get(2 * k));
    }
    return even;
  }

  /** log Γ of a positive number. */
  static BigDecimal lgamma(BigDecimal x) {
    BigDecimal product = ONE;
    BigDecimal shifted = x;
    while (shifted.compareTo(FAR) < 0) {
      product = multiply(product, shifted);
      shifted = shifted.add(ONE);
    }
    BigDecimal inverse = divide(ONE, shifted);
    BigDecimal square = multiply(inverse, inverse);
    BigDecimal power = inverse;
    BigDecimal series = BigDecimal.ZERO;
    for (int k = 1; k <= TERMS; k++) {
      BigDecimal term = divide(BERNOULLI.get(k), whole(2L * k * (2 * k - 1)));
      series = add(series, multiply(term, power));
      power = multiply(power, square);
    }
    BigDecimal half = new BigDecimal("0.5");
    BigDecimal stirling =
        add(
            subtract(multiply(shifted.subtract(half), log(shifted)), shifted),
            add(multiply(half, log(multiply(TWO, PI))), series));
    return subtract(stirling, log(product));
  }

  /** The derivative of log Γ of a positive number. */
  static BigDecimal digamma(BigDecimal x) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal shifted = x;
    while (shifted.compareTo(FAR) < 0) {
      sum = subtract(sum, divide(ONE, shifted));
      shifted = shifted.add(ONE);
    }
    BigDecimal inverse = divide(ONE, shifted);
    BigDecimal square = multiply(inverse, inverse);
    BigDecimal power = square;
    BigDecimal series = BigDecimal.ZERO;
    for (int k = 1; k <= TERMS; k++) {
      series = add(series, multiply(divide(BERNOULLI.get(k), whole(2L * k)), power));
      power = multiply(power, square);
    }
    BigDecimal far = subtract(subtract(log(shifted), divide(inverse, TWO)), series);
    return add(sum, far);
  }

  /** e^-|x|·I(x), by the power series. */
  static BigDecimal bessel(int order, BigDecimal x) {
    BigDecimal half = divide(x, TWO);
    BigDecimal square = multiply(half, half);
    BigDecimal term = order == 0 ? ONE : half;
    BigDecimal sum = term;
    for (int k = 1; term.signum() != 0; k++) {
      term = divide(multiply(term, square), whole((long) k * (k + order)));
      sum = add(sum, term);
      if (term.abs().compareTo(sum.abs().movePointLeft(62)) < 0) {
        break;
      }
    }
    return multiply(exp(x.abs().negate()), sum);
  }
}
