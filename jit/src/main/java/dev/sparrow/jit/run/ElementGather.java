package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Memory;

/**
 * Reads single elements at positions along an axis in one pass without a list of places. The fewer
 * instructions an element takes, the more reads wait for memory at once.
 *
 * @param last the last position that exists
 * @param clip whether a position outside reads the nearest element, else the fill value
 * @param fill raw bits of the fill value
 * @param bytes size of an element, 4 or 8
 */
record ElementGather(int last, boolean clip, long fill, int bytes) {
  /**
   * Reads elements.
   *
   * @param positions address of the first position
   * @param axis address of the axis's first element
   * @param results address of the first element of the result
   * @param count number of elements
   */
  void read(long positions, long axis, long results, int count) {
    if (bytes == Integer.BYTES) {
      if (clip) {
        clipped4(positions, axis, results, count, last);
      } else {
        filled4(positions, axis, results, count, last, (int) fill);
      }
    } else if (clip) {
      clipped8(positions, axis, results, count, last);
    } else {
      filled8(positions, axis, results, count, last, fill);
    }
  }

  private static void clipped4(long positions, long axis, long results, int count, int last) {
    long index = Memory.bounded(positions);
    long from = Memory.bounded(axis);
    long to = Memory.bounded(results);
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      long nearest = position <= last ? position : nearest((int) position, last);
      Memory.storeBytes4(Memory.loadI32(from + 4L * nearest), to + 4L * i);
    }
  }

  private static void clipped8(long positions, long axis, long results, int count, int last) {
    long index = Memory.bounded(positions);
    long from = Memory.bounded(axis);
    long to = Memory.bounded(results);
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      long nearest = position <= last ? position : nearest((int) position, last);
      Memory.store(Memory.loadI64(from + 8L * nearest), to + 8L * i);
    }
  }

  private static int nearest(int outside, int last) {
    return outside < 0 ? 0 : last;
  }

  private static void filled4(
      long positions, long axis, long results, int count, int last, int fill) {
    long index = Memory.bounded(positions);
    long from = Memory.bounded(axis);
    long to = Memory.bounded(results);
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      int value = position <= last ? Memory.loadI32(from + 4L * position) : fill;
      Memory.storeBytes4(value, to + 4L * i);
    }
  }

  private static void filled8(
      long positions, long axis, long results, int count, int last, long fill) {
    long index = Memory.bounded(positions);
    long from = Memory.bounded(axis);
    long to = Memory.bounded(results);
    for (int i = 0; i < count; i++) {
      long position = Memory.loadI32(index + 4L * i) & 0xFFFF_FFFFL;
      long value = position <= last ? Memory.loadI64(from + 8L * position) : fill;
      Memory.store(value, to + 8L * i);
    }
  }
}
