package dev.sparrow.array;

import dev.sparrow.graph.Literal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Floats as NumPy prints them (its FloatingFormat in mode maxprec): one style for all, the fewest
 * digits that tell a value from its neighbours, at most eight of them fractional, points aligned.
 */
final class FloatColumn {
  private static final int PRECISION = 8;

  private final DType dtype;
  private final List<Double> values;

  /** What stands before a number that has no minus. */
  private final String plus;

  private FloatColumn(DType dtype, List<Double> values, String plus) {
    this.dtype = dtype;
    this.values = values;
    this.plus = plus;
  }

  /**
   * Prints values to one width.
   *
   * @param dtype their float dtype; it decides how many digits tell values apart
   * @param values the values
   * @return their texts
   */
  static List<String> format(DType dtype, List<Double> values) {
    if (dtype == DType.BFLOAT16) {
      return values.stream().map(FloatColumn::sixDigits).toList();
    }
    return new FloatColumn(dtype, values, "").format();
  }

  /**
   * Prints complex numbers to one width: two columns without a gap, the second with signs and j.
   *
   * @param dtype dtype of the parts
   * @param real real parts
   * @param imaginary imaginary parts
   * @return their texts
   */
  static List<String> formatComplex(DType dtype, List<Double> real, List<Double> imaginary) {
    List<String> left = new FloatColumn(dtype, real, "").format();
    List<String> right = new FloatColumn(dtype, imaginary, "+").format();
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      String number = right.get(i).stripTrailing();
      cells.add(left.get(i) + number + "j" + right.get(i).substring(number.length()));
    }
    return cells;
  }

  private List<String> format() {
    List<Decimal> decimals = values.stream().map(this::decimal).toList();
    return exponents() ? scientific(decimals) : positional(decimals);
  }

  /** A bfloat16 as its NumPy extension prints it: as C's {@code %g}, each by itself. */
  private static String sixDigits(double value) {
    if (!Double.isFinite(value)) {
      return special(value, "");
    }
    String sign = value < 0 || 1 / value < 0 ? "-" : "";
    MathContext six = new MathContext(6, RoundingMode.HALF_EVEN);
    BigDecimal digits = new BigDecimal(Math.abs(value)).round(six).stripTrailingZeros();
    int power = Decimal.power(digits);
    if (power >= -4 && power < 6) {
      return sign + digits.toPlainString();
    }
    String mantissa = digits.scaleByPowerOfTen(-power).toPlainString();
    String exponent = Math.abs(power) < 10 ? "0" + Math.abs(power) : "" + Math.abs(power);
    return sign + mantissa + (power < 0 ? "e-" : "e+") + exponent;
  }

  /**
   * A finite value.
   *
   * @param negative the sign, also of zero
   * @param exact the magnitude
   * @param shortest the fewest digits that read back as the value
   */
  private record Decimal(boolean negative, BigDecimal exact, BigDecimal shortest) {

    /** Decimal exponent of the leading digit. */
    static int power(BigDecimal magnitude) {
      return magnitude.signum() == 0 ? 0 : magnitude.precision() - magnitude.scale() - 1;
    }
  }

  private @Nullable Decimal decimal(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    double magnitude = Math.abs(value);
    BigDecimal shortest =
        switch (dtype) {
          case FLOAT64 -> ShortestDecimal.of(magnitude);
          case FLOAT16 -> ShortestDecimal.ofFloat16((float) magnitude);
          default -> ShortestDecimal.of((float) magnitude);
        };
    boolean negative = value < 0 || 1 / value < 0;
    return new Decimal(negative, new BigDecimal(magnitude), shortest);
  }

  /** Whether all values are printed with exponents; decided in the arithmetic of the dtype. */
  private boolean exponents() {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (Double.isFinite(value) && value != 0) {
        largest = Math.max(largest, Math.abs(value));
        smallest = Math.min(smallest, Math.abs(value));
      }
    }
    if (largest == 0) {
      return false;
    }
    // Six decimal digits are safe in a float32, three in a float16.
    return switch (dtype) {
      case FLOAT64 -> largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000;
      case FLOAT16 -> largest >= 1e3 || smallest < half(1e-4) || half(largest / smallest) > 1000;
      default -> largest >= 1e6 || smallest < 1e-4f || (float) largest / (float) smallest > 1000;
    };
  }

  private static float half(double value) {
    return Float.float16ToFloat((short) Literal.bitsOf(DType.FLOAT16, value));
  }

  private List<String> positional(List<@Nullable Decimal> decimals) {
    List<String> cells = new ArrayList<>();
    int right = 0;
    for (Decimal decimal : decimals) {
      String cell = "";
      if (decimal != null) {
        BigDecimal digits = decimal.shortest;
        if (digits.scale() > PRECISION) {
          digits = decimal.exact.setScale(PRECISION, RoundingMode.HALF_EVEN).stripTrailingZeros();
        }
        String text = digits.toPlainString();
        cell = sign(decimal) + text + (text.contains(".") ? "" : ".");
        right = Math.max(right, cell.length() - cell.indexOf('.') - 1);
      }
      cells.add(cell);
    }
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      int missing = right - (cell.length() - cell.indexOf('.') - 1);
      cells.set(
          i, decimals.get(i) == null ? special(values.get(i), plus) : cell + " ".repeat(missing));
    }
    return ArrayPrinter.aligned(cells);
  }

  private List<String> scientific(List<@Nullable Decimal> decimals) {
    int fraction = 0;
    int exponentDigits = 2;
    for (Decimal decimal : decimals) {
      if (decimal != null) {
        BigDecimal cut = round(decimal, PRECISION).stripTrailingZeros();
        fraction = Math.max(fraction, cut.signum() == 0 ? 0 : cut.precision() - 1);
        int power = Math.abs(Decimal.power(round(decimal, PRECISION)));
        exponentDigits = Math.max(exponentDigits, Integer.toString(power).length());
      }
    }
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < decimals.size(); i++) {
      Decimal decimal = decimals.get(i);
      cells.add(
          decimal == null
              ? special(values.get(i), plus)
              : sign(decimal) + scientific(decimal, fraction, exponentDigits));
    }
    return ArrayPrinter.aligned(cells);
  }

  private static String scientific(Decimal decimal, int fraction, int exponentDigits) {
    BigDecimal rounded =
        decimal.shortest.precision() == fraction + 1
            ? decimal.shortest
            : decimal.exact.round(new MathContext(fraction + 1, RoundingMode.HALF_EVEN));
    int power = Decimal.power(rounded);
    String mantissa = rounded.scaleByPowerOfTen(-power).setScale(fraction).toPlainString();
    String digits = Integer.toString(Math.abs(power));
    return mantissa
        + (fraction == 0 ? "." : "")
        + (power < 0 ? "e-" : "e+")
        + "0".repeat(exponentDigits - digits.length())
        + digits;
  }

  /** The shortest digits, or the exact value rounded where these are too many. */
  private static BigDecimal round(Decimal decimal, int fraction) {
    return decimal.shortest.precision() <= fraction + 1
        ? decimal.shortest
        : decimal.exact.round(new MathContext(fraction + 1, RoundingMode.HALF_EVEN));
  }

  private String sign(Decimal decimal) {
    return decimal.negative ? "-" : plus;
  }

  private static String special(double value, String plus) {
    return Double.isNaN(value) ? plus + "nan" : value > 0 ? plus + "inf" : "-inf";
  }
}
