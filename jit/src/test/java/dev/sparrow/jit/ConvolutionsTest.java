package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.Complex;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Windows;
import dev.sparrow.ops.Convolution;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Convolutions.Part;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.WindowPadding;
import dev.sparrow.ops.WindowPadding.Automatic;
import dev.sparrow.ops.WindowReductions;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class ConvolutionsTest {
  private static NDArray line() {
    return Creation.array(new float[] {1, 2, 3, 4});
  }

  private static NDArray kernel() {
    return Creation.array(new float[] {1, 0, -1});
  }

  private static Arguments row(String name, UnaryOperator<NDArray> f, double... expected) {
    return arguments(name, f, expected);
  }

  static Stream<Arguments> functions() {
    return Stream.of(
        row("full", x -> Convolutions.convolve(x, kernel()), 1, 2, 2, 2, -3, -4),
        row("same", x -> Convolutions.convolve(x, kernel(), Part.SAME), 2, 2, 2, -3),
        row("valid", x -> Convolutions.convolve(kernel(), x, Part.VALID), 2, 2),
        row("correlate", x -> Convolutions.correlate(x, kernel()), -2, -2),
        row(
            "correlate with a longer one",
            x -> Convolutions.correlate(kernel(), x, Part.FULL),
            4,
            3,
            -2,
            -2,
            -2,
            -1),
        row("of any rank", x -> Convolutions.convolveNd(x, kernel(), Part.SAME), 2, 2, 2, -3),
        row(
            "maxima",
            x -> WindowReductions.maxPool(channel(x), List.of(2L), List.of(2L), Automatic.VALID),
            2,
            4),
        row(
            "minima of padded windows",
            x ->
                WindowReductions.minPool(
                    channel(x), List.of(3L), List.of(3L), WindowPadding.of(new long[] {2, 0})),
            1,
            2),
        row(
            "means",
            x -> WindowReductions.avgPool(channel(x), List.of(3L), List.of(1L), Automatic.SAME),
            1,
            2,
            3,
            7 / 3f),
        row(
            "means without padding",
            x ->
                WindowReductions.avgPoolWithoutPadding(
                    channel(x), List.of(3L), List.of(1L), Automatic.SAME),
            1.5,
            2,
            3,
            3.5),
        row(
            "sums from a number",
            x ->
                WindowReductions.reduceWindow(
                    Monoid.SUM,
                    x,
                    Creation.weak(10),
                    Windows.of(List.of(2L), List.of(1L)),
                    Automatic.SAME_LOWER),
            11,
            13,
            15,
            17));
  }

  private static NDArray channel(NDArray x) {
    return x.reshape(1, x.size(), 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void functionsOfALine(String name, UnaryOperator<NDArray> f, double[] expected) {
    assertArrayEquals(expected, f.apply(line()).toDoubleArray(), name);
    assertArrayEquals(expected, jit(f).apply(line()).toDoubleArray(), name + ", compiled");
  }

  @Test
  void axesByLetters() {
    NDArray x = Creation.arange(2 * 5 * 6 * 3).astype(DType.FLOAT32).reshape(2, 5, 6, 3);
    NDArray w = Creation.arange(3 * 2 * 3 * 4).astype(DType.FLOAT32).reshape(3, 2, 3, 4);
    NDArray last =
        Convolutions.convGeneralDilated(
            x, w, Convolution.padded(Automatic.SAME).strides(2, 1).axes("NHWC", "HWIO", "NHWC"));
    NDArray first =
        Convolutions.convGeneralDilated(
            x.transpose(0, 3, 1, 2),
            w.transpose(3, 2, 0, 1),
            Convolution.padded(Automatic.SAME).strides(2, 1));
    assertEquals(Shape.of(2, 3, 6, 4), last.shape());
    assertArrayEquals(first.transpose(0, 2, 3, 1).toFloatArray(), last.toFloatArray());
  }

  @Test
  void complexSignals() {
    NDArray x = Creation.array(new Complex(1, 1), new Complex(0, 1));
    NDArray y = Creation.array(new Complex(0, 1)).reshape(1);
    assertArrayEquals(
        new Complex[] {new Complex(-1, 1), new Complex(-1, 0)},
        Convolutions.convolve(x, y).toComplexArray());
    assertArrayEquals(
        new Complex[] {new Complex(1, -1), new Complex(1, 0)},
        Convolutions.correlate(x, y, Part.FULL).toComplexArray());
  }

  @Test
  void whatCannotBeIsRefused() {
    NDArray x = line();
    NDArray image = x.reshape(1, 1, 4);
    Convolution same = Convolution.padded(Automatic.SAME);
    assertThrows(ShapeException.class, () -> Convolutions.convolve(x, Creation.zeros(0)));
    assertThrows(ShapeException.class, () -> Convolutions.convolve(image, x));
    assertThrows(ShapeException.class, () -> Convolutions.convGeneralDilated(x, x, same));
    assertThrows(
        ShapeException.class,
        () -> Convolutions.convGeneralDilated(image, image, same.lhsDilation(2)));
    assertThrows(
        ShapeException.class,
        () -> Convolutions.convGeneralDilated(image, image, same.strides(1, 1)));
    assertThrows(ShapeException.class, () -> same.axes("NWC", "WIO", "NCH"));
    assertThrows(
        ShapeException.class,
        () -> WindowReductions.maxPool(x, List.of(2L), List.of(1L), Automatic.VALID));
  }
}
