package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.testing.AllocatorsAtZero;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AllocatorsAtZero.class)
class IndexTest {
  private static NDArray counting(long... dims) {
    int size = Math.toIntExact(Shape.of(dims).size());
    return HostValues.array(IntStream.range(0, size).toArray()).reshape(dims);
  }

  @Test
  void parsesNumPyNotation() {
    assertEquals(
        List.of(
            Index.at(-1),
            Index.slice(1, 3),
            Index.slice(null, null, -2L),
            Index.all(),
            Index.ellipsis(),
            Index.newAxis(),
            Index.newAxis()),
        Index.parse(" -1, 1:3 ,::-2, :, ..., None, newaxis"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1,,2", "1:2:3:4", "a", "1.5", ":x", "1 2"})
  void refusesWhatItCannotRead(String text) {
    assertThrows(ShapeException.class, () -> Index.parse(text));
  }

  @Test
  void refusesStepZero() {
    ShapeException refused = assertThrows(ShapeException.class, () -> Index.parse("::0"));
    assertEquals("index: slice step cannot be zero", refused.getMessage());
  }

  /** Shapes and sums of elements of x[index] for x = arange(24).reshape(2, 3, 4), from NumPy. */
  @ParameterizedTest(name = "x[{0}]")
  @CsvSource(
      delimiter = '|',
      value = {
        "1                 | 3,4     | 12 13 14 15 16 17 18 19 20 21 22 23",
        "-1, 2             | 4       | 20 21 22 23",
        "0, 0, -1          | ''      | 3",
        "..., 1            | 2,3     | 1 5 9 13 17 21",
        "1, ..., -1        | 3       | 15 19 23",
        "None, 1, 2        | 1,4     | 20 21 22 23",
        "1, 2, :, None     | 4,1     | 20 21 22 23",
        "..., None, 0, 0   | 2,1     | 0 12",
        "::-1, 0, 0        | 2       | 12 0",
        "0, ::2, ::3       | 2,2     | 0 3 8 11",
        "0, -1:0:-1, 0     | 2       | 8 4",
        "0, -99:99, 0      | 3       | 0 4 8",
        "0, 99:-99:-2, 0   | 2       | 8 0",
        "0, 0, 3:1         | 0       | ''",
        "0, 0, 1:1:-1      | 0       | ''",
        "0, 0, -2::-3      | 1       | 2",
        "1, :, 1:3         | 3,2     | 13 14 17 18 21 22",
      })
  void readsAsNumPy(String index, String shape, String elements) {
    NDArray read = counting(2, 3, 4).get(index);
    assertEquals(shape == null ? "" : shape, read.shape().join());
    String values =
        Arrays.stream(read.toIntArray())
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" "));
    assertEquals(elements == null ? "" : elements, values);
  }

  @Test
  void windowsShareMemoryAndChain() {
    NDArray window = counting(4, 6).get("1:, ::-2").get("::2, 1:").transpose();
    assertArrayEquals(new int[] {9, 21, 7, 19}, window.toIntArray());
    assertEquals(6, counting(4, 6).get(1, 0).toLong());
  }

  @Test
  void outOfBoundsPositionsThrow() {
    NDArray x = counting(2, 3);
    IndexOutOfBoundsException refused =
        assertThrows(IndexOutOfBoundsException.class, () -> x.get(0, 3));
    assertEquals("index: 3 is out of bounds for axis 1 with size 3", refused.getMessage());
    assertThrows(IndexOutOfBoundsException.class, () -> x.get(-3));
    assertThrows(IndexOutOfBoundsException.class, () -> x.at(2).get());
  }

  @Test
  void tooManyEntriesAndEllipsesThrow() {
    NDArray x = counting(2, 3);
    assertEquals(
        "index: too many indices: array is 2-dimensional, but 3 were indexed",
        assertThrows(IndexOutOfBoundsException.class, () -> x.get(0, 0, 0)).getMessage());
    assertThrows(ShapeException.class, () -> x.get("..., ..."));
  }
}
