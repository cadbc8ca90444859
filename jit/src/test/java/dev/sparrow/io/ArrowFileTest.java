package dev.sparrow.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.arrow.ArrowVectors;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Shaping;
import dev.sparrow.testing.AllocatorsAtZero;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and streams that pyarrow wrote (see make_arrow.py), and our own read back. */
@ExtendWith(AllocatorsAtZero.class)
class ArrowFileTest {
  @TempDir private Path folder;

  private static Path resource(String name) {
    try {
      return Path.of(ArrowFileTest.class.getResource("/arrow/" + name).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BOOL", "BFLOAT16", "COMPLEX64", "COMPLEX128", "KEY"})
  void numbersOfEveryTypeAreRead(DType dtype) throws IOException {
    try (ArrowFile file = ArrowFile.open(resource("batches.arrow"))) {
      NDArray x = file.column(dtype.jaxName());
      assertEquals(ArrayType.of(dtype, 6), x.type());
      double first = dtype.isUnsigned() ? 0 : -2;
      double[] expected = {first, first + 1, first + 2, first + 3, first + 4, first + 5};
      assertArrayEquals(expected, x.astype(DType.FLOAT64).toDoubleArray());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "bool, 'bool[6]'",
    "pair, 'f32[6,2]'",
    "nested, 'i32[6,3,2]'",
    "tensor, 'f64[6,2,3]'",
  })
  void boolsAndListsAreRead(String column, String type) throws IOException {
    try (ArrowFile file = ArrowFile.open(resource("batches.arrow"))) {
      NDArray x = file.column(column);
      assertEquals(type, x.type().toString());
      NDArray expected =
          column.equals("bool")
              ? Creation.array(true, false, true, true, false, false)
              : Creation.arange(x.size()).reshape(x.shape().dims()).astype(x.dtype());
      assertArrayEquals(expected.toByteArray(), x.toByteArray());
    }
  }

  @Test
  void axesOfATensorMayBeStoredInAnotherOrder() throws IOException {
    try (ArrowFile file = ArrowFile.open(resource("batches.arrow"))) {
      NDArray stored = Creation.arange(36).reshape(6, 3, 2).astype(DType.INT32);
      assertArrayEquals(
          Shaping.transpose(stored, 0, 2, 1).toByteArray(), file.column("permuted").toByteArray());
    }
  }

  @Test
  void nullsAreRefusedOrFilled() throws IOException {
    try (ArrowFile file = ArrowFile.open(resource("batches.arrow"));
        VectorSchemaRoot batch = file.batch(0)) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> ArrowVectors.array(batch.getVector("nulls")));
      assertEquals(
          "arrow: column 'nulls' has 2 nulls among 4 values; give a value to put in their place, or choose rows by validity(vector)",
          refused.getMessage());
      assertArrayEquals(
          new float[] {1.5f, -1, 3.5f, -1},
          ArrowVectors.array(batch.getVector("nulls"), -1).toFloatArray());
      assertEquals(
          "Array([ True, False,  True, False], dtype=bool)",
          ArrowVectors.validity(batch.getVector("nulls")).toString());
      assertArrayEquals(
          new double[] {1, 2, 9, 9, 9, 4, 5, 6},
          ArrowVectors.array(batch.getVector("listnulls"), 9)
              .astype(DType.FLOAT64)
              .ravel()
              .toDoubleArray());
    }
  }

  @Test
  void aBatchLiesOnTheFilesPagesAndOutlivesIt() throws IOException {
    NDArray x;
    NDArray flags;
    try (ArrowFile file = ArrowFile.open(resource("batches.arrow"));
        VectorSchemaRoot batch = file.batch(1)) {
      assertEquals(2, file.batches());
      x = ArrowVectors.array(batch.getVector("tensor"));
      flags = ArrowVectors.array(batch.getVector("bool"));
      assertTrue(ArrowVectors.sharesMemory(x, batch.getVector("tensor")));
      assertFalse(ArrowVectors.sharesMemory(flags, batch.getVector("bool")));
      assertFalse(ArrowVectors.sharesMemory(x.add(1), batch.getVector("tensor")));
    }
    assertEquals(24, x.get(0, 0, 0).toDouble());
    assertEquals(35 + 1, x.add(1).max().toDouble());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4.arrow", "zstd.arrow"})
  void compressedFilesAreRead(String name) throws IOException {
    try (ArrowFile file = ArrowFile.open(resource(name))) {
      assertArrayEquals(Creation.arange(1000).toByteArray(), file.column("x").toByteArray());
    }
  }

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    Map<String, NDArray> columns = new LinkedHashMap<>();
    columns.put("line", Creation.arange(5));
    columns.put("flags", Creation.arange(5).gt(2));
    columns.put("matrix", Creation.arange(0.0, 15.0, 1.0).reshape(5, 3));
    columns.put("transposed", Shaping.transpose(Creation.arange(0.0, 15.0, 1.0).reshape(3, 5)));
    columns.put("cube", Creation.arange(30).reshape(5, 2, 3).astype(DType.UINT16));
    columns.put("step", Creation.arange(10).get("::2"));
    Path path = folder.resolve("columns.arrow");
    ArrowFile.write(path, columns);
    try (ArrowFile file = ArrowFile.open(path)) {
      assertEquals(1, file.batches());
      Map<String, NDArray> read = file.arrays(0);
      assertEquals(List.copyOf(columns.keySet()), List.copyOf(read.keySet()));
      columns.forEach((name, x) -> {
        assertEquals(x.type(), read.get(name).type(), name);
        assertArrayEquals(x.toByteArray(), read.get(name).toByteArray(), name);
      });
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void streamsAreReadAndWrittenBatchByBatch() throws IOException {
    List<Map<String, NDArray>> batches = new ArrayList<>();
    try (ArrowStream stream = ArrowStream.open(Files.newInputStream(resource("batches.arrows")))) {
      assertEquals(
          List.of("x"), stream.schema().getFields().stream().map(f -> f.getName()).toList());
      for (Map<String, NDArray> batch = stream.next(); batch != null; batch = stream.next()) {
        batches.add(batch);
      }
    }
    assertEquals(2, batches.size());
    assertEquals("Array([3, 4, 5], dtype=int32)", batches.get(1).get("x").toString());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArrowStream.write(out, batches.iterator());
    try (ArrowStream again = ArrowStream.open(new ByteArrayInputStream(out.toByteArray()))) {
      assertEquals("Array([0, 1, 2], dtype=int32)", again.next().get("x").toString());
      assertEquals("Array([3, 4, 5], dtype=int32)", again.next().get("x").toString());
      assertNull(again.next());
    }
  }

  @Test
  void mistakesAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.arrow"), "not an Arrow file, only words");
    IOException notArrow = assertThrows(IOException.class, () -> ArrowFile.open(text));
    assertTrue(
        notArrow.getMessage().startsWith("arrow: " + text + " is not a file of Arrow record"),
        notArrow.getMessage());
    byte[] whole = Files.readAllBytes(resource("batches.arrow"));
    Path cut = Files.write(folder.resolve("cut.arrow"), Arrays.copyOf(whole, 5000));
    assertThrows(IOException.class, () -> ArrowFile.open(cut));
    try (ArrowFile file = ArrowFile.open(resource("batches.arrow"))) {
      assertMessage("has no column 'none'; there are [int8, int16", () -> file.column("none"));
      assertMessage(
          "arrow: column 'text' has type Utf8, which is no number", () -> file.column("text"));
    }
    Path out = folder.resolve("out.arrow");
    assertMessage(
        "arrow: column 'x' needs at least one axis, got f32[]; reshape it to (1,)",
        () -> ArrowFile.write(out, Map.of("x", Creation.zeros())));
    assertMessage(
        "arrow: no Arrow type holds bfloat16; astype(float32) loses nothing",
        () -> ArrowFile.write(out, Map.of("x", Creation.zeros(3).astype(DType.BFLOAT16))));
    Map<String, NDArray> uneven = new LinkedHashMap<>();
    uneven.put("a", Creation.zeros(3));
    uneven.put("b", Creation.zeros(4));
    assertMessage("'a' has 3 rows and 'b' has 4", () -> ArrowFile.write(out, uneven));
    assertFalse(Files.exists(out));
  }

  private static void assertMessage(String part, Executable call) {
    Exception thrown = assertThrows(Exception.class, call);
    assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
  }
}
