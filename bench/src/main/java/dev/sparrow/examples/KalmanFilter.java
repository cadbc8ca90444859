package dev.sparrow.examples;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.Creation.array;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;

/**
 * A Kalman filter of one slowly wandering value: a scan whose carry is a record, compiled as one
 * loop.
 */
public final class KalmanFilter {
  /** How much the value's variance grows between observations. */
  private static final double DRIFT = 1e-3;

  /** Variance of an observation. */
  private static final double NOISE = 0.1;

  private KalmanFilter() {}

  /** What is believed of the value: its mean and its variance. */
  public record Belief(NDArray mean, NDArray variance) {}

  /** The belief after the last observation, and the means after each. */
  public record Filtered(Belief last, NDArray means) {}

  /** One observation: the belief moves towards it, the more the less was known. */
  static Carried<Belief, NDArray> observe(Belief before, NDArray observation) {
    NDArray variance = before.variance.add(DRIFT);
    NDArray gain = variance.div(variance.add(NOISE));
    NDArray mean = before.mean.add(gain.mul(observation.sub(before.mean)));
    return Carried.of(new Belief(mean, variance.sub(gain.mul(variance))), mean);
  }

  /** Filters observations in order, beginning from mean 0 and variance 1. */
  static Filtered filter(NDArray observations) {
    var run =
        jit((NDArray z) -> {
          Belief start = new Belief(Creation.zeros(), Creation.ones());
          Carried<Belief, NDArray> end = ControlFlow.scan(KalmanFilter::observe, start, z);
          return new Filtered(end.carry(), end.output());
        });
    return run.apply(observations);
  }

  /** The estimates that {@link #main} prints. */
  static Filtered run() {
    return filter(array(0.9f, 1.1f, 1.05f, 0.95f, 1.0f, 1.2f, 0.8f));
  }

  /**
   * Filters seven observations.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Filtered filtered = run();
    System.out.println("estimates      " + filtered.means);
    System.out.println("last variance  " + filtered.last.variance);
  }
}
