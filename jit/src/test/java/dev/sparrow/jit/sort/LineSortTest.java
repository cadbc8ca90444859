package dev.sparrow.jit.sort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sparrow.array.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All ways of sorting, in arrays, digit by digit and by vector loops, find the same bytes. */
@Tag("vector-module")
class LineSortTest {
  private static final long SEED = Long.getLong("seed", 20261126);

  @ParameterizedTest
  @EnumSource(value = DType.class, mode = EnumSource.Mode.EXCLUDE, names = "KEY")
  void allWaysFindTheSame(DType dtype) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int count : new int[] {0, 1, 5, 33, 300, 5000, 9001, 70_001}) {
      List<DType> alone = List.of(dtype);
      List<DType> together = List.of(dtype, DType.INT16, DType.FLOAT64, DType.INT32);
      for (List<DType> dtypes : List.of(alone, together)) {
        for (int keys = 1; keys <= Math.min(2, dtypes.size()); keys++) {
          List<byte[]> lines = lines(dtypes, count, random);
          List<byte[]> inArrays =
              sorted(dtypes, keys, count, lines, Long.MAX_VALUE, VectorLoops.NONE);
          List<byte[]> inMemory = sorted(dtypes, keys, count, lines, -1, VectorLoops.NONE);
          List<byte[]> quick = sorted(dtypes, keys, count, lines, -1, VectorLoops.READY);
          for (int i = 0; i < dtypes.size(); i++) {
            assertArrayEquals(
                inMemory.get(i), inArrays.get(i), "seed " + SEED + " " + dtypes + " " + count);
            assertArrayEquals(
                inMemory.get(i), quick.get(i), "seed " + SEED + " " + dtypes + " " + count);
          }
        }
      }
    }
  }

  /** Random bits, with runs of equals, zeros of both signs and NaN of any payload. */
  private static List<byte[]> lines(List<DType> dtypes, int count, SplittableRandom random) {
    List<byte[]> lines = new ArrayList<>();
    for (DType dtype : dtypes) {
      byte[] line = new byte[count * dtype.bytes()];
      random.nextBytes(line);
      for (int i = 0; i < count; i++) {
        int kind = random.nextInt(6);
        for (int b = 0; b < dtype.bytes(); b++) {
          int at = i * dtype.bytes() + b;
          boolean top = b % 4 == 3 || b == dtype.bytes() - 1;
          byte sign = (byte) (random.nextBoolean() ? 0x80 : 0);
          line[at] =
              dtype == DType.BOOL
                  ? (byte) (line[at] & 1)
                  : kind == 0 ? (top ? sign : 0) : kind == 1 ? (byte) -1 : line[at];
        }
      }
      if (!lines.isEmpty() && dtype == DType.INT32) {
        // Positions, as an argsort moves them, to the end or only almost.
        ByteBuffer positions = ByteBuffer.wrap(line).order(ByteOrder.nativeOrder());
        int different = random.nextBoolean() ? 1 : 0;
        for (int i = 0; i < count - different; i++) {
          positions.putInt(4 * i, i);
        }
      }
      lines.add(line);
    }
    return lines;
  }

  private static List<byte[]> sorted(
      List<DType> dtypes,
      int keys,
      int count,
      List<byte[]> lines,
      long most,
      SortLoops.Source loops) {
    try (Arena arena = Arena.ofConfined()) {
      List<Line> from = new ArrayList<>();
      List<Line> to = new ArrayList<>();
      List<MemorySegment> results = new ArrayList<>();
      for (int i = 0; i < dtypes.size(); i++) {
        MemorySegment source = arena.allocate(Math.max(1, lines.get(i).length), 64);
        MemorySegment target = arena.allocate(Math.max(1, lines.get(i).length), 64);
        MemorySegment.copy(lines.get(i), 0, source, ValueLayout.JAVA_BYTE, 0, lines.get(i).length);
        from.add(new Line(source.address(), dtypes.get(i).bytes(), dtypes.get(i)));
        to.add(new Line(target.address(), dtypes.get(i).bytes(), dtypes.get(i)));
        results.add(target.asSlice(0, lines.get(i).length));
      }
      long bytes = LineSort.scratchBytes(dtypes, keys, count, most, loops);
      long scratch = arena.allocate(bytes + 64, 64).address();
      new LineSort(dtypes, keys, count, most, loops).sort(from, to, scratch);
      return results.stream().map(result -> result.toArray(ValueLayout.JAVA_BYTE)).toList();
    }
  }
}
