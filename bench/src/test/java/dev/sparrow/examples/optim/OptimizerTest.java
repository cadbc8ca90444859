package dev.sparrow.examples.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.NDArray;
import dev.sparrow.examples.optim.Optimizer.Point;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.transform.Grad;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  /** Two parameters of different shapes. */
  record Parameters(NDArray position, NDArray height) {}

  private static final Parameters START = new Parameters(Creation.zeros(2), Creation.zeros());

  /** A bowl with its least value 0 at position (1, 2), height 3. */
  private static NDArray bowl(Parameters at) {
    NDArray aside = at.position.sub(Creation.array(1f, 2f)).pow(2).sum();
    return aside.add(at.height.sub(3).pow(2).mul(0.5));
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of(new GradientDescent<Parameters>(0.2), 60),
        Arguments.of(new Momentum<Parameters>(0.05, 0.8), 120),
        Arguments.of(new Adam<Parameters>(0.1), 600));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  <S> void findsTheBottom(Optimizer<Parameters, S> optimizer, int steps) {
    var step =
        Jit.jit((Point<Parameters, S> at) ->
            optimizer.step(at, Grad.grad(OptimizerTest::bowl).apply(at.parameters())));
    Point<Parameters, S> at = optimizer.start(START);
    for (int i = 0; i < steps; i++) {
      at = step.apply(at);
    }
    assertArrayEquals(
        new double[] {1, 2}, at.parameters().position.toDoubleArray(), 1e-3, optimizer::toString);
    assertEquals(3, at.parameters().height.toDouble(), 1e-3, optimizer::toString);
  }

  @Test
  void stepsAreThoseOfTheFormulas() {
    Parameters slope = new Parameters(Creation.array(4f, -2f), Creation.array(1f).squeeze());
    GradientDescent<Parameters> descent = new GradientDescent<>(0.5);
    Point<Parameters, List<NDArray>> down = descent.step(descent.start(START), slope);
    assertArrayEquals(new float[] {-2, 1}, down.parameters().position.toFloatArray());

    Momentum<Parameters> momentum = new Momentum<>(0.5, 0.5);
    Point<Parameters, Parameters> once = momentum.step(momentum.start(START), slope);
    Point<Parameters, Parameters> twice = momentum.step(once, slope);
    // Velocities 4 and then 0.5·4 + 4.
    assertArrayEquals(new float[] {-5, 2.5f}, twice.parameters().position.toFloatArray());

    // The first step of Adam is as long as its rate, whatever the gradient.
    Adam<Parameters> adam = new Adam<>(0.1);
    Point<Parameters, Adam.Moments<Parameters>> first = adam.step(adam.start(START), slope);
    assertArrayEquals(new double[] {-0.1, 0.1}, first.parameters().position.toDoubleArray(), 1e-6);
    assertEquals(-0.1, first.parameters().height.toDouble(), 1e-6);
    assertTrue(first.state().meanBias().toDouble() < 1);
  }
}
