package dev.sparrow.accuracy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Elementary functions in decimal arithmetic, good to about 50 digits of the result: series where
 * they converge fast, corrections of a double's answer where they do not.
 */
final class ExactMath {
  static final MathContext DIGITS = new MathContext(60);
  static final BigDecimal ONE = BigDecimal.ONE;
  static final BigDecimal TWO = BigDecimal.TWO;
  private static final BigDecimal EPSILON = new BigDecimal("1e-65");

  /** Enough of π to reduce any double. */
  private static final BigDecimal LONG_PI = machin(new MathContext(420));

  static final BigDecimal PI = LONG_PI.round(DIGITS);
  static final BigDecimal LN2 = logarithmOfTwo();

  private ExactMath() {}

  static BigDecimal of(double x) {
    return new BigDecimal(x);
  }

  static BigDecimal divide(BigDecimal x, BigDecimal y) {
    return x.divide(y, DIGITS);
  }

  static BigDecimal multiply(BigDecimal x, BigDecimal y) {
    return x.multiply(y, DIGITS);
  }

  static BigDecimal add(BigDecimal x, BigDecimal y) {
    return x.add(y, DIGITS);
  }

  static BigDecimal subtract(BigDecimal x, BigDecimal y) {
    return x.subtract(y, DIGITS);
  }

  /** J. Machin's 16·atan(1/5) - 4·atan(1/239). */
  private static BigDecimal machin(MathContext digits) {
    BigDecimal first = inverseTangent(5, digits).multiply(BigDecimal.valueOf(16));
    return first.subtract(inverseTangent(239, digits).multiply(BigDecimal.valueOf(4)), digits);
  }

  private static BigDecimal inverseTangent(int inverse, MathContext digits) {
    BigDecimal power = ONE.divide(BigDecimal.valueOf(inverse), digits);
    BigDecimal square = BigDecimal.valueOf((long) inverse * inverse);
    BigDecimal end = ONE.movePointLeft(digits.getPrecision());
    BigDecimal sum = power;
    for (int k = 3; power.compareTo(end) > 0; k += 2) {
      power = power.divide(square, digits);
      BigDecimal term = power.divide(BigDecimal.valueOf(k), digits);
      sum = k % 4 == 3 ? sum.subtract(term, digits) : sum.add(term, digits);
    }
    return sum;
  }

  /** 2·atanh(1/3). */
  private static BigDecimal logarithmOfTwo() {
    BigDecimal power = divide(ONE, BigDecimal.valueOf(3));
    BigDecimal sum = power;
    for (int k = 3; power.compareTo(EPSILON) > 0; k += 2) {
      power = power.divide(BigDecimal.valueOf(9), DIGITS);
      sum = add(sum, divide(power, BigDecimal.valueOf(k)));
    }
    return multiply(sum, TWO);
  }

  private static boolean below(BigDecimal term, BigDecimal sum) {
    return term.signum() == 0 || term.abs().compareTo(multiply(sum.abs(), EPSILON)) < 0;
  }

  static BigDecimal exp(BigDecimal x) {
    BigInteger n = divide(x, LN2).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    BigDecimal rest = subtract(x, LN2.multiply(new BigDecimal(n)));
    BigDecimal value = add(ONE, seriesOfExpm1(rest));
    int power = n.intValueExact();
    BigDecimal scale = TWO.pow(Math.abs(power), new MathContext(70));
    return power < 0 ? divide(value, scale) : multiply(value, scale);
  }

  static BigDecimal expm1(BigDecimal x) {
    return x.abs().compareTo(ONE) < 0 ? seriesOfExpm1(x) : subtract(exp(x), ONE);
  }

