package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.jit.codegen.PackingWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StridedCopyTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void anyDistanceAndCount(int bytes) {
    for (int step = -6; step <= 6; step++) {
      for (int count : new int[] {0, 1, 2, 3, 15, 16, 17, 31, 33, 64, 65, 130}) {
        copies(step, 1, count, bytes);
        copies(step, 3, count, bytes);
      }
    }
  }

  private static void copies(int step, int targetStep, int count, int bytes) {
    int spanned = count == 0 ? 0 : (count - 1) * Math.abs(step) + 1;
    int room = count * targetStep;
    int first = step < 0 ? Math.max(0, spanned - 1) : 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(Math.max(1, (long) spanned * bytes));
      MemorySegment out = arena.allocate((room + 1L) * bytes);
      for (int i = 0; i < in.byteSize(); i++) {
        in.set(ValueLayout.JAVA_BYTE, i, (byte) (1 + i % 125));
      }
      byte[] expected = new byte[(room + 1) * bytes];
      for (int i = 0; i < count; i++) {
        for (int part = 0; part < bytes; part++) {
          expected[i * targetStep * bytes + part] =
              in.get(ValueLayout.JAVA_BYTE, (first + (long) i * step) * bytes + part);
        }
      }
      StridedCopy.copy(
          in.address() + (long) first * bytes, step, out.address(), targetStep, count, bytes);
      assertArrayEquals(
          expected,
          out.toArray(ValueLayout.JAVA_BYTE),
          count + " elements of " + bytes + " bytes, " + step + " to " + targetStep);
    }
  }

  /** Lines are read whole, so they must end before the last element does. */
  @Test
  void linesEndWithTheElements() {
    for (int bytes : new int[] {4, 8}) {
      for (int step = 1; step <= PackingWriter.MOST_STEP; step++) {
        for (long count = 1; count < 200; count++) {
          long lines = PackingWriter.lines(bytes, step, count);
          long read = lines * (PackingWriter.LINE / bytes) * step;
          long spanned = (count - 1) * step + 1;
          assertTrue(read <= spanned, count + " at " + step);
          assertTrue(read + (long) PackingWriter.LINE / bytes * step > spanned);
          assertEquals(lines, PackingWriter.lines(bytes, -step, count));
        }
      }
    }
  }
}
