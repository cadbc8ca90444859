package dev.sparrow.jit.sort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches, in step or from a cell on, find as many elements as a count of all of them. */
class SearchCellsTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int QUERIES = 1000;

  /** How elements are spread: bits of element i of a line, before sorting. */
  private enum Spread {
    EVEN(true),
    EVEN_WITH_EQUALS(true),
    RANDOM(true),
    /** Nearly all elements in one cell. */
    LUMPED(false),
    /** The least number, the largest, and what lies in the middle. */
    EXTREME(false);

    private final boolean usable;

    Spread(boolean usable) {
      this.usable = usable;
    }

    long bits(DType dtype, int i, SplittableRandom random) {
      if (this == EXTREME) {
        return dtype.isFloat()
            ? bits(dtype, new double[] {Double.NEGATIVE_INFINITY, 0, -0.0, 1e300}[i % 4])
            : ordered(dtype, new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}[i % 4]);
      }
      double number =
          switch (this) {
            case EVEN -> 0.37f * i - 20;
            case EVEN_WITH_EQUALS -> 0.5f * (i - i % 2) - 16;
            case RANDOM -> random.nextFloat() * 100 - 50;
            case LUMPED, EXTREME -> i == 0 ? 1e9f : i * 1e-3f;
          };
      return bits(dtype, number);
    }

    /** Integers of 64 bits lie so far apart that differences need more of them. */
    private static long bits(DType dtype, double number) {
      long integer = (int) Math.min(number * 1000, 700_000);
      return switch (dtype) {
        case FLOAT32 -> Float.floatToIntBits((float) number);
        case FLOAT64 -> Double.doubleToLongBits(number);
        case UINT32 -> (int) integer + (1 << 20);
        case INT64 -> integer << 43;
        case UINT64 -> integer + (1L << 20) << 43;
        default -> (int) integer;
      };
    }
  }

  /** Bits, sign-extended, as a signed integer of the order of what they mean, and back. */
  private static long ordered(DType dtype, long bits) {
    return switch (dtype) {
      case UINT32 -> (int) bits ^ Integer.MIN_VALUE;
      case UINT64 -> bits ^ Long.MIN_VALUE;
      case INT32 -> (int) bits;
      default -> bits;
    };
  }

  /** A number of the order of what bits mean: zeros are equal, and so are all NaN. */
  private static long rank(DType dtype, long bits) {
    if (!dtype.isFloat()) {
      return ordered(dtype, bits);
    }
    double number = number(dtype, bits) + 0.0;
    long canonical = Double.doubleToLongBits(number);
    return canonical ^ (canonical >> 63 & Long.MAX_VALUE);
  }

  private static double number(DType dtype, long bits) {
    return dtype == DType.FLOAT32
        ? Float.intBitsToFloat((int) bits)
        : Double.longBitsToDouble(bits);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "INT32", "UINT32", "FLOAT64", "INT64", "UINT64"})
  void findsThePlacesOfACount(DType dtype) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (Spread spread : Spread.values()) {
      for (int count : new int[] {8, 9, 65, 1000}) {
        for (int nans = 0; nans <= (dtype.isFloat() ? 3 : 0); nans += 3) {
          long[] line = line(dtype, spread, count, nans, random);
          long[] queries = queries(dtype, line, random);
          for (LineSearch.End end : LineSearch.End.values()) {
            for (DType places : new DType[] {DType.INT32, DType.INT64}) {
              compare(dtype, spread, line, queries, end, places);
            }
          }
        }
      }
    }
  }

  private static long[] line(
      DType dtype, Spread spread, int count, int nans, SplittableRandom random) {
    Comparator<Long> order =
        dtype.isFloat()
            ? Comparator.comparingDouble(bits -> number(dtype, bits))
            : Comparator.comparingLong(bits -> ordered(dtype, bits));
    long[] numbers =
        LongStream.range(0, count - nans)
            .map(i -> spread.bits(dtype, (int) i, random))
            .boxed()
            .sorted(order)
            .mapToLong(Long::longValue)
            .toArray();
    long[] line = Arrays.copyOf(numbers, count);
    for (int i = count - nans; i < count; i++) {
      line[i] = nan(dtype, i % 2 == 0);
    }
    return line;
  }

  private static long nan(DType dtype, boolean negative) {
    long sign = negative ? Long.MIN_VALUE : 0;
    return dtype == DType.FLOAT32
        ? Float.floatToIntBits(Float.NaN) | sign >> 32
        : Double.doubleToLongBits(Double.NaN) | sign;
  }

  /** Elements of the line, their neighbours, numbers anywhere, and those that are special. */
  private static long[] queries(DType dtype, long[] line, SplittableRandom random) {
    double[] special = {0, -0.0, 1e38, -1e38, 1 / 0.0, -1 / 0.0, Float.MIN_VALUE, 1e300, -1e300};
    long[] edges = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};
    return LongStream.range(0, QUERIES)
        .map(i ->
            switch ((int) i % 5) {
              case 0 -> line[random.nextInt(line.length)];
              case 1 -> line[random.nextInt(line.length)] + random.nextInt(3) - 1;
              case 2 ->
                  dtype.isFloat()
                      ? Spread.bits(dtype, special[random.nextInt(special.length)])
                      : edges[random.nextInt(edges.length)];
              case 3 -> dtype.isFloat() ? nan(dtype, random.nextBoolean()) : random.nextLong();
              default ->
                  dtype.isFloat()
                      ? Spread.bits(dtype, random.nextFloat() * 120 - 60)
                      : random.nextLong();
            })
        .toArray();
  }

  private static void compare(
      DType dtype, Spread spread, long[] line, long[] queries, LineSearch.End end, DType places) {
    String name =
        "seed " + SEED + " " + dtype + " " + spread + " " + line.length + " " + end + " " + places;
    long[] expected =
        Arrays.stream(queries)
            .map(query -> {
              long sought = rank(dtype, query);
              LongPredicate isBefore =
                  end == LineSearch.End.LEFT ? rank -> rank < sought : rank -> rank <= sought;
              return Arrays.stream(line).map(bits -> rank(dtype, bits)).filter(isBefore).count();
            })
            .toArray();
    try (Arena arena = Arena.ofConfined()) {
      Line sorted = new Line(write(dtype, line, arena).address(), dtype.bytes(), dtype);
      Line from = new Line(write(dtype, queries, arena).address(), dtype.bytes(), dtype);
      MemorySegment found = arena.allocate((long) QUERIES * places.bytes(), 64);
      Line to = new Line(found.address(), places.bytes(), places);
      new LineSearch(sorted, line.length, QUERIES, end).search(from, QUERIES, to);
      assertArrayEquals(expected, read(places, found), name);
      MemorySegment memory = arena.allocate(SearchCells.bytes(dtype, line.length), 64);
      SearchCells cells = new SearchCells(sorted, line.length, memory.address(), end);
      if (line.length == 1000) {
        assertEquals(spread.usable, cells.isUsable(), name);
      }
      if (cells.isUsable()) {
        found.fill((byte) -1);
        cells.search(from, QUERIES, to);
        assertArrayEquals(expected, read(places, found), name);
      }
    }
  }

  private static MemorySegment write(DType dtype, long[] bits, Arena arena) {
    return dtype.bytes() == Long.BYTES
        ? arena.allocateFrom(ValueLayout.JAVA_LONG, bits)
        : arena.allocateFrom(
            ValueLayout.JAVA_INT, Arrays.stream(bits).mapToInt(each -> (int) each).toArray());
  }

  private static long[] read(DType places, MemorySegment found) {
    return places == DType.INT64
        ? found.toArray(ValueLayout.JAVA_LONG)
        : Arrays.stream(found.toArray(ValueLayout.JAVA_INT)).asLongStream().toArray();
  }
}
