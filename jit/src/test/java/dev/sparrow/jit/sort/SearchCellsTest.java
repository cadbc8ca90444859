package dev.sparrow.jit.sort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches that begin at a cell find the places of binary searches over the whole line. */
class SearchCellsTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int QUERIES = 1000;

  /** How elements are spread: bits of element i of a line, before sorting. */
  private enum Spread {
    EVEN(true),
    EVEN_WITH_EQUALS(true),
    RANDOM(true),
    /** Nearly all elements in one cell. */
    LUMPED(false);

    private final boolean usable;

    Spread(boolean usable) {
      this.usable = usable;
    }

    int bits(DType dtype, int i, SplittableRandom random) {
      float number =
          switch (this) {
            case EVEN -> 0.37f * i - 20;
            case EVEN_WITH_EQUALS -> 0.5f * (i - i % 2) - 16;
            case RANDOM -> random.nextFloat() * 100 - 50;
            case LUMPED -> i == 0 ? 1e9f : i * 1e-3f;
          };
      int integer = (int) (number * 1000) + (dtype == DType.UINT32 ? 1 << 20 : 0);
      return dtype == DType.FLOAT32 ? Float.floatToIntBits(number) : integer;
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "INT32", "UINT32"})
  void findsThePlacesOfBinarySearches(DType dtype) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (Spread spread : Spread.values()) {
      for (int count : new int[] {8, 9, 65, 1000}) {
        for (int nans = 0; nans <= (dtype == DType.FLOAT32 ? 3 : 0); nans += 3) {
          int[] line = line(dtype, spread, count, nans, random);
          int[] queries = queries(dtype, line, random);
          for (LineSearch.End end : LineSearch.End.values()) {
            for (DType places : new DType[] {DType.INT32, DType.INT64}) {
              compare(dtype, spread, line, queries, end, places);
            }
          }
        }
      }
    }
  }

  private static int[] line(
      DType dtype, Spread spread, int count, int nans, SplittableRandom random) {
    IntUnaryOperator order = bits -> ordered(dtype, bits);
    int[] numbers =
        IntStream.range(0, count - nans)
            .map(i -> spread.bits(dtype, i, random))
            .boxed()
            .sorted(Comparator.comparingInt(order::applyAsInt))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] line = Arrays.copyOf(numbers, count);
    Arrays.fill(line, count - nans, count, Float.floatToIntBits(Float.NaN));
    return line;
  }

  private static int ordered(DType dtype, int bits) {
    return switch (dtype) {
      case FLOAT32 -> bits ^ (bits >> 31 & Integer.MAX_VALUE);
      case UINT32 -> bits ^ Integer.MIN_VALUE;
      default -> bits;
    };
  }

  /** Elements of the line, their neighbours, numbers anywhere, and those that are special. */
  private static int[] queries(DType dtype, int[] line, SplittableRandom random) {
    float[] special = {0f, -0f, Float.NaN, 1e38f, -1e38f, 1 / 0f, -1 / 0f, Float.MIN_VALUE};
    return IntStream.range(0, QUERIES)
        .map(i ->
            switch (i % 4) {
              case 0 -> line[random.nextInt(line.length)];
              case 1 -> line[random.nextInt(line.length)] + random.nextInt(3) - 1;
              case 2 -> Float.floatToIntBits(special[random.nextInt(special.length)]);
              default ->
                  dtype == DType.FLOAT32
                      ? Float.floatToIntBits(random.nextFloat() * 120 - 60)
                      : random.nextInt();
            })
        .toArray();
  }

  private static void compare(
      DType dtype, Spread spread, int[] line, int[] queries, LineSearch.End end, DType places) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment elements = arena.allocateFrom(ValueLayout.JAVA_INT, line);
      MemorySegment sought = arena.allocateFrom(ValueLayout.JAVA_INT, queries);
      MemorySegment expected = arena.allocate((long) QUERIES * places.bytes(), 64);
      MemorySegment found = arena.allocate((long) QUERIES * places.bytes(), 64);
      MemorySegment memory = arena.allocate(SearchCells.bytes(line.length), 64);
      Line sorted = new Line(elements.address(), Integer.BYTES, dtype);
      Line from = new Line(sought.address(), Integer.BYTES, dtype);
      new LineSearch(sorted, line.length, QUERIES, end)
          .search(from, QUERIES, new Line(expected.address(), places.bytes(), places));
      SearchCells cells = new SearchCells(sorted, line.length, memory.address(), end);
      String name = "seed " + SEED + " " + dtype + " " + spread + " " + line.length + " " + end;
      if (line.length == 1000) {
        assertEquals(spread.usable, cells.isUsable(), name);
      }
      if (cells.isUsable()) {
        cells.search(from, QUERIES, new Line(found.address(), places.bytes(), places));
        assertEquals(-1, expected.mismatch(found), name);
      } else {
        assertTrue(line.length < 1000 || !spread.usable, name);
      }
    }
  }
}
