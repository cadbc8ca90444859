package dev.sparrow.peers;

import java.util.Arrays;

/** How one side is timed: the median call of a stretch of time, as {@code peer.py} does it. */
final class Timing {
  private static final long LEAST_SAMPLE_NANOS = 20_000;

  private Timing() {}

  /**
   * Times a call.
   *
   * @param call what to time
   * @param millis about how long to go on
   * @return median microseconds of a call; short ones are timed several at once
   */
  static double medianMicros(Runnable call, int millis) {
    long begin = System.nanoTime();
    call.run();
    long once = Math.max(System.nanoTime() - begin, 1);
    int calls = (int) Math.max(1, LEAST_SAMPLE_NANOS / once);
    double[] samples = new double[16];
    int count = 0;
    long end = System.nanoTime() + millis * 1_000_000L;
    while (count == 0 || System.nanoTime() < end) {
      begin = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      if (count == samples.length) {
        samples = Arrays.copyOf(samples, 2 * count);
      }
      samples[count++] = (System.nanoTime() - begin) / (double) calls;
    }
    return median(Arrays.copyOf(samples, count)) / 1e3;
  }

  /** The middle value; of an even number of values the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
