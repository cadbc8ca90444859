package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @ParameterizedTest(name = "{0} and {1} make {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "3       | 3     | 3",
        "2,3     | 3     | 2,3",
        "3       | 2,3   | 2,3",
        "2,1     | 1,3   | 2,3",
        "1       | 0     | 0",
        "0,1     | 1,4   | 0,4",
        "5,1,4,1 | 3,1,2 | 5,3,4,2",
      })
  void broadcasts(String left, String right, String joined) {
    assertEquals(shape(joined), shape(left).broadcast("test", shape(right)));
    assertEquals(shape(left), shape(left).broadcast("test", Shape.scalar()));
  }

  @Test
  void broadcastErrorNamesOperationAndBothShapes() {
    ShapeException refused =
        assertThrows(ShapeException.class, () -> Shape.of(3).broadcast("add", Shape.of(2, 4)));
    assertEquals(
        "add: incompatible shapes for broadcasting: (3,) and (2, 4); reshape one of them so that"
            + " each extent is equal or 1",
        refused.getMessage());
    assertThrows(ShapeException.class, () -> Shape.of(0).broadcast("add", Shape.of(2)));
  }

  @Test
  void axesWrapSortAndRefuse() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(List.of(0, 1, 2), shape.axes("sum"));
    assertEquals(List.of(0, 2), shape.axes("sum", -1, 0));
    assertEquals(1, shape.axis("sum", -2));
    assertEquals(
        "sum: axis 3 is out of bounds for array of dimension 3",
        assertThrows(ShapeException.class, () -> shape.axis("sum", 3)).getMessage());
    assertThrows(ShapeException.class, () -> shape.axis("sum", -4));
    assertThrows(ShapeException.class, () -> Shape.scalar().axis("sum", 0));
    assertThrows(ShapeException.class, () -> shape.axes("sum", 1, -2));
  }

  @Test
  void isAValue() {
    long[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;
    assertEquals(Shape.of(2, 3), shape);
    assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
    assertNotEquals(Shape.of(3, 2), shape);
    assertEquals(Shape.scalar(), Shape.of());
  }

  @Test
  void sizesAndStrides() {
    assertEquals(24, Shape.of(2, 3, 4).size());
    assertEquals(1, Shape.scalar().size());
    assertEquals(0, Shape.of(3, 0).size());
    assertArrayEquals(new long[] {12, 4, 1}, Shape.of(2, 3, 4).rowMajorStrides());
    assertEquals(4, Shape.of(2, 3, 4).dim(-1));
  }

  @Test
  void derivesShapes() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(Shape.of(3), shape.without(List.of(0, 2)));
    assertEquals(Shape.of(2, 9, 4), shape.with(1, 9));
    assertEquals(Shape.of(2, 3, 4, 1), shape.insert(3, 1));
    assertEquals(Shape.of(1, 2, 3, 4), shape.insert(0, 1));
  }

  @Test
  void printsAsNumPy() {
    assertEquals("()", Shape.scalar().toString());
    assertEquals("(3,)", Shape.of(3).toString());
    assertEquals("(2, 3)", Shape.of(2, 3).toString());
    assertEquals("2,3", Shape.of(2, 3).join());
    assertEquals("f32[2,3]", ArrayType.of(DType.FLOAT32, 2, 3).toString());
    assertEquals("key<fry>[]", ArrayType.of(DType.KEY).toString());
  }

  @Test
  void refusesNegativeAndUncountableExtents() {
    assertThrows(ShapeException.class, () -> Shape.of(2, -1));
    assertThrows(ShapeException.class, () -> Shape.of(1L << 32, 1L << 31));
    assertThrows(ShapeException.class, () -> Shape.of(1L << 62, 0, 4));
  }

  private static Shape shape(String dims) {
    return Shape.of(Arrays.stream(dims.split(",")).mapToLong(Long::parseLong).toArray());
  }
}
