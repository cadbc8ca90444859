package dev.sparrow.debug;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a number is written: the part of Python's format specifications that numbers are written with
 * most, {@code [[fill]align][sign][0][width][,][.precision][d|f|e|%]}.
 *
 * @param fill what fills the width
 * @param align {@code <} left, {@code >} right, {@code ^} middle, {@code =} behind the sign
 * @param sign {@code +} and space stand before what has no minus
 * @param width least number of characters
 * @param grouping whether a comma follows every third digit
 * @param precision digits after the point; -1 if not given
 * @param type {@code d}, {@code f}, {@code e}, {@code %}; or {@code \0} if not given
 */
record NumberFormat(
    char fill, char align, char sign, int width, boolean grouping, int precision, char type) {
  private static final Pattern SPECIFICATION =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?(0)?(\\d{1,4})?(,)?(?:\\.(\\d{1,3}))?([dfFeE%])?",
          Pattern.DOTALL);

  /**
   * Reads a specification.
   *
   * @param text what stands behind the colon
   * @return the format
   * @throws IllegalArgumentException if it says something else
   */
  static NumberFormat parse(String text) {
    Matcher parts = SPECIFICATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "format: {:"
              + text
              + "} is no format of a number; write"
              + " [[fill]align][sign][0][width][,][.precision][d|f|e|%]");
    }
    boolean zeros = parts.group(4) != null;
    char align = parts.group(2) == null ? (zeros ? '=' : '>') : parts.group(2).charAt(0);
    return new NumberFormat(
        parts.group(1) == null ? (zeros ? '0' : ' ') : parts.group(1).charAt(0),
        align,
        parts.group(3) == null ? '-' : parts.group(3).charAt(0),
        parts.group(5) == null ? 0 : Integer.parseInt(parts.group(5)),
        parts.group(6) != null,
        parts.group(7) == null ? -1 : Integer.parseInt(parts.group(7)),
        parts.group(8) == null ? '\0' : parts.group(8).charAt(0));
  }

  /** {@return a scalar in this format} */
  String format(ConcreteArray scalar) {
    DType dtype = scalar.dtype();
    if (!dtype.isInteger() && !dtype.isFloat() && dtype != DType.BOOL) {
      throw new IllegalArgumentException(
          "format: a value of type " + scalar.type() + " has no format of a number; write {}");
    }
    String plain = scalar.valueText();
    boolean negative = plain.startsWith("-");
    String digits = negative ? plain.substring(1) : plain;
    boolean finite = !digits.equals("inf") && !digits.equals("nan");
    if (dtype == DType.BOOL && type != '\0') {
      digits = plain.equals("True") ? "1" : "0";
    }
    if (finite && !(dtype == DType.BOOL && type == '\0')) {
      digits = digits(dtype, digits);
    } else if (type == '%') {
      digits += "%";
    }
    String before = negative ? "-" : sign == '-' ? "" : String.valueOf(sign);
    String body = grouping && finite ? grouped(digits) : digits;
    int missing = Math.max(0, width - before.length() - body.length());
    String filling = String.valueOf(fill);
    return switch (align) {
      case '<' -> before + body + filling.repeat(missing);
      case '^' ->
          filling.repeat(missing / 2) + before + body + filling.repeat(missing - missing / 2);
      case '=' -> before + filling.repeat(missing) + body;
      default -> filling.repeat(missing) + before + body;
    };
  }

  private String digits(DType dtype, String plain) {
    boolean whole = !dtype.isFloat();
    if (whole ? type == 'd' || type == '\0' && precision < 0 : type == 'd') {
      if (!whole || precision >= 0) {
        throw new IllegalArgumentException(
            "format: d writes integers without precision, and the argument is " + dtype);
      }
      return plain;
    }
    if (type == '\0' && precision < 0) {
      return plain;
    }
    if (type == '\0') {
      throw new IllegalArgumentException(
          "format: a precision needs f, e or % behind it, as in {:." + precision + "f}");
    }
    BigDecimal value = new BigDecimal(exact(plain));
    int places = precision < 0 ? 6 : precision;
    return switch (type) {
      case 'f', 'F' -> value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
      case '%' ->
          value.movePointRight(2).setScale(places, RoundingMode.HALF_EVEN).toPlainString() + "%";
      default -> {
        String text = exponential(value, places);
        yield type == 'E' ? text.toUpperCase(Locale.ROOT) : text;
      }
    };
  }

  /** The value itself, of which the shortest text is only one name. */
  private static String exact(String plain) {
    return new BigDecimal(plain).scale() <= 0 && !plain.contains("e")
        ? plain
        : new BigDecimal(Double.parseDouble(plain)).toPlainString();
  }

  private static String exponential(BigDecimal value, int places) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(places).toPlainString() + "e+00";
    }
    BigDecimal rounded = value.round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String mantissa = rounded.movePointLeft(exponent).setScale(places).toPlainString();
    return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String grouped(String digits) {
    int end = 0;
    while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
      end++;
    }
    StringBuilder text = new StringBuilder(digits);
    for (int at = end - 3; at > 0; at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }
}
