package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.Memory;
import java.util.Arrays;

/**
 * Sorts entries in memory by an unsigned integer in each: byte by byte from the lowest, each time
 * with a stable distribution. Bytes that all entries share are skipped. Few entries are sorted by
 * insertion.
 *
 * <p>Loops go over a block of entries in a method of its own, so that they are compiled after some
 * blocks and not replaced while they run. A byte makes 256 places to write to, whose lines stay in
 * the first cache and whose pages the processor remembers; wider digits need fewer passes but
 * longer ones.
 */
public final class RadixSort {
  /** Entries up to which insertion is faster than counting digits. */
  private static final int FEW = 32;

  /** Entries that a call of a loop takes. */
  private static final int BLOCK = 1 << 12;

  private static final int DIGITS = 1 << 8;

  private final int[] counts = new int[8 * DIGITS];

  /** Creates a sorter: its tables of counts, for one thread. */
  public RadixSort() {}

  /**
   * Sorts 4-byte integers.
   *
   * @param entries address of the entries
   * @param other address of as much memory
   * @param count number of entries
   * @param bits bits that may differ, the lowest ones
   * @return where the sorted entries are: one of the addresses
   */
  public long ints(long entries, long other, int count, int bits) {
    if (count <= FEW) {
      insertInts(entries, count);
      return entries;
    }
    int passes = passes(bits);
    Arrays.fill(counts, 0, passes * DIGITS, 0);
    for (int begin = 0; begin < count; begin += BLOCK) {
      int length = Math.min(BLOCK, count - begin);
      countInts(counts, entries + 4L * begin, length, passes);
    }
    long from = entries;
    long to = other;
    for (int pass = 0; pass < passes; pass++) {
      int shift = 8 * pass;
      int table = pass * DIGITS;
      if (counts[table + (Memory.loadI32(from) >>> shift & 0xFF)] == count) {
        continue;
      }
      positions(table);
      for (int begin = 0; begin < count; begin += BLOCK) {
        int length = Math.min(BLOCK, count - begin);
        distributeInts(counts, table, shift, from + 4L * begin, length, to);
      }
      long swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void countInts(int[] counts, long entries, int count, int passes) {
    if (passes == 4) {
      for (int i = 0; i < count; i++) {
        int key = Memory.loadI32(entries + 4L * i);
        counts[key & 0xFF]++;
        counts[DIGITS + (key >>> 8 & 0xFF)]++;
        counts[2 * DIGITS + (key >>> 16 & 0xFF)]++;
        counts[3 * DIGITS + (key >>> 24)]++;
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      int key = Memory.loadI32(entries + 4L * i);
      for (int pass = 0; pass < passes; pass++) {
        counts[pass * DIGITS + (key >>> 8 * pass & 0xFF)]++;
      }
    }
  }

  private static void distributeInts(
      int[] counts, int table, int shift, long from, int count, long to) {
    for (int i = 0; i < count; i++) {
      int key = Memory.loadI32(from + 4L * i);
      int at = counts[table + (key >>> shift & 0xFF)]++;
      Memory.storeBytes4(key, to + 4L * at);
    }
  }

  /**
   * Sorts 8-byte integers by some of their bits.
   *
   * @param entries address of the entries
   * @param other address of as much memory
   * @param count number of entries
   * @param low lowest bit that counts
   * @param high one above the highest bit that counts
   * @return where the sorted entries are: one of the addresses
   */
  public long longs(long entries, long other, int count, int low, int high) {
    if (count <= FEW) {
      insertLongs(entries, count, low);
      return entries;
    }
    return distribute(entries, other, count, low, passes(high - low), 3);
  }

  /**
   * Sorts entries of 16 bytes by the integer in the first eight.
   *
   * @param entries address of the entries
   * @param other address of as much memory
   * @param count number of entries
   * @return where the sorted entries are: one of the addresses
   */
  public long pairs(long entries, long other, int count) {
    if (count <= FEW) {
      insertPairs(entries, count);
      return entries;
    }
    return distribute(entries, other, count, 0, passes(64), 4);
  }

  /** Sorts entries of {@code 1 << scale} bytes that begin with an 8-byte integer. */
  private long distribute(long entries, long other, int count, int low, int passes, int scale) {
    Arrays.fill(counts, 0, passes * DIGITS, 0);
    for (int begin = 0; begin < count; begin += BLOCK) {
      int length = Math.min(BLOCK, count - begin);
      countLongs(counts, entries + ((long) begin << scale), length, low, passes, scale);
    }
    long from = entries;
    long to = other;
    for (int pass = 0; pass < passes; pass++) {
      int shift = low + 8 * pass;
      int table = pass * DIGITS;
      if (counts[table + (int) (Memory.loadI64(from) >>> shift & 0xFF)] == count) {
        continue;
      }
      positions(table);
      for (int begin = 0; begin < count; begin += BLOCK) {
        int length = Math.min(BLOCK, count - begin);
        long first = from + ((long) begin << scale);
        if (scale == 3) {
          distributeLongs(counts, table, shift, first, length, to);
        } else {
          distributePairs(counts, table, shift, first, length, to);
        }
      }
      long swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void countLongs(
      int[] counts, long entries, int count, int low, int passes, int scale) {
    for (int pass = 0; pass < passes; pass++) {
      int shift = low + 8 * pass;
      int table = pass * DIGITS;
      for (int i = 0; i < count; i++) {
        long key = Memory.loadI64(entries + ((long) i << scale));
        counts[table + (int) (key >>> shift & 0xFF)]++;
      }
    }
  }

  private static void distributeLongs(
      int[] counts, int table, int shift, long from, int count, long to) {
    for (int i = 0; i < count; i++) {
      long key = Memory.loadI64(from + 8L * i);
      int at = counts[table + (int) (key >>> shift & 0xFF)]++;
      Memory.store(key, to + 8L * at);
    }
  }

  private static void distributePairs(
      int[] counts, int table, int shift, long from, int count, long to) {
    for (int i = 0; i < count; i++) {
      long key = Memory.loadI64(from + 16L * i);
      long target = to + 16L * counts[table + (int) (key >>> shift & 0xFF)]++;
      Memory.store(key, target);
      Memory.store(Memory.loadI64(from + 16L * i + 8), target + 8);
    }
  }

  private static int passes(int bits) {
    return (bits + 7) / 8;
  }

  /** Turns counts into the first position of each digit. */
  private void positions(int table) {
    int sum = 0;
    for (int digit = table; digit < table + DIGITS; digit++) {
      int count = counts[digit];
      counts[digit] = sum;
      sum += count;
    }
  }

  private static void insertInts(long entries, int count) {
    for (int i = 1; i < count; i++) {
      int entry = Memory.loadI32(entries + 4L * i);
      int at = i;
      for (; at > 0; at--) {
        int before = Memory.loadI32(entries + 4L * (at - 1));
        if (Integer.compareUnsigned(before, entry) <= 0) {
          break;
        }
        Memory.storeBytes4(before, entries + 4L * at);
      }
      Memory.storeBytes4(entry, entries + 4L * at);
    }
  }

  private static void insertLongs(long entries, int count, int low) {
    for (int i = 1; i < count; i++) {
      long entry = Memory.loadI64(entries + 8L * i);
      int at = i;
      for (; at > 0; at--) {
        long before = Memory.loadI64(entries + 8L * (at - 1));
        if (Long.compareUnsigned(before >>> low, entry >>> low) <= 0) {
          break;
        }
        Memory.store(before, entries + 8L * at);
      }
      Memory.store(entry, entries + 8L * at);
    }
  }

  private static void insertPairs(long entries, int count) {
    for (int i = 1; i < count; i++) {
      long key = Memory.loadI64(entries + 16L * i);
      long with = Memory.loadI64(entries + 16L * i + 8);
      int at = i;
      for (; at > 0; at--) {
        long before = Memory.loadI64(entries + 16L * (at - 1));
        if (Long.compareUnsigned(before, key) <= 0) {
          break;
        }
        Memory.store(before, entries + 16L * at);
        Memory.store(Memory.loadI64(entries + 16L * (at - 1) + 8), entries + 16L * at + 8);
      }
      Memory.store(key, entries + 16L * at);
      Memory.store(with, entries + 16L * at + 8);
    }
  }
}
