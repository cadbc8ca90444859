package dev.sparrow.array;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The fewest decimal digits that read back as a float, which is how Python and NumPy print it.
 * Java's own texts differ in one point: they have two digits even where one is enough, as {@code
 * 4.9E-324} for what Python prints as {@code 5e-324}.
 */
public final class ShortestDecimal {
  private static final MathContext ONE_DIGIT = new MathContext(1, RoundingMode.HALF_EVEN);

  private ShortestDecimal() {}

  /**
   * The digits of a float64.
   *
   * @param value a finite value
   * @return the decimal, without trailing zeros
   */
  public static BigDecimal of(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal digit = decimal.round(ONE_DIGIT);
    return decimal.precision() == 2 && digit.doubleValue() == value ? digit : decimal;
  }

  /**
   * The digits of a float16: of the decimals with the fewest digits that round to it, the nearest.
   *
   * @param value a finite value of float16
   * @return the decimal, without trailing zeros
   */
  public static BigDecimal ofFloat16(float value) {
    BigDecimal exact = new BigDecimal(value);
    short bits = Float.floatToFloat16(value);
    for (int digits = 1; ; digits++) {
      BigDecimal decimal = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (Float.floatToFloat16(decimal.floatValue()) == bits) {
        return decimal.stripTrailingZeros();
      }
    }
  }

  /**
   * The digits of a float32.
   *
   * @param value a finite value
   * @return the decimal, without trailing zeros
   */
  public static BigDecimal of(float value) {
    BigDecimal decimal = new BigDecimal(Float.toString(value)).stripTrailingZeros();
    BigDecimal digit = decimal.round(ONE_DIGIT);
    return decimal.precision() == 2 && digit.floatValue() == value ? digit : decimal;
  }
}
