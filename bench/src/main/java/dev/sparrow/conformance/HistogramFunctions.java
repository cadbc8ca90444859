package dev.sparrow.conformance;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Histograms;
import dev.sparrow.ops.JaxName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Histograms under the keywords that JAX gives them. */
public final class HistogramFunctions {
  private HistogramFunctions() {}

  /**
   * {@code digitize}.
   *
   * @param x elements
   * @param bins edges
   * @param right whether the right edge belongs to a bin
   * @return numbers of bins
   */
  @JaxName("digitize")
  public static NDArray digitize(NDArray x, NDArray bins, boolean right) {
    return Histograms.digitize(
        x, bins, right ? Histograms.ClosedEdge.RIGHT : Histograms.ClosedEdge.LEFT);
  }

  /**
   * {@code histogram2d}.
   *
   * @param x first variable
   * @param y second variable
   * @param bins numbers of bins
   * @param range outer edges
   * @param weights weights
   * @param density whether densities are returned
   * @return counts, edges of x, edges of y
   */
  @JaxName("histogram2d")
  public static List<NDArray> histogram2d(
      NDArray x,
      NDArray y,
      long[] bins,
      @Nullable List<List<Double>> range,
      @Nullable NDArray weights,
      boolean density) {
    Histograms.Grid grid =
        Histograms.histogram2d(x, y, bins, range, new Histograms.Options(null, weights, density));
    return List.of(grid.counts(), grid.binEdges().get(0), grid.binEdges().get(1));
  }

  /**
   * {@code histogramdd}.
   *
   * @param sample observations
   * @param bins numbers of bins
   * @param range outer edges
   * @param weights weights
   * @param density whether densities are returned
   * @return counts, a list of edges
   */
  @JaxName("histogramdd")
  public static Histograms.Grid histogramdd(
      NDArray sample,
      long[] bins,
      @Nullable List<List<Double>> range,
      @Nullable NDArray weights,
      boolean density) {
    return Histograms.histogramdd(
        sample, bins, range, new Histograms.Options(null, weights, density));
  }
}
