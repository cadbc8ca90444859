package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What NumPy 2.4 answers to the same methods of {@code array([[3, 1, 2], [-6, 5, 4]])}. */
@ExtendWith(AllocatorsAtZero.class)
class ArrayMethodsTest {
  private static Arguments row(String python, UnaryOperator<NDArray> method, String expected) {
    return Arguments.of(python, method, expected);
  }

  static Stream<Arguments> methods() {
    return Stream.of(
        row("7 - x", x -> x.rsub(7), "[[ 4,  6,  5], [13,  2,  3]]"),
        row("2.0 - x", x -> x.rsub(2.0), "[[-1.,  1.,  0.], [ 8., -3., -2.]]"),
        row("6 / x", x -> x.rdiv(6), "[[ 2. ,  6. ,  3. ], [-1. ,  1.2,  1.5]]"),
        row("3.0 / x", x -> x.rdiv(3.0), "[[ 1.  ,  3.  ,  1.5 ], [-0.5 ,  0.6 ,  0.75]]"),
        row("x // 4", x -> x.floorDivide(4), "[[ 0,  0,  0], [-2,  1,  1]]"),
        row("x // x[0]", x -> x.floorDivide(x.get(0)), "[[ 1,  1,  1], [-2,  5,  2]]"),
        row("x << 2", x -> x.leftShift(2), "[[ 12,   4,   8], [-24,  20,  16]]"),
        row(
            "x << x[:1] * 0 + 1",
            x -> x.leftShift(x.get("0:1").mul(0).add(1)),
            "[[  6,   2,   4], [-12,  10,   8]]"),
        row("x >> 1", x -> x.rightShift(1), "[[ 1,  0,  1], [-3,  2,  2]]"),
        row("x >> abs(x) % 2", x -> x.rightShift(x.abs().mod(2)), "[[ 1,  0,  2], [-6,  2,  4]]"),
        row("x.clip(2, 4)", x -> x.clip(2, 4), "[[3, 2, 2], [2, 4, 4]]"),
        row("x.clip(1.5, 4.)", x -> x.clip(1.5, 4.0), "[[3. , 1.5, 2. ], [1.5, 4. , 4. ]]"),
        row("x.clip(max=x[0])", x -> x.clip(null, x.get(0)), "[[ 3,  1,  2], [-6,  1,  2]]"),
        row("(x / 4).round()", x -> x.div(4).round(), "[[ 1.,  0.,  0.], [-2.,  1.,  1.]]"),
        row("(x / 8).round(1)", x -> x.div(8).round(1), "[[ 0.4,  0.1,  0.2], [-0.8,  0.6,  0.5]]"),
        row("x.real", NDArray::real, "[[ 3,  1,  2], [-6,  5,  4]]"),
        row("x.imag", NDArray::imag, "[[0, 0, 0], [0, 0, 0]]"),
        row("x.conj()", NDArray::conj, "[[ 3,  1,  2], [-6,  5,  4]]"),
        row("x.ptp()", NDArray::ptp, "11"),
        row("x.ptp(1)", x -> x.ptp(1), "[ 2, 11]"),
        row("x.cumsum()", NDArray::cumsum, "[3, 4, 6, 0, 5, 9]"),
        row("x.cumsum(0)", x -> x.cumsum(0), "[[ 3,  1,  2], [-3,  6,  6]]"),
        row("x.cumprod()", NDArray::cumprod, "[   3,    3,    6,  -36, -180, -720]"),
        row("x.cumprod(1)", x -> x.cumprod(1), "[[   3,    3,    6], [  -6,  -30, -120]]"),
        row("sort(x)", NDArray::sort, "[[ 1,  2,  3], [-6,  4,  5]]"),
        row("sort(x, 0)", x -> x.sort(0), "[[-6,  1,  2], [ 3,  5,  4]]"),
        row("x.argsort()", NDArray::argsort, "[[1, 2, 0], [0, 2, 1]]"),
        row("x.argsort(0)", x -> x.argsort(0), "[[1, 0, 0], [0, 1, 1]]"),
        row("x.take([5, 0])", x -> x.take(Creation.array(5, 0)), "[4, 3]"),
        row("x.take([2], 1)", x -> x.take(Creation.array(new int[] {2}), 1), "[[2], [4]]"),
        row("x.repeat(2)", x -> x.repeat(2), "[ 3,  3,  1,  1,  2,  2, -6, -6,  5,  5,  4,  4]"),
        row("x[:1].repeat(2, 0)", x -> x.get("0:1").repeat(2, 0), "[[3, 1, 2], [3, 1, 2]]"),
        row("x.flatten()", NDArray::flatten, "[ 3,  1,  2, -6,  5,  4]"),
        row("x.swapaxes(0, 1)", x -> x.swapaxes(0, 1), "[[ 3, -6], [ 1,  5], [ 2,  4]]"),
        row("x.mT", NDArray::mT, "[[ 3, -6], [ 1,  5], [ 2,  4]]"),
        row("x.diagonal()", NDArray::diagonal, "[3, 5]"),
        row("x[0].view(uint8)[:4]", x -> x.get(0).view(DType.UINT8).get("0:4"), "[3, 0, 0, 0]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("methods")
  void answersAsNumPy(String python, UnaryOperator<NDArray> method, String expected) {
    NDArray x = Creation.array(new int[][] {{3, 1, 2}, {-6, 5, 4}});
    String printed = method.apply(x).toString().replaceAll("\\s+", " ");
    String values = printed.replaceAll("^Array\\(|, dtype=.*\\)$", "");
    assertEquals(expected.replaceAll("\\s+", " "), values);
  }

  @Test
  void nonzeroListsPositions() {
    NDArray x = Creation.array(new int[][] {{0, 1}, {2, 0}});
    List<NDArray> positions = x.nonzero();
    assertArrayEquals(new int[] {0, 1}, positions.get(0).toIntArray());
    assertArrayEquals(new int[] {1, 0}, positions.get(1).toIntArray());
  }
}
