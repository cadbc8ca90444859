package dev.sparrow.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.buffer.View;
import dev.sparrow.testing.AllocatorsAtZero;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class ArrayPrinterTest {
  /** Arrays and their text, written by printing/make_reprs.py with NumPy. */
  @TestFactory
  List<DynamicTest> printsAsJax() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String block : resource("/printing/reprs.txt").split("(?m)^# ", -1)) {
      if (!block.isEmpty()) {
        String[] parts = block.split("\n", 3);
        tests.add(DynamicTest.dynamicTest(tests.size() + " " + parts[0], () -> check(parts)));
      }
    }
    return tests;
  }

  private static void check(String[] parts) {
    String[] type = parts[0].split(" ", -1);
    DType dtype = DType.of(type[0]);
    Shape shape =
        type[1].isEmpty()
            ? Shape.scalar()
            : Shape.of(Arrays.stream(type[1].split(",", -1)).mapToLong(Long::parseLong).toArray());
    NDArray array = HostValues.fromBytes(dtype, shape, HexFormat.of().parseHex(parts[1]));
    if (type[2].equals("weak")) {
      ConcreteArray strong = (ConcreteArray) array;
      array = strong.window(new ArrayType(dtype, shape, true), view -> view);
    }
    assertEquals(parts[2].stripTrailing(), array.toString());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ArrayPrinterTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void printsStridedWindows() {
    NDArray x = HostValues.array(new int[] {0, 1, 2, 3, 4, 5}).reshape(2, 3);
    assertEquals(
        "Array([[0, 3],\n       [1, 4],\n       [2, 5]], dtype=int32)", x.transpose().toString());
    assertEquals("Array([5, 4, 3], dtype=int32)", x.get("1, ::-1").toString());
  }

  @Test
  void printsKeysAsOverlaidWords() {
    byte[] words = {0, 0, 0, 0, 42, 0, 0, 0};
    NDArray key = HostValues.fromBytes(DType.KEY, Shape.scalar(), words);
    assertEquals("Array((), dtype=key<fry>) overlaying:\n[ 0 42]", key.toString());
  }

  @Test
  void printsDeletedArraysWithoutReadingThem() {
    NDArray x = HostValues.array(new float[] {1, 2});
    x.close();
    assertEquals("Array(deleted, shape=(2,), dtype=float32)", x.toString());
  }

  @Test
  void tablesInHtml() {
    NDArray x = HostValues.array(new float[] {1, 2.5f, -3, 4});
    String cell = "<td style=\"text-align:right\">";
    String open = "<div class=\"sparrow-array\"><table><tr>" + cell;
    assertEquals(
        open
            + "1.</td>"
            + cell
            + "2.5</td></tr><tr>"
            + cell
            + "-3.</td>"
            + cell
            + "4.</td></tr></table><div><code>f32[2,2], 16 B</code></div></div>",
        x.reshape(2, 2).toHtml());
    assertEquals(
        open + "-3.</td></tr></table><div><code>f32[], 4 B</code></div></div>", x.get(2).toHtml());
    assertEquals(
        "<div class=\"sparrow-array\"><pre>Array([[[ 1. ],\n        [ 2.5]],\n\n       [[-3. ],\n"
            + "        [ 4. ]]], dtype=float32)</pre></div>",
        x.reshape(2, 2, 1).toHtml());
    x.close();
    assertEquals("f32[4], 16 B, deleted", x.summary());
  }

  @Test
  void theMiddleOfLargeArraysIsNotRead() {
    // Ten billion elements in four bytes: reading or copying all of them would not end.
    NDArray one = HostValues.array(new float[] {7});
    ConcreteArray wide =
        ((ConcreteArray) one)
            .window(
                new ArrayType(DType.FLOAT32, Shape.of(100_000, 100_000), false),
                view ->
                    new View(
                        view.buffer(),
                        DType.FLOAT32,
                        Shape.of(100_000, 100_000),
                        new long[] {0, 0},
                        view.offset()));
    assertEquals(7, wide.toString().lines().count());
    assertEquals(49, wide.toHtml().split("<td", -1).length - 1);
    assertEquals("f32[100000,100000], 37.3 GiB", wide.summary());
  }
}
