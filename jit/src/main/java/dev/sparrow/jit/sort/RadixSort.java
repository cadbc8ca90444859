package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.Memory;

/**
 * Sorts entries in memory by an unsigned integer in each: digit by digit from the lowest, each time
 * with a stable distribution. Digits that all entries share are skipped. Few entries are sorted by
 * insertion.
 */
public final class RadixSort {
  /** Entries up to which insertion is faster than counting digits. */
  private static final int FEW = 32;

  /** Entries from which wide digits pay their longer tables of counts. */
  private static final int MANY = 1 << 13;

  private static final int NARROW_DIGIT = 8;
  private static final int WIDE_DIGIT = 11;

  private final int[] counts = new int[(64 / NARROW_DIGIT) << WIDE_DIGIT];

  /** Creates a sorter: its tables of counts, for one thread. */
  public RadixSort() {}

  private static int digitBits(int count, int bits) {
    return count >= MANY && bits > 16 ? WIDE_DIGIT : NARROW_DIGIT;
  }

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
    int width = digitBits(count, bits);
    int passes = (bits + width - 1) / width;
    int mask = (1 << width) - 1;
    clear(passes << width);
    for (int i = 0; i < count; i++) {
      int key = Memory.loadI32(entries + 4L * i);
      for (int pass = 0; pass < passes; pass++) {
        counts[(pass << width) + (key >>> pass * width & mask)]++;
      }
    }
    long from = entries;
    long to = other;
    for (int pass = 0; pass < passes; pass++) {
      int table = pass << width;
      int shift = pass * width;
      int first = Memory.loadI32(from) >>> shift & mask;
      if (counts[table + first] == count) {
        continue;
      }
      positions(table, mask + 1);
      for (int i = 0; i < count; i++) {
        int key = Memory.loadI32(from + 4L * i);
        int at = counts[table + (key >>> shift & mask)]++;
        Memory.storeBytes4(key, to + 4L * at);
      }
      long swap = from;
      from = to;
      to = swap;
    }
    return from;
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
    int width = digitBits(count, high - low);
    int passes = (high - low + width - 1) / width;
    int mask = (1 << width) - 1;
    clear(passes << width);
    for (int i = 0; i < count; i++) {
      long key = Memory.loadI64(entries + 8L * i) >>> low;
      for (int pass = 0; pass < passes; pass++) {
        counts[(pass << width) + (int) (key >>> pass * width & mask)]++;
      }
    }
    long from = entries;
    long to = other;
    for (int pass = 0; pass < passes; pass++) {
      int table = pass << width;
      int shift = low + pass * width;
      int first = (int) (Memory.loadI64(from) >>> shift & mask);
      if (counts[table + first] == count) {
        continue;
      }
      positions(table, mask + 1);
      for (int i = 0; i < count; i++) {
        long key = Memory.loadI64(from + 8L * i);
        int at = counts[table + (int) (key >>> shift & mask)]++;
        Memory.store(key, to + 8L * at);
      }
      long swap = from;
      from = to;
      to = swap;
    }
    return from;
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
    int width = digitBits(count, 64);
    int passes = (64 + width - 1) / width;
    int mask = (1 << width) - 1;
    clear(passes << width);
    for (int i = 0; i < count; i++) {
      long key = Memory.loadI64(entries + 16L * i);
      for (int pass = 0; pass < passes; pass++) {
        counts[(pass << width) + (int) (key >>> pass * width & mask)]++;
      }
    }
    long from = entries;
    long to = other;
    for (int pass = 0; pass < passes; pass++) {
      int table = pass << width;
      int shift = pass * width;
      int first = (int) (Memory.loadI64(from) >>> shift & mask);
      if (counts[table + first] == count) {
        continue;
      }
      positions(table, mask + 1);
      for (int i = 0; i < count; i++) {
        long key = Memory.loadI64(from + 16L * i);
        long target = to + 16L * counts[table + (int) (key >>> shift & mask)]++;
        Memory.store(key, target);
        Memory.store(Memory.loadI64(from + 16L * i + 8), target + 8);
      }
      long swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private void clear(int length) {
    java.util.Arrays.fill(counts, 0, length, 0);
  }

  /** Turns counts into the first position of each digit. */
  private void positions(int table, int length) {
    int sum = 0;
    for (int digit = table; digit < table + length; digit++) {
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
