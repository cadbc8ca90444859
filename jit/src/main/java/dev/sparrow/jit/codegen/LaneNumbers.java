package dev.sparrow.jit.codegen;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The numbers of lanes, which generated loops read a vector of. */
final class LaneNumbers {
  /** Of vectors of 4-byte elements: as many as 512 bits hold. */
  static final int[] INTS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

  /** Of vectors of 8-byte elements. */
  static final long[] LONGS = {0, 1, 2, 3, 4, 5, 6, 7};

  /**
   * Address of as many ints from 0 on as two vectors hold: for a loop to read them where it needs
   * them, from memory that HotSpot can't know to be as before. Read before the loop, numbers that
   * are needed once in a while would keep registers from what is needed all the time.
   */
  static final long INTS_IN_MEMORY = intsInMemory(2 * INTS.length);

  /** The same of longs. */
  static final long LONGS_IN_MEMORY = longsInMemory(2 * LONGS.length);

  private LaneNumbers() {}

  private static long intsInMemory(int count) {
    MemorySegment ints = Arena.global().allocate(ValueLayout.JAVA_INT, count);
    for (int i = 0; i < count; i++) {
      ints.setAtIndex(ValueLayout.JAVA_INT, i, i);
    }
    return ints.address();
  }

  private static long longsInMemory(int count) {
    MemorySegment longs = Arena.global().allocate(ValueLayout.JAVA_LONG, count);
    for (int i = 0; i < count; i++) {
      longs.setAtIndex(ValueLayout.JAVA_LONG, i, i);
    }
    return longs.address();
  }
}
