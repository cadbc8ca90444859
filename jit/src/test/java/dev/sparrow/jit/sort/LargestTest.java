package dev.sparrow.jit.sort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sparrow.array.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargestTest {
  private static final long SEED = Long.getLong("seed", 20261126);
  private static final int COUNT = 5000;
  private static final int WANTED = 5;

  /** Positions of the largest elements; of equals the first. */
  private static int[] found(int[] bits) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_INT, bits);
      MemorySegment values = arena.allocate(ValueLayout.JAVA_INT, WANTED);
      MemorySegment indices = arena.allocate(ValueLayout.JAVA_INT, WANTED);
      new Largest(WANTED)
          .find(
              new Line(from.address(), 4, DType.FLOAT32),
              bits.length,
              new Line(values.address(), 4, DType.FLOAT32),
              new Line(indices.address(), 4, DType.INT32));
      return indices.toArray(ValueLayout.JAVA_INT);
    }
  }

  @Test
  void negativeNumbersAloneAndEqualsKeepTheirOrder() {
    int[] bits = new int[COUNT];
    Arrays.fill(bits, Float.floatToRawIntBits(-2f));
    bits[1500] = Float.floatToRawIntBits(-1f);
    bits[4321] = Float.floatToRawIntBits(-0f);
    bits[4999] = Float.floatToRawIntBits(0f);
    assertArrayEquals(new int[] {4999, 4321, 1500, 0, 1}, found(bits));
  }

  @Test
  void anyNaNIsLargest() {
    int[] bits = IntStream.range(0, COUNT).map(i -> Float.floatToRawIntBits(COUNT - i)).toArray();
    // A NaN whose sign bit is set looks like the least of numbers.
    bits[3000] = 0xFFC0_0001;
    bits[4000] = 0x7FC0_0000;
    assertArrayEquals(new int[] {3000, 4000, 0, 1, 2}, found(bits));
  }

  @Test
  void blocksThatAreSkippedHoldNothingLarger() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int trial = 0; trial < 200; trial++) {
      int[] bits = random.ints(COUNT, -8, 8).map(i -> Float.floatToRawIntBits(i * 0.5f)).toArray();
      int[] expected =
          IntStream.range(0, COUNT)
              .boxed()
              .sorted((a, b) -> {
                int order =
                    Float.compare(Float.intBitsToFloat(bits[b]), Float.intBitsToFloat(bits[a]));
                return order != 0 ? order : Integer.compare(a, b);
              })
              .limit(WANTED)
              .mapToInt(Integer::intValue)
              .toArray();
      assertArrayEquals(expected, found(bits), "-Dseed=" + SEED);
    }
  }
}
