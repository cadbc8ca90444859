package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.sort.OrderedBits.Zeros;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Sorts integers in Java arrays, whose own sort is compiled to vector instructions where there are
 * some. Integers have one sorted order, so results do not depend on how it is found. For one
 * thread; arrays are kept from line to line.
 */
final class ArraySort {
  /** Elements up to which a line is sorted in an array: at most 128 MiB of heap. */
  static final int MOST = 1 << 24;

  /** Elements that a call of a loop takes, so that it is compiled after some calls. */
  private static final int BLOCK = 1 << 12;

  private static final int INFINITY = 0x7F80_0000;
  private static final int NAN = 0x7FC0_0000;

  private final int count;
  private int[] ints = {};
  private long[] longs = {};
  private int[] order = {};

  /** Creates a sorter of lines of a length, at most {@link #MOST}. */
  ArraySort(int count) {
    this.count = count;
  }

  /** Sorts a line of at most 32 bits; zeros of both signs become positive. */
  void sortInts(Line from, Line to) {
    if (ints.length != count) {
      ints = new int[count];
    }
    DType dtype = from.dtype();
    boolean dense = dtype == DType.FLOAT32 && from.step() == 4 && to.step() == 4;
    if (dense) {
      MemorySegment.copy(
          Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, from.address(), ints, 0, count);
      for (int begin = 0; begin < count; begin += BLOCK) {
        encode(ints, begin, Math.min(count, begin + BLOCK));
      }
    } else {
      for (int begin = 0; begin < count; begin += BLOCK) {
        encode(from, ints, begin, Math.min(count, begin + BLOCK));
      }
    }
    Arrays.sort(ints);
    if (!dense) {
      for (int begin = 0; begin < count; begin += BLOCK) {
        decode(ints, to, begin, Math.min(count, begin + BLOCK));
      }
      return;
    }
    int nan = count;
    while (nan > 0 && ints[nan - 1] == Integer.MAX_VALUE) {
      ints[--nan] = NAN;
    }
    for (int begin = 0; begin < nan; begin += BLOCK) {
      decode(ints, begin, Math.min(nan, begin + BLOCK));
    }
    MemorySegment.copy(ints, 0, Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, to.address(), count);
  }

  /** Bits of float32 become signed integers of their order, without a branch. */
  private static void encode(int[] bits, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int magnitude = bits[i] & Integer.MAX_VALUE;
      int nan = INFINITY - magnitude >> 31;
      int zero = magnitude - 1 >> 31;
      int ordered = bits[i] ^ (bits[i] >> 31 & Integer.MAX_VALUE);
      bits[i] = ordered & ~nan & ~zero | nan & Integer.MAX_VALUE;
    }
  }

  private static void decode(int[] keys, int begin, int end) {
    for (int i = begin; i < end; i++) {
      keys[i] ^= keys[i] >> 31 & Integer.MAX_VALUE;
    }
  }

  private static void encode(Line from, int[] keys, int begin, int end) {
    for (int i = begin; i < end; i++) {
      keys[i] = key(from, i) ^ Integer.MIN_VALUE;
    }
  }

  private static int key(Line line, long position) {
    long address = line.at(position);
    return line.dtype() == DType.FLOAT32
        ? OrderedBits.of32(Memory.loadI32(address), Zeros.EQUAL)
        : (int) OrderedBits.of(address, line.dtype(), Zeros.EQUAL);
  }

  private static void decode(int[] keys, Line to, int begin, int end) {
    for (int i = begin; i < end; i++) {
      long key = (keys[i] ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
      to.setBits(i, OrderedBits.toBits(key, to.dtype()));
    }
  }

  /** Sorts a line of 64 bits; zeros of both signs become positive. */
  void sortLongs(Line from, Line to) {
    if (longs.length != count) {
      longs = new long[count];
    }
    for (int begin = 0; begin < count; begin += BLOCK) {
      encode(from, longs, begin, Math.min(count, begin + BLOCK));
    }
    Arrays.sort(longs);
    for (int begin = 0; begin < count; begin += BLOCK) {
      decode(longs, to, begin, Math.min(count, begin + BLOCK));
    }
  }

  private static void encode(Line from, long[] keys, int begin, int end) {
    for (int i = begin; i < end; i++) {
      keys[i] = OrderedBits.of(from.at(i), from.dtype(), Zeros.EQUAL) ^ Long.MIN_VALUE;
    }
  }

  private static void decode(long[] keys, Line to, int begin, int end) {
    for (int i = begin; i < end; i++) {
      to.setBits(i, OrderedBits.toBits(keys[i] ^ Long.MIN_VALUE, to.dtype()));
    }
  }

  /** Starts a sort by several keys: positions are in order. */
  void begin() {
    if (longs.length != count) {
      longs = new long[count];
      order = new int[count];
    }
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
  }

  /**
   * Sorts positions by a key of at most 32 bits. Those of one key keep their order, because it
   * stands in the lower half of what is sorted.
   */
  void sortPositions(Line key) {
    for (int begin = 0; begin < count; begin += BLOCK) {
      pack(key, order, longs, begin, Math.min(count, begin + BLOCK));
    }
    Arrays.sort(longs);
    int[] sorted = ints.length == count ? ints : new int[count];
    for (int begin = 0; begin < count; begin += BLOCK) {
      unpack(longs, order, sorted, begin, Math.min(count, begin + BLOCK));
    }
    ints = order;
    order = sorted;
  }

  private static void pack(Line key, int[] order, long[] entries, int begin, int end) {
    for (int i = begin; i < end; i++) {
      entries[i] = (long) (key(key, order[i]) ^ Integer.MIN_VALUE) << 32 | i;
    }
  }

  private static void unpack(long[] entries, int[] order, int[] sorted, int begin, int end) {
    for (int i = begin; i < end; i++) {
      sorted[i] = order[(int) entries[i]];
    }
  }

  /** Moves a line to the sorted positions. */
  void move(Line from, Line to) {
    for (int begin = 0; begin < count; begin += BLOCK) {
      move(from, order, to, begin, Math.min(count, begin + BLOCK));
    }
  }

  private static void move(Line from, int[] order, Line to, int begin, int end) {
    if (from.dtype().bytes() == 4) {
      for (int i = begin; i < end; i++) {
        Memory.storeBytes4(Memory.loadI32(from.at(order[i])), to.at(i));
      }
      return;
    }
    for (int i = begin; i < end; i++) {
      to.set(i, from.at(order[i]));
    }
  }
}
