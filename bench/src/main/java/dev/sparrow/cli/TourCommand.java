package dev.sparrow.cli;

import dev.sparrow.tour.Tour;
import java.time.Duration;
import picocli.CommandLine.Command;

/** {@code sparrow tour}: the tutorial. */
@Command(
    name = "tour",
    description = "The ideas in ten minutes: each step's code and its result.",
    mixinStandardHelpOptions = true)
final class TourCommand implements Runnable {
  private static final int DRAWS = 1_000_000;

  /** Enough for HotSpot's last compiler to have seen both kinds of kernels. */
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  @Override
  public void run() {
    new Tour(System.out, DRAWS, WARM_UP).run();
  }
}
