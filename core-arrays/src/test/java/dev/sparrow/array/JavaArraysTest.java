package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JavaArraysTest {
  private static Stream<Arguments> nested() {
    return Stream.of(
        Arguments.of(new float[] {1, 2, 3}, "f32[3]"),
        Arguments.of(new float[][] {{1, 2, 3}, {4, 5, 6}}, "f32[2,3]"),
        Arguments.of(new double[][][] {{{1}, {2}}, {{3}, {4}}, {{5}, {6}}}, "f64[3,2,1]"),
        Arguments.of(new int[][] {{1}, {2}}, "i32[2,1]"),
        Arguments.of(new long[][] {{1L << 40, 2}}, "i64[1,2]"),
        Arguments.of(new boolean[][] {{true, false}}, "bool[1,2]"),
        Arguments.of(new float[0][], "f32[0,0]"),
        Arguments.of(new int[][] {{}, {}}, "i32[2,0]"));
  }

  @ParameterizedTest
  @MethodSource("nested")
  void goThereAndBack(Object nested, String type) {
    NDArray x = HostValues.array(nested);
    assertEquals(type, x.type().toString());
    Object back = x.toNestedArray();
    if (x.size() > 0) {
      assertEquals(nested.getClass(), back.getClass());
      assertArrayEquals(new Object[] {nested}, new Object[] {back});
    }
  }

  @Test
  void smallIntegersComeBackAsInts() {
    assertArrayEquals(
        new int[][] {{1, -2}}, (int[][]) HostValues.array(new byte[][] {{1, -2}}).toNestedArray());
  }

  @Test
  void unevenAndOtherThingsAreRefused() {
    assertEquals(
        "array: the arrays of one level must be equally long; at level 1 one has 1 elements and the first has 2",
        assertThrows(ShapeException.class, () -> HostValues.array(new int[][] {{1, 2}, {3}}))
            .getMessage());
    assertEquals(
        "array: cannot make an array of String[]; pass numbers, or Java arrays of primitives such as float[][]",
        assertThrows(DTypeException.class, () -> HostValues.array(new String[] {"a"}))
            .getMessage());
    assertThrows(DTypeException.class, () -> HostValues.array((Object) List.of(1)));
  }
}
