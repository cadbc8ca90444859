package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.Complex;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Ordering.Side;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Searching;
import dev.sparrow.ops.SortOrder;
import dev.sparrow.ops.Sorting;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AllocatorsAtZero.class)
class SortingTest {
  private static final double NAN = Double.NaN;

  private static NDArray line() {
    return Creation.array(new float[] {3, -1, Float.NaN, 0, -0f, 3, Float.NEGATIVE_INFINITY});
  }

  private static Arguments row(String name, UnaryOperator<NDArray> f, double... expected) {
    return arguments(name, f, expected);
  }

  static Stream<Arguments> functions() {
    double infinity = Double.POSITIVE_INFINITY;
    return Stream.of(
        row("sort", Sorting::sort, -infinity, -1, 0, -0.0, 3, 3, NAN),
        row(
            "descending",
            x -> Sorting.sort(x, -1, SortOrder.DESCENDING),
            NAN,
            3,
            3,
            -0.0,
            0,
            -1,
            -infinity),
        row("argsort", Sorting::argsort, 6, 1, 3, 4, 0, 5, 2),
        row(
            "argsort descending",
            x -> Sorting.argsort(x, null, SortOrder.DESCENDING),
            2,
            0,
            5,
            3,
            4,
            1,
            6),
        row("partition", x -> Sorting.partition(x, 2), -infinity, -1, 0, NAN, 3, 3, -0.0),
        row("argpartition", x -> Sorting.argpartition(x, 1), 6, 1, 0, 2, 3, 4, 5),
        row("top_k", x -> Sorting.topK(x, 3).values(), NAN, 3, 3),
        row("top_k indices", x -> Sorting.topK(x, 3).indices(), 2, 0, 5),
        row("none of them", x -> Sorting.topK(x, 0).values()),
        row(
            "lexsort",
            x -> Sorting.lexsort(List.of(x, Lax.iota(x.dtype(), x.shape(), 0).mul(-1))),
            6,
            5,
            4,
            3,
            2,
            1,
            0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void functionsOfALine(String name, UnaryOperator<NDArray> f, double[] expected) {
    assertArrayEquals(expected, f.apply(line()).toDoubleArray(), name);
    assertArrayEquals(expected, jit(f).apply(line()).toDoubleArray(), name + ", compiled");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 31, 257, 4099, 100_003})
  void manyElementsAreSortedStably(int count) {
    long seed = Long.getLong("seed", 20261126L);
    SplittableRandom random = new SplittableRandom(seed + count);
    float[] keys = new float[count];
    for (int i = 0; i < count; i++) {
      keys[i] = random.nextInt(-count / 4 - 1, count / 4 + 1);
    }
    int[] expected =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> keys[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    NDArray x = Creation.array(keys);
    assertArrayEquals(expected, Sorting.argsort(x).toIntArray(), "seed " + seed);
    Arrays.sort(keys);
    assertArrayEquals(keys, Sorting.sort(x).toFloatArray(), "seed " + seed);
  }

  @Test
  void rowsColumnsAndAll() {
    NDArray x = Creation.array(new int[] {3, 1, 2, 1, 1, 0}).reshape(2, 3);
    assertArrayEquals(new int[] {1, 2, 3, 0, 1, 1}, Sorting.sort(x).toIntArray());
    assertArrayEquals(new int[] {1, 1, 0, 3, 1, 2}, Sorting.sort(x, 0).toIntArray());
    assertArrayEquals(new int[] {0, 1, 1, 1, 2, 3}, Sorting.sort(x, null).toIntArray());
    List<NDArray> both = Sorting.sort(List.of(x, x.mul(10)), 0, 1);
    assertArrayEquals(new int[] {10, 10, 0, 30, 10, 20}, both.get(1).toIntArray());
  }

  @Test
  void searches() {
    NDArray a = Creation.array(new float[] {1, 2, 2, 5, Float.NaN});
    NDArray v = Creation.array(new double[] {0, 2, 5.5, NAN});
    assertArrayEquals(new int[] {0, 1, 4, 4}, Searching.searchsorted(a, v).toIntArray());
    assertArrayEquals(
        new int[] {0, 3, 4, 5}, Searching.searchsorted(a, v, Side.RIGHT).toIntArray());
    assertEquals(3, Searching.searchsorted(a, Creation.weak(3)).toLong());
    NDArray mixed = Creation.array(new float[] {5, 1, 2});
    NDArray sorter = Sorting.argsort(mixed);
    assertEquals(2, Searching.searchsorted(mixed, Creation.weak(3), Side.LEFT, sorter).toLong());
  }

  @Test
  void complexNumbersAreOrderedByTheirParts() {
    NDArray x = Creation.array(new Complex(2, 1), new Complex(1, -1), new Complex(2, -1));
    NDArray sorted = Sorting.sortComplex(x);
    assertArrayEquals(
        new Complex[] {new Complex(1, -1), new Complex(2, -1), new Complex(2, 1)},
        sorted.toComplexArray());
    assertArrayEquals(
        new int[] {2, 0, 1}, Searching.searchsorted(sorted, x, Side.LEFT).toIntArray());
    assertArrayEquals(
        new int[] {3, 1, 2}, Searching.searchsorted(sorted, x, Side.RIGHT).toIntArray());
  }

  @Test
  void whatCannotBeIsRefused() {
    NDArray x = line();
    assertThrows(ShapeException.class, () -> Sorting.sort(x, 1));
    assertThrows(ShapeException.class, () -> Sorting.sort(Creation.weak(1)));
    assertThrows(ShapeException.class, () -> Sorting.topK(x, 8));
    assertThrows(ShapeException.class, () -> Sorting.partition(x, 7));
    assertThrows(ShapeException.class, () -> Sorting.lexsort(List.of()));
    assertThrows(ShapeException.class, () -> Searching.searchsorted(x.reshape(1, 7), x));
    assertThrows(
        DTypeException.class, () -> Sorting.argpartition(Creation.array(new Complex(1, 2)), 0));
  }
}
