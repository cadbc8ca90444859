package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.MemorySegment;

/**
 * Sorts signed integers in memory by partitions of whole vectors, and small parts by networks of
 * comparisons (M. Blacher et al., "Vectorized and performance-portable Quicksort", 2022). Integers
 * have one sorted order, so results do not depend on how it is found. Vectors have 512 bits. For
 * one thread.
 *
 * <p>Long parts are partitioned in place, which moves the least memory. Parts that lie in the
 * second cache together with as much memory again are partitioned from one to the other in turns,
 * which takes the fewest instructions, and are handed on as soon as they are sorted.
 */
final class QuickSort {
  /** Bytes of a part up to which it is partitioned between two memories. */
  private static final long NEAR_BYTES = 256 << 10;

  /** Bytes of a block that is written and partitioned. */
  static final long BLOCK_BYTES = 8 << 10;

  /** Elements up to which insertion is faster than a network. */
  private static final int FEW = 12;

  /** Elements that a pivot is the median of. */
  private static final int SAMPLE = 31;

  /** Elements up to which a pivot is the median of three medians of three. */
  private static final int SHORT = 1 << 13;

  private final LaneType type;
  private final int bytes;
  private final int near;
  private final int goodPivots;
  private final long least;
  private final long largest;
  private final Partition partition;
  private final SortNetwork network;
  private final long[] sample = new long[SAMPLE];
  private long begin;
  private long spare;
  private long aside;
  private long apart;
  private Finished finished = (_, _) -> {};

  /** Elements that are not in memory yet. */
  interface Keys {
    /** One of them. */
    long at(int number);

    /** Writes some to memory; not more than {@link #BLOCK_BYTES} twice. */
    void write(int first, int count, long to);
  }

  /** What is told that a part is sorted. */
  @FunctionalInterface
  interface Finished {
    /**
     * A part is sorted, and will not be touched any more.
     *
     * @param first number of its first element
     * @param count number of its elements
     */
    void accept(int first, int count);
  }

  /** A part whose elements lie from a least to a largest one. */
  private record Bounds(long least, long largest) {
    Bounds below(long pivot) {
      return new Bounds(least, pivot - 1);
    }

    Bounds from(long pivot) {
      return new Bounds(pivot, largest);
    }

    boolean isOne() {
      return least == largest;
    }

    /** What halves the range: more than the least, at most the largest. */
    long middle() {
      return (least & largest) + ((least ^ largest) >> 1) + 1;
    }
  }

  /**
   * @param type I32 or I64
   * @param loops where loops come from
   */
  QuickSort(LaneType type, SortLoops loops) {
    this(type, loops, 2);
  }

  /**
   * With another patience.
   *
   * @param goodPivots how many times as many pivots as perfect ones are chosen by a sample; after
   *     them the range of values is halved, which ends whatever the values are
   */
  QuickSort(LaneType type, SortLoops loops, int goodPivots) {
    this.type = type;
    this.bytes = type.bytes();
    this.near = (int) (NEAR_BYTES / bytes);
    this.goodPivots = goodPivots;
    this.least = type == LaneType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    this.largest = ~least;
    this.partition = new Partition(type, loops);
    this.network = new SortNetwork(type, loops);
  }

  /**
   * Memory that a sort needs beside the elements.
   *
   * @param type I32 or I64
   * @param count number of elements
   * @return bytes
   */
  static long scratchBytes(LaneType type, long count) {
    long own = (count * type.bytes() + 63) / 64 * 64;
    return SortNetwork.SCRATCH_BYTES + Partition.ASIDE_BYTES + Math.min(own, NEAR_BYTES);
  }

  /**
   * Sorts.
   *
   * @param keys the elements
   * @param count number of elements
   * @param address where they go
   * @param scratch address of {@link #scratchBytes} bytes
   * @param told what is told of sorted parts, which are all elements together
   */
  void sort(Keys keys, int count, long address, long scratch, Finished told) {
    begin(address, scratch, told);
    int block = (int) (BLOCK_BYTES / bytes);
    if (count >= 2 * block) {
      keys.write(0, block, aside);
      if (!isSorted(aside, block)) {
        firstPartition(keys, count, address, block);
        return;
      }
    }
    for (int i = 0; i < count; i += block) {
      keys.write(i, Math.min(block, count - i), address + (long) i * bytes);
    }
    if (isSorted(address, count)) {
      finished.accept(0, count);
    } else {
      sort(address, count, new Bounds(least, largest), depth(count));
    }
  }

  /** Partitions elements while they are written for the first time. */
  private void firstPartition(Keys keys, int count, long address, int block) {
    int step = count / SAMPLE;
    for (int i = 0; i < SAMPLE; i++) {
      addToSample(keys.at(i * step + step / 2), i);
    }
    long pivot = sample[SAMPLE / 2];
    partition.begin(address, count, pivot);
    // The first block is there already.
    int at = 0;
    for (; count - at >= 2 * block; at += block) {
      if (at > 0) {
        keys.write(at, block, aside);
      }
      partition.put(aside, block);
    }
    keys.write(at, count - at, aside);
    int less = partition.end(aside, count - at);
    Bounds all = new Bounds(least, largest);
    int depth = depth(count);
    if (less > 0) {
      sort(address, less, all.below(pivot), depth);
    }
    sort(address + (long) less * bytes, count - less, all.from(pivot), depth);
  }

