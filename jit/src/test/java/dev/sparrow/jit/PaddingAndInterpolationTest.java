package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Differences;
import dev.sparrow.ops.Interpolation;
import dev.sparrow.ops.PadMode;
import dev.sparrow.ops.Padding;
import dev.sparrow.ops.Polynomials;
import dev.sparrow.ops.Segments;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class PaddingAndInterpolationTest {
  private static NDArray line() {
    return Creation.array(new float[] {1, 4, 9});
  }

  private static Arguments row(String name, UnaryOperator<NDArray> f, double... expected) {
    return arguments(name, f, expected);
  }

  private static UnaryOperator<NDArray> pad(PadMode mode) {
    return x -> Padding.pad(x, new long[] {2, 4}, Padding.Options.of(mode));
  }

  static Stream<Arguments> functions() {
    Padding.Options odd = new Padding.Options(PadMode.REFLECT, null, null, null, "odd");
    Padding.Options two = new Padding.Options(PadMode.MAXIMUM, null, null, List.of(2L), null);
    Padding.Options ramp =
        new Padding.Options(PadMode.LINEAR_RAMP, null, List.of(5.0, 1.0), null, null);
    return Stream.of(
        row("zeros", x -> Padding.pad(x, 1, 2), 0, 1, 4, 9, 0, 0),
        row("edge", pad(PadMode.EDGE), 1, 1, 1, 4, 9, 9, 9, 9, 9),
        row("reflect", pad(PadMode.REFLECT), 9, 4, 1, 4, 9, 4, 1, 4, 9),
        row("symmetric", pad(PadMode.SYMMETRIC), 4, 1, 1, 4, 9, 9, 4, 1, 1),
        row("wrap", pad(PadMode.WRAP), 4, 9, 1, 4, 9, 1, 4, 9, 1),
        row("minimum", pad(PadMode.MINIMUM), 1, 1, 1, 4, 9, 1, 1, 1, 1),
        row("odd", x -> Padding.pad(x, new long[] {2, 2}, odd), -7, -2, 1, 4, 9, 14, 17),
        row("maximum of two", x -> Padding.pad(x, new long[] {1, 1}, two), 4, 1, 4, 9, 9),
        row("ramp", x -> Padding.pad(x, new long[] {2, 2}, ramp), 5, 3, 1, 4, 9, 5, 1),
        row("diff", Differences::diff, 3, 5),
        row("gradient", x -> Differences.gradient(x).getFirst(), 3, 4, 5),
        row("trapezoid", Differences::trapezoid, 9),
        row(
            "interp",
            x ->
                Interpolation.interp(x, Creation.array(1f, 5f), Creation.array(0f, 8f), -1.0, null),
            0,
            6,
            8),
        row(
            "extrapolate",
            x -> Interpolation.extrapolate(x, Creation.array(1f, 5f), Creation.array(0f, 8f)),
            0,
            6,
            16),
        row("polyval", x -> Polynomials.polyval(x, Creation.weak(2)), 21),
        row("polymul", x -> Polynomials.polymul(x, Creation.array(1f, -1f)), 1, 3, 5, -9),
        row("polyder", x -> Polynomials.polyder(x, 1), 2, 4),
        row(
            "segment_sum",
            x -> Segments.segmentSum(x, Creation.array(1, 7, 1), 3L), // 7 lies outside
            0,
            10,
            0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void values(String name, UnaryOperator<NDArray> f, double[] expected) {
    NDArray result = f.apply(line());
    assertArrayEquals(expected, result.toDoubleArray(), name);
    assertArrayEquals(result.toByteArray(), jit(f).apply(line()).toByteArray(), name + " compiled");
  }

  @Test
  void polyfitFindsTheCoefficientsOfExactPoints() {
    NDArray x = Creation.arange(0, 8, 1).astype(DType.FLOAT64);
    NDArray y = Polynomials.polyval(Creation.array(2.0, -3.0, 0.5), x);
    assertArrayEquals(
        new double[] {2, -3, 0.5}, Polynomials.polyfit(x, y, 2).toDoubleArray(), 1e-9);
  }

  @Test
  void edgesOfEachAxis() {
    NDArray padded = Padding.pad(Creation.zeros(2, 3), 1, 0, 0, 2);
    assertEquals(Shape.of(3, 5), padded.shape());
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        error("negative", () -> Padding.pad(line(), -1, 0)),
        error("pad_width needs", () -> Padding.pad(line(), 1, 2, 3)),
        error(
            "can't extend empty axis 0",
            () -> Padding.pad(Creation.zeros(0), new long[] {1}, Padding.Options.of(PadMode.EDGE))),
        error("at least 2 elements", () -> Differences.gradient(Creation.zeros(1))),
        error("order must be non-negative", () -> Differences.diff(line(), -1, null, null, null)),
        error("one-dimensional", () -> Interpolation.interp(line(), line(), Creation.zeros(2))),
        error("needs a row", () -> Segments.segmentSum(line(), Creation.array(1, 2), 3L)),
        error("degree from 0", () -> Polynomials.polyfit(line(), Creation.zeros(2), 1)));
  }

  private static Arguments error(String message, Executable call) {
    return arguments(message, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void refusals(String message, Executable call) {
    ShapeException thrown = assertThrows(ShapeException.class, call);
    assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
  }
}
