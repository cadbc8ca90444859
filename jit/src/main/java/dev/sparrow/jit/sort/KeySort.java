package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;
import dev.sparrow.jit.sort.OrderedBits.Zeros;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Sorts lines by a {@link QuickSort} of their keys: signed integers of the order of the elements.
 * Blocks of a line go through arrays, where loops over them are compiled to vectors. For one
 * thread.
 */
final class KeySort {
  private static final int BLOCK = 1 << 11;
  private static final int INFINITY = 0x7F80_0000;
  private static final int NAN = 0x7FC0_0000;
  private static final long INFINITY_64 = 0x7FF0_0000_0000_0000L;
  private static final long NAN_64 = 0x7FF8_0000_0000_0000L;

  private final QuickSort sort;
  private final LaneType type;
  private final int count;
  private final int[] ints;
  private final long[] longs;

  /**
   * @param type I32 for one line of at most 32 bits, I64 for one of 64 or for positions
   * @param count elements of a line
   * @param loops where loops come from
   */
  KeySort(LaneType type, int count, SortLoops loops) {
    this.type = type;
    this.count = count;
    this.sort = new QuickSort(type, loops);
    this.ints = new int[BLOCK];
    this.longs = new long[type == LaneType.I64 ? BLOCK : 0];
  }

  /** Memory for keys, and for their sort. */
  static long scratchBytes(LaneType type, long count) {
    return count * type.bytes() + 64 + QuickSort.scratchBytes(type, count);
  }

  private long behindKeys(long scratch) {
    return scratch + ((long) count * type.bytes() + 63) / 64 * 64;
  }

  /** Does something to a block of elements. */
  @FunctionalInterface
  private interface Block {
    void of(int first, int length);
  }

  private static void blocks(int first, int count, Block each) {
    for (int begin = 0; begin < count; begin += BLOCK) {
      each.of(first + begin, Math.min(BLOCK, count - begin));
    }
  }

  /** Sorts a line of at most 32 bits; zeros of both signs become positive. */
  void sortInts(Line from, Line to, long scratch) {
    long keys = to.dtype().bytes() == 4 && to.step() == 4 ? to.address() : scratch;
    sort.sort(
        new QuickSort.Keys() {
          @Override
          public long at(int number) {
            keys(from, number, 1);
            return ints[0];
          }

          @Override
          public void write(int first, int length, long target) {
            blocks(
                first,
                length,
                (begin, some) -> {
                  keys(from, begin, some);
                  putInts(target + 4L * (begin - first), some);
                });
          }
        },
        count,
        keys,
        behindKeys(scratch),
        (first, length) ->
            blocks(first, length, (begin, some) -> writeInts(keys, to, begin, some)));
  }

  private void writeInts(long keys, Line to, int begin, int length) {
    takeInts(keys + 4L * begin, length);
    if (isPlain(to.dtype())) {
      decode(ints, length, to.dtype());
      write(to, begin, length);
    } else {
      for (int i = 0; i < length; i++) {
        long key = (ints[i] ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
        to.setBits(begin + i, OrderedBits.toBits(key, to.dtype()));
      }
    }
  }

  /** Fills the block of integers with the keys of some elements. */
  private void keys(Line from, int begin, int length) {
    DType dtype = from.dtype();
    if (!isPlain(dtype)) {
      for (int i = 0; i < length; i++) {
        ints[i] = (int) OrderedBits.of(from.at(begin + i), dtype, Zeros.EQUAL) ^ Integer.MIN_VALUE;
      }
      return;
    }
    if (from.step() == 4) {
      takeInts(from.at(begin), length);
    } else {
      for (int i = 0; i < length; i++) {
        ints[i] = Memory.loadI32(from.at(begin + i));
      }
    }
    switch (dtype) {
      case FLOAT32 -> encode(ints, length);
      case UINT32 -> flip(ints, length);
      default -> {}
    }
  }

  private static void decode(int[] keys, int length, DType dtype) {
    switch (dtype) {
      case FLOAT32 -> decode(keys, length);
      case UINT32 -> flip(keys, length);
      default -> {}
    }
  }

  private void write(Line to, int begin, int length) {
    if (to.step() == 4) {
      putInts(to.at(begin), length);
    } else {
      for (int i = 0; i < length; i++) {
        Memory.storeBytes4(ints[i], to.at(begin + i));
      }
    }
  }

  private void takeInts(long address, int length) {
    MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, address, ints, 0, length);
  }

