package dev.sparrow.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.NDArray;
import dev.sparrow.random.Random;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples' results; those that JAX's documentation or JAX itself gives are JAX's. */
class ExamplesTest {
  private static void assertClose(double[] expected, NDArray actual, double tolerance) {
    assertArrayEquals(expected, actual.ravel().toDoubleArray(), tolerance);
  }

  @Test
  void logisticRegressionFindsThePlane() {
    LogisticRegression.Fit fit = LogisticRegression.run();
    assertClose(new double[] {0.9696475, -0.6016262, 3.2816937}, fit.model().weights(), 1e-4);
    assertClose(new double[] {0.9836722}, fit.model().bias(), 1e-4);
    assertEquals(2.7725887, fit.firstLoss(), 1e-6);
    assertEquals(0.1444043, fit.lastLoss(), 1e-5);
  }

  @Test
  void theNetworkLearns() {
    NeuralNetwork.Training training = NeuralNetwork.run();
    List<Double> losses = training.losses();
    // Untrained it knows nothing: about log 2.
    assertEquals(Math.log(2), losses.getFirst(), 0.2);
    assertTrue(losses.getLast() < 0.01, "loss " + losses.getLast());
    assertEquals(1.0, training.accuracy());
    NeuralNetwork.Data unseen = NeuralNetwork.halfCircles(Random.key(2), 500, 0.1);
    NDArray right =
        NeuralNetwork.logits(training.network(), unseen.points()).gt(0).eq(unseen.labels().gt(0));
    assertTrue(right.mean().toDouble() > 0.98, "share of unseen points " + right.mean());
  }

  @Test
  void centresAreFound() {
    KMeans.Clusters clusters = KMeans.run();
    double[] centres = {0.0810415, 0.0528811, 4.9689703, 4.945858, -0.0420272, 4.9567976};
    assertClose(centres, clusters.centres(), 1e-5);
    double[] inertia = clusters.inertia().toDoubleArray();
    assertEquals(10, inertia.length);
    assertEquals(181.00883, inertia[0], 1e-3);
    assertEquals(153.44722, inertia[9], 1e-3);
  }

  @Test
  void theFilterFollowsItsObservations() {
    KalmanFilter.Filtered filtered = KalmanFilter.run();
    assertClose(
        new double[] {0.8182562, 0.9531952, 0.98498416, 0.9761391, 0.9811052, 1.0203022, 0.985273},
        filtered.means(),
        1e-6);
    assertClose(new double[] {0.985273}, filtered.last().mean(), 1e-6);
    assertClose(new double[] {0.015900504}, filtered.last().variance(), 1e-8);
  }

  @Test
  void greeksAreSlopes() {
    BlackScholes.Greeks greeks = BlackScholes.run();
    assertClose(new double[] {3.0881386}, greeks.value(), 1e-4);
    assertClose(new double[] {0.25891885}, greeks.slope().spot(), 1e-5);
    assertClose(new double[] {7.6136255}, greeks.slope().years(), 1e-3);
    assertClose(new double[] {10.107279}, greeks.slope().rate(), 1e-3);
    assertClose(new double[] {20.598097}, greeks.slope().volatility(), 1e-3);
    assertClose(new double[] {0.014531281}, greeks.gamma(), 1e-6);
    BlackScholes.Call at = BlackScholes.call(90, 110, 0.5, 0.02, 0.35);
    NDArray one = BlackScholes.deltas(at.spot().reshape(1), at);
    assertArrayEquals(
        greeks.slope().spot().toFloatArray(), one.toFloatArray(), "a mapped delta has its bits");
  }

  @Test
  void gradientsAreByExample() {
    PerExampleGradients.Clipped result = PerExampleGradients.run();
    assertClose(new double[] {0, 6, 12, 60, 80, 100}, result.gradients(), 0);
    assertClose(new double[] {Math.sqrt(180), Math.sqrt(20000)}, result.norms(), 1e-5);
    double scale = 20 / Math.sqrt(20000);
    assertClose(
        new double[] {30 * scale, 3 + 40 * scale, 6 + 50 * scale}, result.meanClipped(), 1e-5);
  }
}
