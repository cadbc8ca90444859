package dev.sparrow.jit.sort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sparrow.array.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LargestTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int COUNT = 5000;
  private static final int WANTED = 5;

  /** Positions of the largest elements; of equals the first. */
  private static int[] found(DType dtype, long[] bits) {
    int bytes = dtype.bytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocate((long) bits.length * bytes, 64);
      Line line = new Line(from.address(), bytes, dtype);
      for (int i = 0; i < bits.length; i++) {
        line.setBits(i, bits[i]);
      }
      MemorySegment values = arena.allocate((long) WANTED * bytes, 64);
      MemorySegment indices = arena.allocate(ValueLayout.JAVA_INT, WANTED);
      new Largest(WANTED)
          .find(
              line,
              bits.length,
              new Line(values.address(), bytes, dtype),
              new Line(indices.address(), 4, DType.INT32));
      int[] positions = indices.toArray(ValueLayout.JAVA_INT);
      for (int i = 0; i < WANTED; i++) {
        // Values have the bits of the elements.
        long at = (long) positions[i] * bytes;
        assertArrayEquals(
            from.asSlice(at, bytes).toArray(ValueLayout.JAVA_BYTE),
            values.asSlice((long) i * bytes, bytes).toArray(ValueLayout.JAVA_BYTE));
      }
      return positions;
    }
  }

  private static long bits(DType dtype, double number) {
    return switch (dtype) {
      case FLOAT32 -> Float.floatToRawIntBits((float) number);
      case FLOAT64 -> Double.doubleToRawLongBits(number);
      // Both ends of the range, which differ by more than half of it.
      case INT32 -> (int) number << 28;
      case UINT32 -> (int) number + 8 << 28;
      case INT64 -> (long) number << 60;
      default -> (long) number + 8 << 60;
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void negativeNumbersAloneAndEqualsKeepTheirOrder(DType dtype) {
    long[] bits = new long[COUNT];
    Arrays.fill(bits, bits(dtype, -2));
    bits[1500] = bits(dtype, -1);
    bits[4321] = bits(dtype, -0.0);
    bits[4999] = bits(dtype, 0.0);
    assertArrayEquals(new int[] {4999, 4321, 1500, 0, 1}, found(dtype, bits));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void anyNaNIsLargest(DType dtype) {
    long[] bits = IntStream.range(0, COUNT).mapToLong(i -> bits(dtype, COUNT - i)).toArray();
    // A NaN whose sign bit is set looks like the least of numbers.
    bits[3000] = dtype == DType.FLOAT32 ? 0xFFC0_0001 : 0xFFF8_0000_0000_0001L;
    bits[4000] = bits(dtype, Double.NaN);
    assertArrayEquals(new int[] {3000, 4000, 0, 1, 2}, found(dtype, bits));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "INT32", "UINT32", "FLOAT64", "INT64", "UINT64", "INT16"})
  void blocksThatAreSkippedHoldNothingLarger(DType dtype) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int trial = 0; trial < 100; trial++) {
      int[] numbers = random.ints(COUNT, -8, 8).toArray();
      if (trial % 2 == 0) {
        // The largest are few, and one of them is last.
        Arrays.setAll(numbers, i -> i % 999 == 0 ? numbers[i] : Math.min(numbers[i], -6));
        numbers[COUNT - 1] = 7;
      }
      int[] expected =
          IntStream.range(0, COUNT)
              .boxed()
              .sorted(Comparator.comparingInt((Integer i) -> -numbers[i]).thenComparing(i -> i))
              .limit(WANTED)
              .mapToInt(Integer::intValue)
              .toArray();
      long[] bits =
          Arrays.stream(numbers)
              .mapToLong(i -> dtype == DType.INT16 ? i : bits(dtype, i))
              .toArray();
      assertArrayEquals(expected, found(dtype, bits), dtype + " -Dseed=" + SEED);
    }
  }
}
