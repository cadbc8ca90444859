package dev.sparrow.jit.sort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vector-module")
class QuickSortTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int[] COUNTS = {
    0, 1, 2, 15, 16, 17, 63, 64, 65, 128, 129, 255, 256, 257, 300, 1000, 2047, 2048, 4095, 4096,
    4097, 32_767, 32_769, 65_536, 65_537, 70_000, 140_003
  };
  private static final int GUARD = 256;

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
            i -> i ^ 0x5555,
            i -> Math.min(i, 50_000 - i),
            i -> i < 4000 ? i : (long) random.nextInt(100) << 33);
    for (int count : COUNTS) {
      for (LongUnaryOperator kind : kinds) {
        long[] numbers = LongStream.range(0, count).map(kind).toArray();
        assertSorted(numbers);
      }
    }
  }

  /** Halving the range of values ends whatever the values are. */
  @Test
  void badPivotsEndInHalvedRanges() {
    SplittableRandom random = new SplittableRandom(SEED);
    int count = 200_000;
    int[] numbers = random.ints(count).toArray();
    numbers[7] = Integer.MAX_VALUE;
    numbers[8] = Integer.MIN_VALUE;
    int[] expected = numbers.clone();
    Arrays.sort(expected);
    assertArrayEquals(expected, sorted(numbers, ready(LaneType.I32), 0), "-Dseed=" + SEED);
    long[] wide = random.longs(count).toArray();
    long[] expectedWide = wide.clone();
    Arrays.sort(expectedWide);
    assertArrayEquals(expectedWide, sorted(wide, 0), "-Dseed=" + SEED);
  }

  private static void assertSorted(long[] numbers) {
    String message = "-Dseed=" + SEED + " of " + numbers.length;
    long[] expected = numbers.clone();
    Arrays.sort(expected);
    assertArrayEquals(expected, sorted(numbers, 2), message);
    int[] narrow =
        Arrays.stream(numbers).mapToInt(number -> (int) (number >> 32 ^ number)).toArray();
    int[] expectedNarrow = narrow.clone();
    Arrays.sort(expectedNarrow);
    assertArrayEquals(expectedNarrow, sorted(narrow, ready(LaneType.I32), 2), message);
  }

  private static long[] sorted(long[] numbers, int goodPivots) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_LONG, numbers);
      QuickSort sort = new QuickSort(LaneType.I64, ready(LaneType.I64), goodPivots);
      return sorted(LaneType.I64, sort, from, numbers.length, arena).toArray(ValueLayout.JAVA_LONG);
    }
  }

  private static int[] sorted(int[] numbers, SortLoops loops, int goodPivots) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_INT, numbers);
      QuickSort sort = new QuickSort(LaneType.I32, loops, goodPivots);
      return sorted(LaneType.I32, sort, from, numbers.length, arena).toArray(ValueLayout.JAVA_INT);
    }
  }

  private static SortLoops ready(LaneType type) {
    return VectorLoops.READY.ready(type).orElseThrow();
  }

  /** Memory around what is sorted keeps its bytes, and each element is told of once. */
  private static MemorySegment sorted(
      LaneType type, QuickSort sort, MemorySegment from, int count, Arena arena) {
    int bytes = type.bytes();
    MemorySegment scratch = guarded(QuickSort.scratchBytes(type, count), arena);
    MemorySegment to = guarded((long) count * bytes, arena);
    BitSet told = new BitSet();
    sort.sort(
        new QuickSort.Keys() {
          @Override
          public long at(int number) {
            return bytes == 4
                ? from.getAtIndex(ValueLayout.JAVA_INT, number)
                : from.getAtIndex(ValueLayout.JAVA_LONG, number);
          }

          @Override
          public void write(int first, int some, long target) {
            MemorySegment.copy(from, (long) first * bytes, Memory.ALL, target, (long) some * bytes);
          }
        },
        count,
        to.address() + GUARD,
        scratch.address() + GUARD,
        (first, some) -> {
          assertEquals(0, told.get(first, first + some).cardinality());
          told.set(first, first + some);
        });
    assertEquals(count, told.cardinality());
    assertGuarded(scratch);
    assertGuarded(to);
    return to.asSlice(GUARD, (long) count * bytes);
  }

  private static MemorySegment guarded(long bytes, Arena arena) {
    MemorySegment memory = arena.allocate(bytes + 2 * GUARD, 64);
    memory.fill((byte) 0x5A);
    return memory;
  }

  private static void assertGuarded(MemorySegment memory) {
    MemorySegment untouched = MemorySegment.ofArray(new byte[GUARD]).fill((byte) 0x5A);
    assertEquals(-1, memory.asSlice(0, GUARD).mismatch(untouched));
    assertEquals(-1, memory.asSlice(memory.byteSize() - GUARD).mismatch(untouched));
  }
}
