package dev.sparrow.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where a mask holds: a result whose size only the values tell, so it waits for them. */
public final class MaskPositions {
  private MaskPositions() {}

  /**
   * Row-major positions of the elements that are true, ascending.
   *
   * @param mask bool, any shape
   * @return an array of one axis, int32 unless a position needs int64
   */
  public static NDArray of(ConcreteArray mask) {
    long size = mask.size();
    if (!mask.isKnownDense()) {
      return of(MemorySegment.ofArray(mask.toByteArray()), size);
    }
    return mask.read(view -> of(Elements.readOnly(view), size));
  }

  private static NDArray of(MemorySegment bytes, long size) {
    int count = Math.toIntExact(count(bytes, size));
    if (size > Integer.MAX_VALUE) {
      return HostValues.array(longPositions(bytes, count));
    }
    int[] positions = new int[count];
    // Each position is written, and overwritten by the next one unless it is kept: which elements
    // are true is not to be foreseen, so a branch would cost more.
    for (int i = 0, next = 0; next < count; i++) {
      positions[next] = i;
      next += bytes.get(ValueLayout.JAVA_BYTE, i);
    }
    return HostValues.array(positions);
  }

  private static long[] longPositions(MemorySegment bytes, int count) {
    long[] positions = new long[count];
    int next = 0;
    for (long i = 0; next < count; i++) {
      positions[next] = i;
      next += bytes.get(ValueLayout.JAVA_BYTE, i);
    }
    return positions;
  }

  /** How many bytes, each 0 or 1, are 1. */
  private static long count(MemorySegment bytes, long size) {
    long count = 0;
    long i = 0;
    for (; i <= size - Long.BYTES; i += Long.BYTES) {
      count += Long.bitCount(bytes.get(ValueLayout.JAVA_LONG_UNALIGNED, i));
    }
    for (; i < size; i++) {
      count += bytes.get(ValueLayout.JAVA_BYTE, i);
    }
    return count;
  }
}
