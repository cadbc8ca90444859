package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.Complex;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.Direction;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class CumulationTest {
  private static final double NAN = Double.NaN;

  private static NDArray line() {
    return Creation.array(new float[] {2, -3, Float.NaN, 0.5f});
  }

  private static Arguments row(String name, UnaryOperator<NDArray> f, double... expected) {
    return arguments(name, f, expected);
  }

  static Stream<Arguments> functions() {
    return Stream.of(
        row("cumsum", Cumulation::cumsum, 2, -1, NAN, NAN),
        row("cumprod", Cumulation::cumprod, 2, -6, NAN, NAN),
        row("nancumsum", x -> Cumulation.nancumsum(x, 0), 2, -1, -1, -0.5),
        row("nancumprod", x -> Cumulation.nancumprod(x, 0), 2, -6, -6, -3),
        row("reverse", x -> Cumulation.cumsum(x, 0, Direction.REVERSE), NAN, NAN, NAN, 0.5),
        row("cummax", x -> Cumulation.cummax(x, 0), 2, 2, NAN, NAN),
        row("cummin", x -> Cumulation.cummin(x, 0, Direction.REVERSE), NAN, NAN, NAN, 0.5),
        row("from zero", x -> Cumulation.cumulativeSumFromZero(x, 0, null), 0, 2, -1, NAN, NAN),
        row("from one", x -> Cumulation.cumulativeProdFromOne(x, 0, null), 1, 2, -6, NAN, NAN),
        row("as bool", x -> Cumulation.cumsum(x.eq(2), 0, DType.BOOL), 1, 1, 1, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void functionsOfALine(String name, UnaryOperator<NDArray> f, double[] expected) {
    UnaryOperator<NDArray> floats = x -> f.apply(x).astype(DType.FLOAT32);
    assertArrayEquals(expected, floats.apply(line()).toDoubleArray(), name);
    assertArrayEquals(expected, jit(floats).apply(line()).toDoubleArray(), name + ", compiled");
  }

  @Test
  void narrowIntegersAreWidenedOnlyByTheArrayApi() {
    NDArray bytes = Creation.array(new byte[] {100, 100});
    assertEquals(DType.INT8, Cumulation.cumsum(bytes).dtype());
    assertEquals(-56, Cumulation.cumsum(bytes).get(1).toLong());
    assertEquals(200, Cumulation.cumulativeSum(bytes, null, null).get(1).toLong());
    assertEquals(2, Cumulation.cumsum(bytes.eq(100)).get(1).toLong());
  }

  @Test
  void complexNumbers() {
    NDArray x = Creation.array(new Complex(1, 1), new Complex(0, 2));
    assertArrayEquals(
        new Complex[] {new Complex(1, 1), new Complex(1, 3)},
        Cumulation.cumsum(x).toComplexArray());
    assertArrayEquals(
        new Complex[] {new Complex(1, 1), new Complex(-2, 2)},
        Cumulation.cumprod(x).toComplexArray());
  }

  @Test
  void logarithmsDoNotOverflow() {
    NDArray x =
        Creation.array(new double[] {1000, 1000, Double.NEGATIVE_INFINITY}).astype(DType.FLOAT64);
    double[] sums = Cumulation.cumlogsumexp(x, 0).toDoubleArray();
    assertArrayEquals(new double[] {1000, 1000 + Math.log(2), 1000 + Math.log(2)}, sums, 1e-10);
  }

  @Test
  void whatCannotBeIsRefused() {
    NDArray square = line().reshape(2, 2);
    assertThrows(ShapeException.class, () -> Cumulation.cumsum(square, 2));
    assertThrows(ShapeException.class, () -> Cumulation.cumulativeSum(square, null, null));
    assertThrows(ShapeException.class, () -> Cumulation.cumulativeProd(Creation.weak(1), 0, null));
  }
}
