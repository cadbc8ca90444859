package dev.sparrow.jit.sort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.jit.codegen.SortLoopWriter.Task;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vector-module")
class QuickSortTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int[] COUNTS = {
    0, 1, 2, 15, 16, 17, 63, 64, 65, 128, 129, 255, 256, 257, 300, 1000, 4097, 70_000
  };

  @Test
  void linesOfAnyKindAreSorted() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<LongUnaryOperator> kinds =
        List.of(
            _ -> random.nextLong(),
            _ -> random.nextInt(5),
            i -> i,
            i -> -i,
            _ -> 7,
            _ -> random.nextInt(10) == 0 ? random.nextLong() : Long.MAX_VALUE,
            _ -> random.nextInt(3) == 0 ? Long.MIN_VALUE : Long.MAX_VALUE,
            // What an evenly spaced sample sees is not what there is.
            i -> i % 32 == 16 ? i : -i,
            i -> i ^ 0x5555);
    for (int count : COUNTS) {
      for (LongUnaryOperator kind : kinds) {
        long[] numbers = LongStream.range(0, count).map(kind).toArray();
        assertSorted(numbers);
      }
    }
  }

  /** Samples see only the least elements, so that each partition takes few away. */
  @Test
  void badPivotsEndInAnotherSort() {
    int count = 70_000;
    SplittableRandom random = new SplittableRandom(SEED);
    int[] numbers = random.ints(count, 1 << 20, Integer.MAX_VALUE).toArray();
    int[] order = IntStream.range(0, count).toArray();
    int depth = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(count));
    int sample = 31;
    int least = 0;
    for (int round = 0; round < depth; round++) {
      int step = order.length / sample;
      int[] seen = new int[sample];
      for (int i = 0; i < sample; i++) {
        int at = order[i * step + step / 2];
        boolean isOpen = numbers[at] >= 1 << 20;
        numbers[at] = isOpen && i <= sample / 2 ? least++ : numbers[at];
        seen[i] = numbers[at];
      }
      Arrays.sort(seen);
      order = Arrays.stream(order).filter(i -> numbers[i] >= seen[sample / 2]).toArray();
    }
    int[] expected = numbers.clone();
    Arrays.sort(expected);
    int[] partitions = new int[1];
    SortLoops counted = VectorLoops.counted(Task.PARTITION, () -> partitions[0]++);
    assertArrayEquals(expected, sorted(numbers, counted), "-Dseed=" + SEED);
    assertEquals(depth, partitions[0]);
  }

  private static void assertSorted(long[] numbers) {
    String message = "-Dseed=" + SEED + " of " + numbers.length;
    long[] expected = numbers.clone();
    Arrays.sort(expected);
    assertArrayEquals(expected, sorted(numbers), message);
    int[] narrow =
        Arrays.stream(numbers).mapToInt(number -> (int) (number >> 32 ^ number)).toArray();
    int[] expectedNarrow = narrow.clone();
    Arrays.sort(expectedNarrow);
    assertArrayEquals(expectedNarrow, sorted(narrow, ready(LaneType.I32)), message);
  }

  private static long[] sorted(long[] numbers) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_LONG, numbers);
      sort(LaneType.I64, memory, numbers.length, arena, ready(LaneType.I64));
      return memory.toArray(ValueLayout.JAVA_LONG);
    }
  }

  private static int[] sorted(int[] numbers, SortLoops loops) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_INT, numbers);
      sort(LaneType.I32, memory, numbers.length, arena, loops);
      return memory.toArray(ValueLayout.JAVA_INT);
    }
  }

  private static SortLoops ready(LaneType type) {
    return VectorLoops.READY.ready(type).orElseThrow();
  }

  private static void sort(
      LaneType type, MemorySegment memory, int count, Arena arena, SortLoops loops) {
    MemorySegment scratch = arena.allocate(QuickSort.scratchBytes(type, count), 64);
    new QuickSort(type, loops).sort(memory.address(), count, scratch.address());
  }
}
