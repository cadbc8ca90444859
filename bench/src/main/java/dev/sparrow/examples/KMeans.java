package dev.sparrow.examples;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.Creation.array;
import static dev.sparrow.ops.Shaping.expandDims;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.ScanOption;
import dev.sparrow.ops.Segments;
import dev.sparrow.random.Random;
import org.jspecify.annotations.Nullable;

/**
 * Lloyd's algorithm for k-means: distances by broadcasting, means by segments, and all rounds in
 * one compiled scan.
 */
public final class KMeans {
  private static final int ROUNDS = 10;

  private KMeans() {}

  /** Centres, a row each, and for each round the sum of squared distances to the nearest one. */
  public record Clusters(NDArray centres, NDArray inertia) {}

  /** Three clouds of a hundred points each. */
  static NDArray clouds() {
    NDArray means = array(new float[][] {{0, 0}, {5, 5}, {0, 5}});
    NDArray noise = Random.normal(Random.key(1), 3, 100, 2).mul(0.5);
    return expandDims(means, 1).add(noise).reshape(300, 2);
  }

  /** Squared distance of every point, by rows, to every centre, by columns. */
  static NDArray distances(NDArray points, NDArray centres) {
    return expandDims(points, 1).sub(expandDims(centres, 0)).pow(2).sum(2);
  }

  /** One round: every centre moves to the mean of the points that are nearest to it. */
  static Carried<NDArray, NDArray> round(NDArray points, NDArray centres) {
    long k = centres.shape().dim(0);
    NDArray distances = distances(points, centres);
    NDArray nearest = Reductions.argmin(distances, 1, false);
    NDArray ones = Creation.ones(points.shape().dim(0));
    NDArray counts = Segments.segmentSum(ones, nearest, k);
    NDArray moved = Segments.segmentSum(points, nearest, k).div(expandDims(counts, 1));
    return Carried.of(moved, distances.min(1).sum());
  }

  /** Clusters points, beginning from given centres. */
  static Clusters fit(NDArray points, NDArray centres, int rounds) {
    var run =
        jit((NDArray x, NDArray start) -> {
          Carried<NDArray, NDArray> end =
              ControlFlow.scan(
                  (NDArray at, @Nullable Object _) -> round(x, at),
                  start,
                  null,
                  ScanOption.length(rounds));
          return new Clusters(end.carry(), end.output());
        });
    return run.apply(points, centres);
  }

  /** The clusters that {@link #main} prints. */
  static Clusters run() {
    NDArray points = clouds();
    return fit(points, points.get("::100"), ROUNDS);
  }

  /**
   * Clusters three clouds and prints where they are.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Clusters clusters = run();
    System.out.println("centres\n" + clusters.centres);
    System.out.println("inertia by round\n" + clusters.inertia);
  }
}