  private void begin(long address, long scratch, Finished told) {
    network.use(scratch);
    aside = scratch + SortNetwork.SCRATCH_BYTES;
    spare = aside + Partition.ASIDE_BYTES;
    begin = address;
    finished = told;
  }

  private int depth(int count) {
    return goodPivots * (Integer.SIZE - Integer.numberOfLeadingZeros(count));
  }

  /** Ends early, as most lines are not. */
  private boolean isSorted(long address, int count) {
    for (int i = 1; i < count; i++) {
      if (load(address + (long) (i - 1) * bytes) > load(address + (long) i * bytes)) {
        return false;
      }
    }
    return true;
  }

  /** Partitions in place until parts are near. */
  private void sort(long first, int length, Bounds range, int depth) {
    long address = first;
    int count = length;
    Bounds bounds = range;
    for (int left = depth; count > near && !bounds.isOne(); left--) {
      long pivot = left > 0 ? pivot(address, count) : bounds.middle();
      int less = partition.inPlace(address, count, pivot, aside);
      if (less == 0) {
        // The pivot is the least: what equals it comes first.
        bounds = bounds.from(pivot);
        if (bounds.isOne()) {
          break;
        }
        less = partition.inPlace(address, count, ++pivot, aside);
      }
      sort(address, less, bounds.below(pivot), left - 1);
      address += (long) less * bytes;
      count -= less;
      bounds = bounds.from(pivot);
    }
    if (!bounds.isOne()) {
      apart = spare - address;
      sort(address, count, 0, bounds, depth(count));
      network.finish();
    }
    finished.accept((int) ((address - begin) / bytes), count);
  }

  /**
   * Sorts a part that is near.
   *
   * @param first address of where it goes
   * @param length number of elements
   * @param moved how far from there the elements are: in one of two memories that take turns
   * @param range bounds of the elements
   * @param depth pivots that are chosen by a sample
   */
  private void sort(long first, int length, long moved, Bounds range, int depth) {
    long address = first;
    int count = length;
    long away = moved;
    Bounds bounds = range;
    for (int left = depth; count > network.most() && !bounds.isOne(); left--) {
      long pivot = left > 0 ? pivot(address + away, count) : bounds.middle();
      int less = apart(address, count, away, pivot);
      if (less == 0) {
        bounds = bounds.from(pivot);
        away = apart - away;
        if (bounds.isOne()) {
          break;
        }
        less = apart(address, count, away, ++pivot);
      }
      sort(address, less, away, bounds.below(pivot), left - 1);
      away = apart - away;
      address += (long) less * bytes;
      count -= less;
      bounds = bounds.from(pivot);
    }
    if (count <= FEW || bounds.isOne()) {
      if (away != 0) {
        MemorySegment.copy(Memory.ALL, address + away, Memory.ALL, address, (long) count * bytes);
      }
      if (!bounds.isOne()) {
        insert(address, count);
      }
    } else {
      network.take(address + away, count, address);
    }
  }

  private int apart(long address, int count, long away, long pivot) {
    return partition.apart(address + away, count, address + apart - away, pivot);
  }

  /** A median of evenly spaced elements. */
  private long pivot(long address, int count) {
    if (count <= SHORT) {
      long step = (long) (count / 9) * bytes;
      return median(
          median(address, step),
          median(address + 3 * step, step),
          median(address + 6 * step, step));
    }
    int step = count / SAMPLE;
    for (int i = 0; i < SAMPLE; i++) {
      addToSample(load(address + ((long) i * step + step / 2) * bytes), i);
    }
    return sample[SAMPLE / 2];
  }

  /** Adds an element to a sample of some. */
  private void addToSample(long value, int some) {
    int at = some;
    for (; at > 0 && sample[at - 1] > value; at--) {
      sample[at] = sample[at - 1];
    }
    sample[at] = value;
  }

  private long median(long address, long step) {
    return median(load(address), load(address + step), load(address + 2 * step));
  }

  /** Without a branch that could be foreseen wrongly. */
  private static long median(long a, long b, long c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private long load(long address) {
    return type == LaneType.I32 ? Memory.loadI32(address) : Memory.loadI64(address);
  }

  private void store(long value, long address) {
    if (type == LaneType.I32) {
      Memory.storeBytes4((int) value, address);
    } else {
      Memory.store(value, address);
    }
  }

  private void insert(long address, int count) {
    for (int i = 1; i < count; i++) {
      long value = load(address + (long) i * bytes);
      int at = i;
      for (; at > 0; at--) {
        long before = load(address + (long) (at - 1) * bytes);
        if (before <= value) {
          break;
        }
        store(before, address + (long) at * bytes);
      }
      store(value, address + (long) at * bytes);
    }
  }
}