  private static BigDecimal seriesOfExpm1(BigDecimal x) {
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int k = 2; !below(term, sum); k++) {
      term = divide(multiply(term, x), BigDecimal.valueOf(k));
      sum = add(sum, term);
    }
    return sum;
  }

  /** A double's answer with the third-order correction 2·(x - e^y) / (x + e^y). */
  static BigDecimal log(BigDecimal x) {
    int shift = x.precision() - x.scale();
    // Into the range of doubles by powers of ten.
    BigDecimal scaled = x.movePointLeft(shift);
    BigDecimal guess = of(Math.log(scaled.doubleValue()));
    BigDecimal power = exp(guess);
    BigDecimal correction =
        divide(multiply(TWO, subtract(scaled, power)), scaled.add(power, DIGITS));
    BigDecimal value = add(guess, correction);
    return shift == 0 ? value : add(value, multiply(LnTen.VALUE, BigDecimal.valueOf(shift)));
  }

  /** The logarithm of 10, from those of 2 and 5/4. */
  private static final class LnTen {
    static final BigDecimal VALUE =
        add(multiply(LN2, BigDecimal.valueOf(3)), log1p(new BigDecimal("0.25")));
  }

  static BigDecimal log1p(BigDecimal x) {
    if (x.abs().compareTo(new BigDecimal("0.3")) > 0) {
      return log(x.add(ONE));
    }
    // 2·atanh(x / (2 + x)).
    BigDecimal s = divide(x, add(TWO, x));
    return multiply(TWO, atanhSeries(s));
  }

  private static BigDecimal atanhSeries(BigDecimal s) {
    BigDecimal square = multiply(s, s);
    BigDecimal power = s;
    BigDecimal sum = s;
    BigDecimal term = s;
    for (int k = 3; !below(term, sum); k += 2) {
      power = multiply(power, square);
      term = divide(power, BigDecimal.valueOf(k));
      sum = add(sum, term);
    }
    return sum;
  }

  static BigDecimal sqrt(BigDecimal x) {
    return x.sqrt(DIGITS);
  }

  static BigDecimal cbrt(BigDecimal x) {
    if (x.signum() == 0) {
      return x;
    }
    BigDecimal y = of(Math.cbrt(x.doubleValue()));
    for (int step = 0; step < 3; step++) {
      BigDecimal square = multiply(y, y);
      BigDecimal error = subtract(multiply(square, y), x);
      y = subtract(y, divide(error, multiply(BigDecimal.valueOf(3), square)));
    }
    return y;
  }

  /** x - n·π/2, and n mod 4. */
  private record Reduced(BigDecimal rest, int quadrant) {}

  private static Reduced reduced(BigDecimal x) {
    BigDecimal half = LONG_PI.divide(TWO, new MathContext(420));
    MathContext digits = new MathContext(420);
    BigInteger n = x.divide(half, digits).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    BigDecimal rest = x.subtract(half.multiply(new BigDecimal(n))).round(DIGITS);
    return new Reduced(rest, n.mod(BigInteger.valueOf(4)).intValue());
  }

  static BigDecimal sin(BigDecimal x) {
    Reduced reduced = reduced(x);
    BigDecimal value =
        reduced.quadrant % 2 == 0
            ? alternating(reduced.rest, reduced.rest, 1)
            : alternating(ONE, reduced.rest, 0);
    return reduced.quadrant < 2 ? value : value.negate();
  }

  static BigDecimal cos(BigDecimal x) {
    Reduced reduced = reduced(x);
    BigDecimal value =
        reduced.quadrant % 2 == 0
            ? alternating(ONE, reduced.rest, 0)
            : alternating(reduced.rest, reduced.rest, 1);
    return reduced.quadrant == 0 || reduced.quadrant == 3 ? value : value.negate();
  }

  /** The series of sine or cosine from its first term. */
  private static BigDecimal alternating(BigDecimal first, BigDecimal x, int order) {
    BigDecimal square = multiply(x, x);
    BigDecimal term = first;
    BigDecimal sum = first;
    for (int k = order; !below(term, sum); k += 2) {
      term = divide(multiply(term, square), BigDecimal.valueOf((k + 1L) * (k + 2L))).negate();
      sum = add(sum, term);
    }
    return sum;
  }

  static BigDecimal tan(BigDecimal x) {
    return divide(sin(x), cos(x));
  }

  /** A double's answer, and the arc tangent of what is left of it, which is tiny. */
  static BigDecimal atan(BigDecimal x) {
    BigDecimal guess = of(Math.atan(x.doubleValue()));
    BigDecimal tangent = tan(guess);
    BigDecimal rest = divide(subtract(x, tangent), add(ONE, multiply(x, tangent)));
    BigDecimal cube = multiply(multiply(rest, rest), rest);
    return add(guess, subtract(rest, divide(cube, BigDecimal.valueOf(3))));
  }

  static BigDecimal asin(BigDecimal x) {
    BigDecimal other = ONE.subtract(x).multiply(ONE.add(x));
    return other.signum() == 0
        ? divide(PI, TWO).multiply(BigDecimal.valueOf(x.signum()))
        : atan(divide(x, sqrt(other)));
  }

  static BigDecimal acos(BigDecimal x) {
    BigDecimal bottom = ONE.add(x);
    return bottom.signum() == 0 ? PI : multiply(TWO, atan(sqrt(divide(ONE.subtract(x), bottom))));
  }

  static BigDecimal sinh(BigDecimal x) {
    BigDecimal above = expm1(x.abs());
    BigDecimal value = divide(add(above, divide(above, add(ONE, above))), TWO);
    return x.signum() < 0 ? value.negate() : value;
  }

  static BigDecimal cosh(BigDecimal x) {
    BigDecimal power = exp(x.abs());
    return divide(add(power, divide(ONE, power)), TWO);
  }

  static BigDecimal tanh(BigDecimal x) {
    BigDecimal above = expm1(multiply(TWO, x.abs()));
    BigDecimal value = divide(above, add(above, TWO));
    return x.signum() < 0 ? value.negate() : value;
  }

  static BigDecimal asinh(BigDecimal x) {
    BigDecimal a = x.abs();
    BigDecimal square = multiply(a, a);
    BigDecimal root = sqrt(add(ONE, square));
    BigDecimal value = log1p(add(a, divide(square, add(ONE, root))));
    return x.signum() < 0 ? value.negate() : value;
  }

  static BigDecimal acosh(BigDecimal x) {
    BigDecimal above = x.subtract(ONE);
    BigDecimal product = multiply(above, add(above, TWO));
    return log1p(add(above, sqrt(product)));
  }

  static BigDecimal atanh(BigDecimal x) {
    BigDecimal a = x.abs();
    BigDecimal value = divide(log1p(divide(multiply(TWO, a), ONE.subtract(a))), TWO);
    return x.signum() < 0 ? value.negate() : value;
  }

  static BigDecimal logistic(BigDecimal x) {
    return divide(ONE, add(ONE, exp(x.negate())));
  }
}
