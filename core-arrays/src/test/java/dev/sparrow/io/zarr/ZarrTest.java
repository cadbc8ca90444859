package dev.sparrow.io.zarr;

import static dev.sparrow.io.zarr.ZarrOption.attributes;
import static dev.sparrow.io.zarr.ZarrOption.chunks;
import static dev.sparrow.io.zarr.ZarrOption.compression;
import static dev.sparrow.io.zarr.ZarrOption.dimensionNames;
import static dev.sparrow.io.zarr.ZarrOption.fill;
import static dev.sparrow.io.zarr.ZarrOption.format;
import static dev.sparrow.io.zarr.ZarrOption.replaceExisting;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.BufferPool;
import dev.sparrow.testing.AllocatorsAtZero;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class ZarrTest {
  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (ZarrFormat format : ZarrFormat.values()) {
      for (DType dtype : DType.values()) {
        if (format == ZarrFormat.V2 ? MetadataV2.has(dtype) : MetadataV3.has(dtype)) {
          for (ZarrCompression compression : ZarrCompression.values()) {
            cases.add(Arguments.of(format, dtype, compression));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatIsSavedIsLoaded(ZarrFormat format, DType dtype, ZarrCompression compression)
      throws Exception {
    NDArray x = array(dtype, Shape.of(3, 4, 5));
    Map<String, NDArray> layouts =
        Map.of(
            "dense", x,
            "transposed", x.transpose(),
            "backwards", x.get("::-1, 1::2, 3"),
            "scalar", x.get(1, 2, 3),
            "empty", x.get("2:2"),
            "line", x.get("0, 0"));
    int number = 0;
    for (Map.Entry<String, NDArray> layout : layouts.entrySet()) {
      NDArray from = layout.getValue();
      for (long extent : new long[] {2, 3, 100}) {
        long[] extents = new long[from.rank()];
        Arrays.fill(extents, extent);
        Path to = folder.resolve(layout.getKey() + number++);
        Zarr.save(to, from, format(format), compression(compression), chunks(extents));
        ZarrArray opened = Zarr.open(to);
        assertEquals(Shape.of(extents), opened.chunks());
        NDArray back = opened.load();
        assertEquals(from.type(), back.type());
        assertArrayEquals(from.toByteArray(), back.toByteArray(), layout.getKey() + extent);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void chunksOfTheDefaultExtentsAreRead(ZarrCompression compression) throws Exception {
    DType dtype = DType.FLOAT32;
    // More than a mebibyte, so that there are several.
    NDArray x = array(dtype, Shape.of(700, 750));
    Path to = saved("x", x, compression(compression));
    ZarrArray opened = Zarr.open(to);
    assertTrue(opened.chunks().size() * dtype.bytes() <= 1 << 20, opened.toString());
    assertArrayEquals(x.toByteArray(), opened.load().toByteArray());
    assertArrayEquals(
        x.get("100:600:7, -3:3:-1").toByteArray(), opened.get("100:600:7, -3:3:-1").toByteArray());
  }

  @Test
  void theSameArrayGivesTheSameBytes() throws Exception {
    NDArray x = array(DType.FLOAT32, Shape.of(40, 50));
    for (ZarrCompression compression : ZarrCompression.values()) {
      List<byte[]> first = bytes(saved("first" + compression, x, compression(compression)));
      List<byte[]> second = bytes(saved("second" + compression, x, compression(compression)));
      assertEquals(first.size(), second.size());
      for (int i = 0; i < first.size(); i++) {
        assertArrayEquals(first.get(i), second.get(i));
      }
    }
  }

  private Path saved(String name, NDArray x, ZarrOption... options) throws IOException {
    Path to = folder.resolve(name);
    Zarr.save(to, x, options);
    return to;
  }

  private static List<byte[]> bytes(Path folder) throws IOException {
    List<byte[]> bytes = new ArrayList<>();
    for (Path file : StoredExamples.filesBelow(folder)) {
      bytes.add(Files.readAllBytes(file));
    }
    return bytes;
  }

  @Test
  void theMetadataOfVersion3() throws Exception {
    Path to =
        saved(
            "x",
            array(DType.FLOAT32, Shape.of(4, 6)),
            chunks(2, 3),
            compression(ZarrCompression.ZSTD),
            fill(Double.NaN),
            dimensionNames("time", "place"),
            attributes(Map.of("unit", "m", "scale", 0.5)));
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree(
            """
            {"zarr_format": 3, "node_type": "array", "shape": [4, 6], "data_type": "float32",
             "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2, 3]}},
             "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
             "fill_value": "NaN",
             "codecs": [{"name": "bytes", "configuration": {"endian": "little"}},
                        {"name": "zstd", "configuration": {"level": 3, "checksum": true}}],
             "attributes": {"unit": "m", "scale": 0.5},
             "dimension_names": ["time", "place"]}
            """),
        json.readTree(to.resolve("zarr.json").toFile()));
    assertEquals(
        List.of("c/0/0", "c/0/1", "c/1/0", "c/1/1", "zarr.json"),
        StoredExamples.filesBelow(to).stream().map(to::relativize).map(Path::toString).toList());
    ZarrArray opened = Zarr.open(to);
    assertEquals(List.of("time", "place"), opened.dimensionNames());
    assertEquals(Map.of("unit", "m", "scale", 0.5), opened.attributes());
    Files.delete(to.resolve("c/0/1"));
    assertTrue(Float.isNaN(opened.get(1, 4).toFloatArray()[0]));
  }

  @Test
  void theMetadataOfVersion2() throws Exception {
    Path to =
        saved(
            "x",
            array(DType.UINT64, Shape.of(3)),
            format(ZarrFormat.V2),
            chunks(2),
            compression(ZarrCompression.BLOSC),
            fill(7),
            dimensionNames("time"));
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree(
            """
            {"zarr_format": 2, "shape": [3], "chunks": [2], "dtype": "<u8",
             "compressor": {"id": "blosc", "cname": "lz4", "clevel": 5, "shuffle": 1,
                            "blocksize": 0},
             "fill_value": 7, "order": "C", "filters": null, "dimension_separator": "."}
            """),
        json.readTree(to.resolve(".zarray").toFile()));
    assertEquals(
        List.of(".zarray", ".zattrs", "0", "1"),
        StoredExamples.filesBelow(to).stream().map(to::relativize).map(Path::toString).toList());
    ZarrArray opened = Zarr.open(to);
    assertEquals(List.of("time"), opened.dimensionNames());
    Files.delete(to.resolve("0"));
    assertArrayEquals(new long[] {7, 7}, opened.get("0:2").toLongArray());
  }

  @Test
  void onlyTheTouchedChunksAreRead() throws Exception {
    NDArray x = array(DType.INT32, Shape.of(10, 12));
    for (ZarrCompression compression : ZarrCompression.values()) {
      Path to = saved("x" + compression, x, chunks(3, 4), compression(compression));
      ZarrArray opened = Zarr.open(to);
      // All but the chunks of rows 3 to 5 and of columns 0 to 3 and 8 to 11.
      for (Path chunk : StoredExamples.filesBelow(to.resolve("c"))) {
        String key = to.relativize(chunk).toString();
        if (!key.equals("c/1/0") && !key.equals("c/1/2")) {
          Files.write(chunk, new byte[] {1, 2, 3, 4, 5});
        }
      }
      for (String touched : List.of("3:6, 0:4", "4, 9", "5:2:-1, ::8", "3:6:2, -1", "4, 0:12:9")) {
        assertArrayEquals(x.get(touched).toByteArray(), opened.get(touched).toByteArray(), touched);
      }
      for (String damaged : List.of("2:4, 0", "3, 7:9", "...", "4, 0:12:7")) {
        IOException seen = assertThrows(IOException.class, () -> opened.get(damaged), damaged);
        assertTrue(seen.getMessage().startsWith("zarr: chunk " + to), seen.getMessage());
      }
    }
  }

  @Test
  void aFailedReadGivesItsMemoryBack() throws Exception {
    Path to = saved("x", array(DType.FLOAT64, Shape.of(1000, 500)), chunks(500, 500));
    Files.write(to.resolve("c/1/0"), new byte[100]);
    ZarrArray opened = Zarr.open(to);
    long before = BufferPool.shared().bytesInUse();
    assertThrows(IOException.class, opened::load);
    assertEquals(before, BufferPool.shared().bytesInUse());
  }

  @Test
  void whatIsThereIsNotReplacedUnlessAsked() throws Exception {
    NDArray x = array(DType.INT32, Shape.of(3));
    NDArray y = array(DType.FLOAT64, Shape.of(2, 2));
    Path to = saved("x", x);
    FileAlreadyExistsException refused =
        assertThrows(FileAlreadyExistsException.class, () -> Zarr.save(to, y));
    assertTrue(refused.getMessage().contains("replaceExisting()"), refused.getMessage());
    assertEquals(x.type(), Zarr.load(to).type());
    Zarr.save(to, y, format(ZarrFormat.V2), replaceExisting());
    assertEquals(y.type(), Zarr.load(to).type());
    assertFalse(Files.exists(to.resolve("zarr.json")));
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.writeString(precious.resolve("letter"), "dear");
    for (Path other : List.of(precious, precious.resolve("letter"))) {
      FileAlreadyExistsException kept =
          assertThrows(
              FileAlreadyExistsException.class, () -> Zarr.save(other, y, replaceExisting()));
      assertTrue(kept.getMessage().contains("no Zarr array"), kept.getMessage());
    }
    assertEquals("dear", Files.readString(precious.resolve("letter")));
    assertNothingElse("precious", "x");
  }

  private void assertNothingElse(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(names), files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void nothingIsLeftOfAFailedSave() throws Exception {
    NDArray x = array(DType.INT32, Shape.of(3));
    Path to = saved("x", x);
    NDArray closed = array(DType.INT32, Shape.of(3));
    closed.close();
    assertThrows(IllegalStateException.class, () -> Zarr.save(to, closed, replaceExisting()));
    assertThrows(
        IllegalStateException.class,
        () -> Zarr.saveGroup(folder.resolve("g"), Map.of("a", x, "b", closed)));
    assertNothingElse("x");
    assertArrayEquals(x.toIntArray(), Zarr.load(to).toIntArray());
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    NDArray x = array(DType.UINT8, Shape.of(3, 4));
    NDArray half = array(DType.BFLOAT16, Shape.of(3));
    NDArray key = HostValues.fromBytes(DType.KEY, Shape.of(1), new byte[8]);
    refused("an extent for each axis", x, chunks(3));
    refused("a name for each axis", x, dimensionNames("y"));
    refused("is no uint8", x, fill(-1));
    refused("is no uint8", x, fill(256));
    refused("is no uint8", x, fill(0.5));
    refused("more than 2 GiB", x, chunks(1 << 20, 1 << 20));
    refused("write format(V3)", half, format(ZarrFormat.V2));
    refused("keyData", key);
    assertThrows(IllegalArgumentException.class, () -> chunks(2, 0));
    for (String name : List.of("", "a//b", "../a", ".zarray", "a/zarr.json", "__a", "a\\b")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Zarr.saveGroup(folder.resolve("g"), Map.of(name, x)),
          name);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> Zarr.saveGroup(folder.resolve("g"), Map.of("a", x, "a/b", x)));
    assertNothingElse();
  }

  private void refused(String message, NDArray x, ZarrOption... options) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Zarr.save(folder.resolve("x"), x, options));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @Test
  void groupsAreWrittenWhole() throws Exception {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put("w", array(DType.FLOAT32, Shape.of(3, 4)));
    arrays.put("layers/first/b", array(DType.INT64, Shape.of(5)));
    arrays.put("layers/a", array(DType.BOOL, Shape.of(2)));
    for (ZarrFormat format : ZarrFormat.values()) {
      Path to = folder.resolve("model" + format);
      Zarr.saveGroup(to, arrays, format(format));
      ZarrGroup group = Zarr.openGroup(to);
      assertEquals(List.of("w"), group.arrays());
      assertEquals(List.of("layers"), group.groups());
      assertEquals(List.of("a"), group.group("layers").arrays());
      assertEquals(List.of("first"), group.group("layers").groups());
      for (Map.Entry<String, NDArray> array : arrays.entrySet()) {
        NDArray back = group.array(array.getKey()).load();
        assertArrayEquals(array.getValue().toByteArray(), back.toByteArray());
      }
      IOException group1 = assertThrows(IOException.class, () -> Zarr.load(to));
      assertTrue(group1.getMessage().contains("a group, of the arrays [w]"), group1.getMessage());
      IOException array = assertThrows(IOException.class, () -> group.group("w"));
      assertTrue(array.getMessage().contains("it is an array"), array.getMessage());
    }
  }

  @Test
  void positionsThatDoNotExistAreRefused() throws Exception {
    ZarrArray opened = Zarr.open(saved("x", array(DType.INT32, Shape.of(3, 4))));
    for (String text : List.of("3", "0, -5", "0, 0, 0")) {
      assertThrows(IndexOutOfBoundsException.class, () -> opened.get(text), text);
    }
    assertThrows(IndexOutOfBoundsException.class, () -> opened.get(3));
    assertEquals(ArrayType.of(DType.INT32, 0, 4), opened.get("7:").type());
  }

  static Stream<Arguments> metadata() {
    String two = ".zarray";
    String three = "zarr.json";
    return Stream.of(
        Arguments.of(three, "\"zarr_format\" : 3", "\"zarr_format\" : 4", "zarr_format 4"),
        Arguments.of(three, "\"float32\"", "\"string\"", "data_type \"string\""),
        Arguments.of(three, "\"zstd\"", "\"numcodecs.pcodec\"", "the codec numcodecs.pcodec"),
        Arguments.of(three, "\"bytes\"", "\"vlen-utf8\"", "the codec vlen-utf8"),
        Arguments.of(three, "\"regular\"", "\"rectangular\"", "the chunk grid rectangular"),
        Arguments.of(three, "\"default\"", "\"fanout\"", "the chunk key encoding fanout"),
        Arguments.of(three, "\"little\"", "\"middle\"", "endian 'middle'"),
        Arguments.of(three, "\"attributes\"", "\"extra\" : {}, \"attributes\"", "extension extra"),
        Arguments.of(three, "\"fill_value\" : 0.0", "\"fill_value\" : \"one\"", "fill value"),
        Arguments.of(three, "\"fill_value\" : 0.0", "\"attributes\" : {}", "has no fill_value"),
        Arguments.of(three, "{", "", "is no JSON"),
        Arguments.of(three, "[ 4, 6 ]", "[ 4 ]", "chunk_shape [2, 3]"),
        Arguments.of(three, "[ 4, 6 ]", "[ 4, -6 ]", "shape [4,-6]"),
        Arguments.of(three, "[ 2, 3 ]", "[ 2, 0 ]", "chunk_shape [2,0]"),
        Arguments.of(two, "\"zarr_format\" : 2", "\"zarr_format\" : 3", "zarr_format 3"),
        Arguments.of(two, "\"<f4\"", "\"|S4\"", "dtype \"|S4\""),
        Arguments.of(two, "\"<f4\"", "\"<M8[ns]\"", "dtype \"<M8[ns]\""),
        Arguments.of(two, "\"<f4\"", "[[\"a\", \"<f4\"]]", "dtype [[\"a\",\"<f4\"]]"),
        Arguments.of(two, "\"zstd\"", "\"bz2\"", "gzip, zlib, zstd, blosc and lz4 can be read"),
        Arguments.of(two, "\"filters\" : null", "\"filters\" : [{\"id\": \"delta\"}]", "filters"),
        Arguments.of(two, "\"order\" : \"C\"", "\"order\" : \"K\"", "order \"K\""));
  }

  @ParameterizedTest
  @MethodSource("metadata")
  void whatIsNotUnderstoodIsNamed(String file, String from, String to, String message)
      throws Exception {
    Path array =
        saved(
            "x",
            array(DType.FLOAT32, Shape.of(4, 6)),
            format(file.equals(".zarray") ? ZarrFormat.V2 : ZarrFormat.V3),
            chunks(2, 3));
    Path path = array.resolve(file);
    String before = Files.readString(path);
    assertTrue(before.contains(from), before);
    Files.writeString(path, before.replace(from, to));
    IOException seen = assertThrows(IOException.class, () -> Zarr.open(array));
    assertTrue(seen.getMessage().startsWith("zarr: " + path), seen.getMessage());
    assertTrue(seen.getMessage().contains(message), seen.getMessage());
  }

  @Test
  void whatIsNoArrayIsNamed() throws Exception {
    IOException nothing =
        assertThrows(IOException.class, () -> Zarr.open(folder.resolve("nothing")));
    assertTrue(nothing.getMessage().contains("neither zarr.json nor .zarray"));
    IOException group = assertThrows(IOException.class, () -> Zarr.openGroup(folder));
    assertTrue(group.getMessage().contains("neither zarr.json nor .zgroup"), group.getMessage());
  }

  @Test
  void chunksThatEndEarlyAreNamed() throws Exception {
    for (ZarrCompression compression : ZarrCompression.values()) {
      Path to =
          saved(
              "x" + compression,
              array(DType.FLOAT32, Shape.of(40, 60)),
              chunks(40, 60),
              compression(compression));
      Path chunk = to.resolve("c/0/0");
      byte[] whole = Files.readAllBytes(chunk);
      for (int length : new int[] {0, 3, 20, whole.length / 2, whole.length - 1}) {
        Files.write(chunk, Arrays.copyOf(whole, length));
        IOException seen = assertThrows(IOException.class, () -> Zarr.load(to));
        assertTrue(
            seen.getMessage().startsWith("zarr: chunk " + chunk + " cannot be read: "),
            seen.getMessage());
      }
    }
  }

  /** Numbers with some order in them, so that there is something to compress. */
  private static NDArray array(DType dtype, Shape shape) {
    byte[] bytes = new byte[(int) shape.size() * dtype.bytes()];
    SplittableRandom random = new SplittableRandom(dtype.bytes());
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 3 == 0 ? random.nextInt(256) : i / 64);
      if (dtype == DType.BOOL) {
        bytes[i] &= 1;
      }
    }
    return HostValues.fromBytes(dtype, shape, bytes);
  }
}