  private void putInts(long address, int length) {
    MemorySegment.copy(ints, 0, Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, address, length);
  }

  private void takeLongs(long address, int length) {
    MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, address, longs, 0, length);
  }

  private void putLongs(long address, int length) {
    MemorySegment.copy(longs, 0, Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, address, length);
  }

  private static void flip(int[] bits, int length) {
    for (int i = 0; i < length; i++) {
      bits[i] ^= Integer.MIN_VALUE;
    }
  }

  /** Bits of float32 become signed integers of their order, without a branch. */
  private static void encode(int[] bits, int length) {
    for (int i = 0; i < length; i++) {
      int magnitude = bits[i] & Integer.MAX_VALUE;
      int nan = INFINITY - magnitude >> 31;
      int zero = magnitude - 1 >> 31;
      int ordered = bits[i] ^ (bits[i] >> 31 & Integer.MAX_VALUE);
      bits[i] = ordered & ~nan & ~zero | nan & Integer.MAX_VALUE;
    }
  }

  private static void decode(int[] keys, int length) {
    for (int i = 0; i < length; i++) {
      int different = keys[i] ^ Integer.MAX_VALUE;
      int number = (different | -different) >> 31;
      keys[i] = (keys[i] ^ (keys[i] >> 31 & Integer.MAX_VALUE)) & number | NAN & ~number;
    }
  }

  /** Sorts a line of 64 bits; zeros of both signs become positive. */
  void sortLongs(Line from, Line to, long scratch) {
    long keys = to.step() == 8 ? to.address() : scratch;
    sort.sort(
        new QuickSort.Keys() {
          @Override
          public long at(int number) {
            longs(from, number, 1);
            return longs[0];
          }

          @Override
          public void write(int first, int length, long target) {
            blocks(
                first,
                length,
                (begin, some) -> {
                  longs(from, begin, some);
                  putLongs(target + 8L * (begin - first), some);
                });
          }
        },
        count,
        keys,
        behindKeys(scratch),
        (first, length) ->
            blocks(first, length, (begin, some) -> writeLongs(keys, to, begin, some)));
  }

  /** Fills the block of longs with the keys of some elements. */
  private void longs(Line from, int begin, int length) {
    if (from.step() == 8) {
      takeLongs(from.at(begin), length);
    } else {
      for (int i = 0; i < length; i++) {
        longs[i] = Memory.loadI64(from.at(begin + i));
      }
    }
    switch (from.dtype()) {
      case FLOAT64 -> encode(longs, length);
      case UINT64 -> flip(longs, length);
      default -> {}
    }
  }

  private void writeLongs(long keys, Line to, int begin, int length) {
    takeLongs(keys + 8L * begin, length);
    switch (to.dtype()) {
      case FLOAT64 -> decode(longs, length);
      case UINT64 -> flip(longs, length);
      default -> {}
    }
    if (to.step() == 8) {
      putLongs(to.at(begin), length);
    } else {
      for (int i = 0; i < length; i++) {
        Memory.store(longs[i], to.at(begin + i));
      }
    }
  }

  private static void flip(long[] bits, int length) {
    for (int i = 0; i < length; i++) {
      bits[i] ^= Long.MIN_VALUE;
    }
  }

  private static void encode(long[] bits, int length) {
    for (int i = 0; i < length; i++) {
      long magnitude = bits[i] & Long.MAX_VALUE;
      long nan = INFINITY_64 - magnitude >> 63;
      long zero = magnitude - 1 >> 63;
      long ordered = bits[i] ^ (bits[i] >> 63 & Long.MAX_VALUE);
      bits[i] = ordered & ~nan & ~zero | nan & Long.MAX_VALUE;
    }
  }

  private static void decode(long[] keys, int length) {
    for (int i = 0; i < length; i++) {
      long different = keys[i] ^ Long.MAX_VALUE;
      long number = (different | -different) >> 63;
      keys[i] = (keys[i] ^ (keys[i] >> 63 & Long.MAX_VALUE)) & number | NAN_64 & ~number;
    }
  }

  /**
   * Moves lines to the order of the first, of at most 32 bits. Elements of one key keep their
   * order, because their position stands in the lower half of what is sorted.
   */
  void sortPositions(List<Line> from, List<Line> to, long scratch) {
    Line key = from.getFirst();
    boolean[] arePositions = new boolean[from.size()];
    for (int operand = 1; operand < from.size(); operand++) {
      arePositions[operand] = isPositions(from.get(operand));
    }
    sort.sort(
        new QuickSort.Keys() {
          @Override
          public long at(int number) {
            pack(key, number, 1);
            return longs[0];
          }

          @Override
          public void write(int first, int length, long target) {
            blocks(
                first,
                length,
                (begin, some) -> {
                  pack(key, begin, some);
                  putLongs(target + 8L * (begin - first), some);
                });
          }
        },
        count,
        scratch,
        behindKeys(scratch),
        (first, length) -> {
          for (int operand = 0; operand < from.size(); operand++) {
            Line moved = from.get(operand);
            Line target = to.get(operand);
            if (operand == 0 && isPlain(moved.dtype())) {
              blocks(
                  first, length, (begin, some) -> writeKeys(moved, scratch, target, begin, some));
            } else if (arePositions[operand]) {
              blocks(first, length, (begin, some) -> writePositions(scratch, target, begin, some));
            } else {
              blocks(
                  first,
                  length,
                  (begin, some) -> move(moved, scratch, target, begin, begin + some));
            }
          }
        });
  }

  /** Fills the block of longs with keys of at most 32 bits above positions. */
  private void pack(Line key, int begin, int length) {
    keys(key, begin, length);
    pack(ints, longs, begin, length);
  }

  /** Whether bits and keys of a type are made from each other a block at a time. */
  private static boolean isPlain(DType dtype) {
    return dtype == DType.FLOAT32 || dtype == DType.INT32 || dtype == DType.UINT32;
  }

  /** Whether each element is its position, as in what an argsort moves: it need not be read. */
  private boolean isPositions(Line line) {
    if (line.dtype() != DType.INT32 || line.step() != 4) {
      return false;
    }
    for (int begin = 0; begin < count; begin += BLOCK) {
      int length = Math.min(BLOCK, count - begin);
      takeInts(line.at(begin), length);
      if (differences(ints, begin, length) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int differences(int[] numbers, int first, int length) {
    int different = 0;
    for (int i = 0; i < length; i++) {
      different |= numbers[i] ^ (first + i);
    }
    return different;
  }

  /** Writes keys as elements; zeros and NaNs, whose bits keys do not tell, are read. */
  private void writeKeys(Line from, long entries, Line to, int begin, int length) {
    takeLongs(entries + 8L * begin, length);
    upperHalves(longs, ints, length);
    decode(ints, length, from.dtype());
    write(to, begin, length);
    if (from.dtype() != DType.FLOAT32) {
      return;
    }
    for (int i = 0; i < length; i++) {
      int key = (int) (longs[i] >>> 32);
      if (key == 0 || key == Integer.MAX_VALUE) {
        to.set(begin + i, from.at(longs[i] & 0xFFFF_FFFFL));
      }
    }
  }

  private void writePositions(long entries, Line to, int begin, int length) {
    takeLongs(entries + 8L * begin, length);
    lowerHalves(longs, ints, length);
    write(to, begin, length);
  }

  private static void upperHalves(long[] entries, int[] halves, int length) {
    for (int i = 0; i < length; i++) {
      halves[i] = (int) (entries[i] >>> 32);
    }
  }

  private static void lowerHalves(long[] entries, int[] halves, int length) {
    for (int i = 0; i < length; i++) {
      halves[i] = (int) entries[i];
    }
  }

  private static void pack(int[] keys, long[] entries, int first, int length) {
    for (int i = 0; i < length; i++) {
      entries[i] = (long) keys[i] << 32 | first + i;
    }
  }

  private static void move(Line from, long entries, Line to, int begin, int end) {
    if (from.dtype().bytes() == 4) {
      for (int i = begin; i < end; i++) {
        int position = Memory.loadI32(entries + 8L * i);
        Memory.storeBytes4(Memory.loadI32(from.at(position)), to.at(i));
      }
      return;
    }
    for (int i = begin; i < end; i++) {
      to.set(i, from.at(Memory.loadI32(entries + 8L * i)));
    }
  }
}
