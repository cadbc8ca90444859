package dev.sparrow.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the means of the resamples say.
 *
 * @param standardError standard deviation of the means, n - 1 in the denominator
 * @param low 2.5th percentile of the means, interpolated linearly between neighbours
 * @param high 97.5th percentile
 * @param empty resamples in which no row was drawn; they have no mean and are left out
 * @param sha256 hash of the little-endian float32 bytes of all means, in hexadecimal
 */
record BootstrapSummary(double standardError, double low, double high, int empty, String sha256) {
  /**
   * Summarises means.
   *
   * @param means one a resample
   * @return the summary; NaN where fewer than two resamples have a mean
   */
  static BootstrapSummary of(float[] means) {
    float[] sorted = new float[means.length];
    int count = 0;
    for (float mean : means) {
      if (!Float.isNaN(mean)) {
        sorted[count++] = mean;
      }
    }
    sorted = Arrays.copyOf(sorted, count);
    Arrays.sort(sorted);
    double sum = 0;
    for (float mean : sorted) {
      sum += mean;
    }
    double squares = 0;
    for (float mean : sorted) {
      squares += (mean - sum / count) * (mean - sum / count);
    }
    return new BootstrapSummary(
        Math.sqrt(squares / (count - 1)),
        percentile(sorted, 0.025),
        percentile(sorted, 0.975),
        means.length - count,
        sha256(littleEndian(means)));
  }

  private static double percentile(float[] sorted, double fraction) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = fraction * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The raw bytes of floats.
   *
   * @param values the floats
   * @return four bytes each, least significant first
   */
  static byte[] littleEndian(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
