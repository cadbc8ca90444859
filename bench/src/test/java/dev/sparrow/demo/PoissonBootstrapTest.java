package dev.sparrow.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.random.Random;
import org.junit.jupiter.api.Test;

/** Weights have the distribution they claim; summaries are those of the textbook. */
class PoissonBootstrapTest {
  private static final double STEP = 0x1p-23;

  @Test
  void theTableIsTheCdf() {
    assertEquals(10, PoissonBootstrap.CDF.length);
    double term = Math.exp(-1);
    double sum = 0;
    for (int k = 0; k < PoissonBootstrap.CDF.length; k++) {
      sum += term;
      assertEquals(sum, PoissonBootstrap.CDF[k], 0x1p-25);
      term /= k + 1;
    }
    assertEquals(1.0e-8, 1 - sum - term, 1e-8);
  }

  /** P(w > k) is the share of the grid at or above CDF(k). */
  @Test
  void theExpectedWeightIsOne() {
    double expected = 0;
    for (float bound : PoissonBootstrap.CDF) {
      expected += 1 - Math.ceil(bound / STEP) * STEP;
    }
    assertEquals(1, expected, 1e-6);
  }

  @Test
  void weightsByInverseCdf() {
    float[] uniform = {0, 0.3678f, 0.3679f, 0.7357f, 0.7358f, 0.95f, 0.9999f, 1 - 0x1p-23f};
    float[] weights = {0, 0, 1, 1, 2, 3, 6, 10};
    assertArrayEquals(weights, PoissonBootstrap.weights(HostValues.array(uniform)).toFloatArray());
  }

  @Test
  void weightsOfAStreamAverageToOne() {
    int n = 100_000;
    NDArray u = Random.uniform(Random.foldIn(Random.key(42), 3), Shape.of(n), DType.FLOAT32);
    double mean = PoissonBootstrap.weights(u).sum().toDouble() / n;
    // Six standard deviations of the mean of n Poisson(1) variables.
    assertEquals(1, mean, 6 / Math.sqrt(n));
  }

  @Test
  void summaryOfKnownMeans() {
    float[] means = {4, 2, 1, Float.NaN, 3, 5};
    BootstrapSummary summary = BootstrapSummary.of(means);
    assertEquals(Math.sqrt(2.5), summary.standardError(), 1e-12);
    assertEquals(1.1, summary.low(), 1e-12);
    assertEquals(4.9, summary.high(), 1e-12);
    assertEquals(1, summary.empty());
    // sha256sum of the eight bytes 00 00 80 3f 00 00 00 40.
    assertEquals(
        "b9c80b5adeca450753a16950c3cc655d271f7bef7a485bc83f112b72fef21d37",
        BootstrapSummary.of(new float[] {1, 2}).sha256());
    assertTrue(Double.isNaN(BootstrapSummary.of(new float[] {Float.NaN}).low()));
  }

  @Test
  void passesCoverAllResamples() {
    assertEquals(1, PoissonBootstrap.passes(2));
    assertEquals(1, PoissonBootstrap.passes(64));
    assertEquals(2, PoissonBootstrap.passes(65));
    assertEquals(4, PoissonBootstrap.passes(200));
  }
}
