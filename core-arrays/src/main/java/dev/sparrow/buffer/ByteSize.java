package dev.sparrow.buffer;

import java.util.Locale;

/** Numbers of bytes in words. */
public final class ByteSize {
  private static final String UNITS = "KMGTPE";

  private ByteSize() {}

  /**
   * A number of bytes in the largest binary unit that leaves it above 1.
   *
   * @param bytes not negative
   * @return for example {@code 12.0 MiB}
   */
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    long tenths = Math.round(10 * Math.scalb((double) bytes, -10 * unit));
    return tenths / 10 + "." + tenths % 10 + " " + UNITS.charAt(unit - 1) + "iB";
  }

  /**
   * A number of bytes as JVM options write it.
   *
   * @param text a number, and k, m, g or t for a binary unit
   * @return the bytes
   * @throws IllegalArgumentException if it is not such a number, or none above 0
   */
  public static long parse(String text) {
    String number = text.strip().toUpperCase(Locale.ROOT);
    int unit = number.isEmpty() ? -1 : UNITS.indexOf(number.charAt(number.length() - 1));
    try {
      long count = Long.parseLong(unit < 0 ? number : number.substring(0, number.length() - 1));
      if (count > 0) {
        return Math.multiplyExact(count, 1L << 10 * (unit + 1));
      }
    } catch (NumberFormatException | ArithmeticException wrong) {
      throw new IllegalArgumentException(message(text), wrong);
    }
    throw new IllegalArgumentException(message(text));
  }

  private static String message(String text) {
    return "memory: " + text + " is not a size; write a number of bytes, or such as 512m or 2g";
  }
}
