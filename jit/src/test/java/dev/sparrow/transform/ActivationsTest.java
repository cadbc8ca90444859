package dev.sparrow.transform;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Grad.grad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Activations;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Softmax;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class ActivationsTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  private static Arguments row(String name, UnaryOperator<NDArray> f, float[] x, double... slopes) {
    return arguments(name, f, x, slopes);
  }

  private static float[] at(float... x) {
    return x;
  }

  /** Slopes at kinks and far out, as JAX 0.10.2 gives them. */
  static Stream<Arguments> slopes() {
    return Stream.of(
        row("relu", Activations::relu, at(-1, 0, 1), 0, 0, 1),
        row("relu6", Activations::relu6, at(-1, 0, 3, 6, 7), 0, 0, 1, 0, 0),
        row("leaky_relu", x -> Activations.leakyRelu(x), at(-1, 0, 1), 0.01, 1, 1),
        row("elu", x -> Activations.elu(x), at(-1000, 0, 1000), 0, 1, 1),
        row("celu", x -> Activations.celu(x), at(-1000, 0, 1000), 0, 1, 1),
        row("selu", Activations::selu, at(0, 1), 1.7580993, 1.050701),
        row("hard_tanh", Activations::hardTanh, at(-1, 0, 1, 2), 1, 1, 1, 0),
        row("hard_sigmoid", Activations::hardSigmoid, at(-3, 0, 3), 0, 1 / 6.0, 0),
        row("hard_silu", Activations::hardSilu, at(-3, 0, 3), 0, 0.5, 1),
        row("soft_sign", Activations::softSign, at(0, -1), 1, 0.25),
        row("softplus", Activations::softplus, at(-1000, 0, 1000), 0, 0.5, 1),
        row("sparse_plus", Activations::sparsePlus, at(-1, 0, 1), 0, 0.5, 1),
        row("silu", Activations::silu, at(0, -100), 0.5, 0),
        row("log_sigmoid", Activations::logSigmoid, at(-1000, 0, 1000), 1, 0.5, 0),
        row("gelu", Activations::gelu, at(0, -10), 0.5, 0),
        row("exact gelu", Activations::exactGelu, at(0, -10), 0.5, 0),
        row("squareplus", x -> Activations.squareplus(x), at(0), 0.5));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slopes")
  void slopesAreJaxs(String name, UnaryOperator<NDArray> f, float[] x, double[] expected) {
    UnaryOperator<NDArray> slope = grad((NDArray in) -> f.apply(in).sum());
    NDArray eager = slope.apply(Creation.array(x));
    assertArrayEquals(expected, eager.toDoubleArray(), 1e-6, name);
    NDArray compiled = jit(slope).apply(Creation.array(x));
    assertArrayEquals(eager.toFloatArray(), compiled.toFloatArray(), name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slopes")
  void nanStaysAndNothingOverflows(
      String name, UnaryOperator<NDArray> f, float[] x, double[] expected) {
    float[] values = f.apply(Creation.array(Float.NaN, 1e4f, -1e4f)).toFloatArray();
    assertTrue(Float.isNaN(values[0]), name);
    assertTrue(Float.isFinite(values[1]) && Float.isFinite(values[2]), name);
  }

  @Test
  void integersStayIntegersWhereNothingIsDivided() {
    NDArray x = Creation.array(5, -2, 0);
    assertArrayEquals(new int[] {5, 0, 0}, Activations.relu(x).toIntArray());
    assertArrayEquals(new int[] {1, -1, 0}, Activations.hardTanh(x).toIntArray());
    assertEquals(DType.FLOAT32, Activations.elu(x).dtype());
  }

  @Test
  void logarithmsOfSumsOfExponentials() {
    NDArray x = Creation.array(1000f, 1001f, -INF);
    assertEquals(1001.31326, Softmax.logsumexp(x).toDouble(), 1e-4);
    assertEquals(-INF, Softmax.logsumexp(Creation.array(-INF, -INF)).toDouble());
    assertEquals(INF, Softmax.logsumexp(Creation.array(0f, INF)).toDouble());
    assertEquals(-INF, Softmax.logsumexp(Creation.zeros(0)).toDouble());
    assertEquals(Float.NaN, Softmax.logsumexp(Creation.array(0f, Float.NaN)).toDouble());
    // A factor of 0 takes even an infinite term away.
    NDArray factors = Creation.array(1f, 0f);
    assertEquals(
        3, Softmax.logsumexp(Creation.array(3f, INF), Reduction.over(), factors).toDouble());
    Softmax.SignedLog signed =
        Softmax.signedLogsumexp(Creation.array(0f, 0f), Reduction.over(), Creation.array(1f, -3f));
    assertEquals(Math.log(2), signed.log().toDouble(), 1e-7);
    assertEquals(-1, signed.sign().toDouble());
    assertThrows(
        IllegalArgumentException.class,
        () -> Softmax.logsumexp(x, Reduction.over().as(DType.FLOAT64), null));
  }

  @Test
  void sharesSumToOneWhereTheyCount() {
    NDArray x = Creation.array(new float[][] {{1000, 1000, 5}, {1, 2, 3}});
    NDArray mask = Creation.array(true, true, false);
    NDArray shares = Softmax.softmax(x, null, mask);
    assertArrayEquals(
        new double[] {0.5, 0.5, 0, 0.26894143, 0.73105858, 0},
        shares.ravel().toDoubleArray(),
        1e-6);
    NDArray logs = Softmax.logSoftmax(x, new int[] {1}, mask);
    assertEquals(-INF, logs.get(0, 2).toDouble());
    assertEquals(Math.log(0.5), logs.get(0, 0).toDouble(), 1e-6);
    NDArray all = Softmax.softmax(x, new int[] {0, 1}, null);
    assertEquals(1, all.sum().toDouble(), 1e-6);
    // The slopes of shares that sum to 1 sum to 0.
    NDArray slope = grad((NDArray in) -> Softmax.softmax(in).get(1, 2)).apply(x);
    assertArrayEquals(
        new double[] {0, 0, 0, -0.0598920, -0.1628034, 0.2226954},
        slope.ravel().toDoubleArray(),
        1e-6);
  }

  @Test
  void positionsAsRows() {
    NDArray rows = Softmax.oneHot(Creation.array(1, 3, -1), 3, null, null);
    assertEquals(DType.FLOAT32, rows.dtype());
    assertArrayEquals(new float[] {0, 1, 0, 0, 0, 0, 0, 0, 0}, rows.ravel().toFloatArray());
    NDArray columns = Softmax.oneHot(Creation.array(1, 0), 2, DType.INT32, 0);
    assertArrayEquals(new int[] {0, 1, 1, 0}, columns.ravel().toIntArray());
  }
}
