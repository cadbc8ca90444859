package dev.sparrow.io.zarr;

import static dev.sparrow.array.HostValues.array;
import static dev.sparrow.array.HostValues.unsigned;
import static dev.sparrow.array.Index.all;
import static dev.sparrow.array.Index.at;
import static dev.sparrow.array.Index.ellipsis;
import static dev.sparrow.array.Index.mask;
import static dev.sparrow.array.Index.newAxis;
import static dev.sparrow.array.Index.slice;
import static dev.sparrow.array.Index.take;
import static dev.sparrow.ops.Creation.arange;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Jit;
import dev.sparrow.testing.AllocatorsAtZero;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Parts that arrays of positions and masks name. */
@ExtendWith(AllocatorsAtZero.class)
class ZarrPositionsTest {
  @TempDir private Path folder;

  private ZarrArray saved(NDArray x) throws IOException {
    Path to = folder.resolve("x");
    Zarr.save(to, x, ZarrOption.chunks(2, 3, 2));
    return Zarr.open(to);
  }

  @Test
  void partsAreWhatIndexingTheArrayGives() throws Exception {
    NDArray x = arange(5 * 7 * 4).reshape(5, 7, 4);
    ZarrArray stored = saved(x);
    NDArray square = array(new int[] {6, 0, -1, 3}).reshape(2, 2);
    List<Index[]> lists =
        List.of(
            new Index[] {take(4, 0, 0, -2)},
            new Index[] {all(), take(square)},
            new Index[] {take(3, 1), all(), take(0, 3)},
            new Index[] {take(3, 1), take(6, 2), slice(1, 4, 2)},
            new Index[] {at(-1), take(square), slice(null, null, -1L)},
            new Index[] {take(99, -99), ellipsis()},
            new Index[] {all(), take(unsigned(2, 0xFFFF_FFFF))},
            new Index[] {ellipsis(), newAxis(), take(array(new long[] {1, 2}))},
            new Index[] {take(new int[0])},
            new Index[] {mask(array(new boolean[] {true, false, false, true, true}))},
            new Index[] {all(), mask(x.get(0).gt(13))},
            new Index[] {mask(x.mod(3).eq(1))},
            new Index[] {mask(x.lt(0))},
            new Index[] {mask(true), at(2)},
            new Index[] {slice(3, 1), take(0, 1)});
    for (Index[] list : lists) {
      NDArray part = x.get(list);
      NDArray read = stored.get(list);
      assertEquals(part.type(), read.type(), Arrays.toString(list));
      assertArrayEquals(part.toByteArray(), read.toByteArray(), Arrays.toString(list));
    }
    assertArrayEquals(
        x.get("[4, 1], 2:, [0]").toByteArray(), stored.get("[4, 1], 2:, [0]").toByteArray());
  }

  @Test
  void onlyTheChunksOfThePositionsAreRead() throws Exception {
    NDArray x = arange(5 * 7 * 4).reshape(5, 7, 4);
    ZarrArray stored = saved(x);
    // Rows 2 and 3 lie in the second row of chunks.
    for (int row : new int[] {0, 2}) {
      Files.write(folder.resolve("x/c/" + row + "/1/1"), new byte[] {1});
    }
    assertArrayEquals(x.get(take(3, 2)).toByteArray(), stored.get(take(3, 2)).toByteArray());
    assertArrayEquals(
        x.get(all(), take(6, 1)).toByteArray(), stored.get(all(), take(6, 1)).toByteArray());
    assertThrows(IOException.class, () -> stored.get(take(3, 4)));
  }

  @Test
  void masksOfOtherShapesAreRefused() throws Exception {
    ZarrArray stored = saved(arange(5 * 7 * 4).reshape(5, 7, 4));
    IndexOutOfBoundsException refused =
        assertThrows(
            IndexOutOfBoundsException.class, () -> stored.get(mask(array(new boolean[4]))));
    assertTrue(refused.getMessage().contains("did not match shape"), refused.getMessage());
  }

  @Test
  void tracedPositionsAreRefused() throws Exception {
    ZarrArray stored = saved(arange(5 * 7 * 4).reshape(5, 7, 4));
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () ->
                Jit.jit(
                        "part",
                        (NDArray i) -> {
                          try {
                            return stored.get(take(i));
                          } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                          }
                        })
                    .apply(array(new int[] {1})));
    assertTrue(refused.getMessage().contains("toLongArray"), refused.getMessage());
  }
}
