package dev.sparrow.jit.run;

import dev.sparrow.buffer.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a plan some times and keeps the shortest time of each step. */
final class StepTimes {
  private static final int LEAST_RUNS = 5;
  private static final int MOST_RUNS = 10_000;
  private static final long ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private StepTimes() {}

  /**
   * Measures.
   *
   * @param bound the plan
   * @param inputs its inputs
   * @param steps number of its steps
   * @return nanoseconds of each step, those that move inputs and results into place left out
   */
  static List<Long> of(BoundPlan bound, List<View> inputs, int steps) {
    long[] least = new long[steps];
    Arrays.fill(least, Long.MAX_VALUE);
    long begin = System.nanoTime();
    for (int run = 0; run < MOST_RUNS; run++) {
      if (run >= LEAST_RUNS && System.nanoTime() - begin > ENOUGH_NANOS) {
        break;
      }
      long[] nanos = new long[steps];
      List<View> results = bound.runTimed(inputs, nanos);
      results.forEach(result -> result.buffer().release());
      Arrays.setAll(least, step -> Math.min(least[step], nanos[step]));
    }
    List<Long> times = new ArrayList<>();
    for (long nanos : least) {
      times.add(nanos);
    }
    return times;
  }
}
