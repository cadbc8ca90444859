package dev.sparrow.io.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.testing.AllocatorsAtZero;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores that others made by the specification. */
@ExtendWith(AllocatorsAtZero.class)
class ZarrFormatTest {
  @TempDir private Path folder;

  static List<String> names() throws IOException {
    return StoredExamples.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isReadWhole(String name) throws Exception {
    NDArray expected = StoredExamples.elements(name, folder);
    ZarrArray opened = Zarr.open(StoredExamples.unpack(name, folder));
    assertEquals(expected.type(), opened.type());
    assertEquals(name.startsWith("v2") ? ZarrFormat.V2 : ZarrFormat.V3, opened.format());
    NDArray read = opened.load();
    assertEquals(expected.type(), read.type());
    assertArrayEquals(expected.toByteArray(), read.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("names")
  void isReadInParts(String name) throws Exception {
    NDArray expected = StoredExamples.elements(name, folder);
    ZarrArray opened = Zarr.open(StoredExamples.unpack(name, folder));
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20; i++) {
      Index[] entries = entries(expected.shape(), random);
      String what = name + " " + Arrays.toString(entries) + ", seed " + seed;
      NDArray part = expected.get(entries);
      NDArray read = opened.get(entries);
      assertEquals(part.type(), read.type(), what);
      assertArrayEquals(part.toByteArray(), read.toByteArray(), what);
    }
  }

  private static Index[] entries(Shape shape, SplittableRandom random) {
    List<Index> entries = new ArrayList<>();
    for (long dim : shape.dims()) {
      switch (random.nextInt(8)) {
        case 0 -> entries.add(Index.all());
        case 1 -> {
          entries.add(Index.newAxis());
          entries.add(Index.all());
        }
        case 2 -> entries.add(dim == 0 ? Index.all() : Index.at(random.nextLong(-dim, dim)));
        default -> {
          long start = random.nextLong(-dim - 1, dim + 2);
          long stop = random.nextLong(-dim - 1, dim + 2);
          long step = random.nextInt(4) == 0 ? -random.nextInt(1, 4) : random.nextInt(1, 4);
          entries.add(Index.slice(start, stop, step));
        }
      }
    }
    if (random.nextInt(4) == 0) {
      int end = random.nextInt(entries.size() + 1);
      entries.subList(end, entries.size()).clear();
      entries.add(Index.ellipsis());
    }
    return entries.toArray(Index[]::new);
  }

  @Test
  void attributesAndNamesOfAxesAreRead() throws Exception {
    ZarrArray two = Zarr.open(StoredExamples.unpack("v2/attributes", folder));
    assertEquals(List.of("y", "x"), two.dimensionNames());
    assertEquals("m", two.attributes().get("unit"));
    ZarrArray three = Zarr.open(StoredExamples.unpack("v3/names", folder));
    assertEquals(List.of("y", ""), three.dimensionNames());
    assertEquals(Map.of("unit", "m", "levels", List.of(1, 2)), three.attributes());
    assertEquals(Shape.of(2, 3), three.chunks());
  }

  @Test
  void groupsListTheirArrays() throws Exception {
    for (String version : List.of("v2", "v3")) {
      StoredExamples.unpack(version, folder);
      ZarrGroup group = Zarr.openGroup(folder.resolve(version));
      assertEquals(version.equals("v2") ? "two" : "three", group.attributes().get("title"));
      List<String> names =
          StoredExamples.names().stream()
              .filter(name -> name.startsWith(version))
              .map(name -> name.substring(3))
              .sorted()
              .toList();
      assertEquals(names, group.arrays());
      assertEquals(List.of(), group.groups());
      assertEquals(DType.INT16, group.array("int16").dtype());
    }
  }

  @Test
  void onlyTheTouchedChunkOfAShardIsRead() throws Exception {
    NDArray expected = StoredExamples.elements("v3/shards", folder);
    Path store = StoredExamples.unpack("v3/shards", folder);
    ZarrArray opened = Zarr.open(store);
    // The inner chunks of this shard have 2 x 3 x 2 elements of 2 bytes each, the last one first.
    Path shard = store.resolve("c/0/0/1");
    byte[] bytes = Files.readAllBytes(shard);
    int chunk = 2 * 3 * 2 * Short.BYTES;
    Arrays.fill(bytes, chunk, 8 * chunk, (byte) 0x55);
    Files.write(shard, bytes);
    Files.write(store.resolve("c/0/0/0"), new byte[] {1, 2, 3});
    assertArrayEquals(
        expected.get("2:, 3:, 6:").toByteArray(), opened.get("2:, 3:, 6:").toByteArray());
    IOException damaged = assertThrows(IOException.class, opened::load);
    assertTrue(damaged.getMessage().contains("it has 3 bytes"), damaged.getMessage());
  }

  @Test
  void aDamagedIndexOfAShardIsSeen() throws Exception {
    Path store = StoredExamples.unpack("v3/shards", folder);
    Path shard = store.resolve("c/0/0/1");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 9] ^= 1;
    Files.write(shard, bytes);
    IOException damaged = assertThrows(IOException.class, () -> Zarr.open(store).get("..., 5"));
    assertTrue(damaged.getMessage().contains("its index is damaged"), damaged.getMessage());
    assertTrue(damaged.getMessage().contains("checksum"), damaged.getMessage());
  }

  /** Whatever is wrong with a file, an IOException says so, or nobody can tell. */
  @ParameterizedTest
  @MethodSource("names")
  void damageIsAnErrorOrAnotherValue(String name) throws Exception {
    Path store = StoredExamples.unpack(name, folder);
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    for (Path file : StoredExamples.filesBelow(store)) {
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 4; i++) {
        Files.write(file, damaged(whole, random));
        try {
          ZarrArray opened = Zarr.open(store);
          // A damaged shape may be of any size.
          if (opened.shape().size() < 1_000_000) {
            assertEquals(opened.type(), opened.load().type());
          }
        } catch (IOException seen) {
          assertTrue(seen.getMessage().startsWith("zarr: "), seen + ", seed " + seed);
        } catch (RuntimeException | Error unseen) {
          throw new AssertionError(file + ", seed " + seed, unseen);
        }
      }
      Files.write(file, whole);
    }
  }

  private static byte[] damaged(byte[] whole, SplittableRandom random) {
    byte[] damaged =
        random.nextInt(3) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
    for (int i = random.nextInt(1, 4); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] ^= (byte) random.nextInt(1, 256);
    }
    return damaged;
  }
}
