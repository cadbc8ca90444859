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
    int count = 0;
    for (long i = 0; i < size; i++) {
      count = Math.addExact(count, bytes.get(ValueLayout.JAVA_BYTE, i));
    }
    if (size <= Integer.MAX_VALUE) {
      int[] positions = new int[count];
      for (int i = 0, next = 0; next < count; i++) {
        if (bytes.get(ValueLayout.JAVA_BYTE, i) != 0) {
          positions[next++] = i;
        }
      }
      return HostValues.array(positions);
    }
    long[] positions = new long[count];
    int next = 0;
    for (long i = 0; next < count; i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, i) != 0) {
        positions[next++] = i;
      }
    }
    return HostValues.array(positions);
  }
}
