package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.SortLoopWriter;
import dev.sparrow.jit.codegen.SortLoopWriter.Task;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.MemorySegment;

/**
 * Sorts signed integers in memory by partitions of whole vectors, and small parts by networks of
 * comparisons (M. Blacher et al., "Fast and Robust Vectorized In-Place Sorting of Primitive Types",
 * 2021). Integers have one sorted order, so results do not depend on how it is found. Vectors have
 * 512 bits. For one thread.
 */
public final class QuickSort {
  /** Vectors that a network sorts. */
  private static final int VECTORS = 16;

  /** Parts that go through a network together, so that a call of a loop is worth its while. */
  private static final int PARTS = 8;

  /** Elements up to which insertion is faster than a network. */
  private static final int FEW = 12;

  /** Elements that a pivot is the median of. */
  private static final int SAMPLE = 31;

  /** Elements up to which a pivot is the median of three medians of three. */
  private static final int SHORT = 1 << 13;

  /** Bytes that a network sorts. */
  private static final int NETWORK = VECTORS * TranspositionWriter.LINE;

  private final LaneType type;
  private final int bytes;
  private final int lanes;
  private final int small;
  private final long largest;
  private final FrameLoop partition;
  private final FrameLoop columns;
  private final FrameLoop transposition;
  private final FrameLoop[] merges;
  private final FrameLoop halve;
  private final FrameLoop inLanes;
  private final long[] frame = new long[SortLoopWriter.FRAME];
  private final long[] squares = new long[TranspositionWriter.FRAME];
  private final long[] sample = new long[SAMPLE];
  private final RadixSort radix = new RadixSort();
  private final long[] parts = new long[PARTS];
  private final int[] counts = new int[PARTS];
  private int waiting;
  private long spare;
  private long network;

  /**
   * @param type I32 or I64
   * @param loops where loops come from
   */
  public QuickSort(LaneType type, SortLoops loops) {
    this.type = type;
    this.bytes = type.bytes();
    this.lanes = TranspositionWriter.LINE / bytes;
    this.small = VECTORS * lanes;
    this.largest = type == LaneType.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    this.partition = loops.loop(Task.PARTITION, type);
    this.columns = loops.loop(Task.COLUMNS, type);
    this.transposition = loops.transposition(type);
    this.merges =
        new FrameLoop[] {
          loops.loop(Task.MERGE_1, type),
          loops.loop(Task.MERGE_2, type),
          loops.loop(Task.MERGE_4, type)
        };
    this.halve = loops.loop(Task.HALVE_8, type);
    this.inLanes = loops.loop(Task.LANES, type);
  }

  /**
   * Memory that a sort needs beside the elements.
   *
   * @param type I32 or I64
   * @param count number of elements
   * @return bytes
   */
  public static long scratchBytes(LaneType type, long count) {
    return count * type.bytes() + TranspositionWriter.LINE + 2L * PARTS * NETWORK;
  }

  /**
   * Sorts.
   *
   * @param address the first element
   * @param count number of elements
   * @param scratch address of {@link #scratchBytes} bytes
   */
  public void sort(long address, int count, long scratch) {
    if (isSorted(address, count)) {
      return;
    }
    network = scratch;
    spare = scratch + 2L * PARTS * NETWORK;
    int depth = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(count));
    sort(address, count, depth);
    sortWaiting();
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

  private void sort(long first, int length, int depth) {
    long address = first;
    int count = length;
    for (int left = depth; count > small; left--) {
      if (left == 0) {
        // Pivots were bad again and again.
        sortDigits(address, count);
        return;
      }
      long pivot = pivot(address, count);
      int less = partition(address, count, pivot);
      if (less == 0) {
        // The pivot is the least: what equals it is in its place.
        int equal = pivot == largest ? count : partition(address, count, pivot + 1);
        address += (long) equal * bytes;
        count -= equal;
        continue;
      }
      int more = count - less;
      long right = address + (long) less * bytes;
      if (less < more) {
        sort(address, less, left - 1);
        address = right;
        count = more;
      } else {
        sort(right, more, left - 1);
        count = less;
      }
    }
    sortSmall(address, count);
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
      long value = load(address + ((long) i * step + step / 2) * bytes);
      int at = i;
      for (; at > 0 && sample[at - 1] > value; at--) {
        sample[at] = sample[at - 1];
      }
      sample[at] = value;
    }
    return sample[SAMPLE / 2];
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

  /** Moves elements less than a pivot to the front; how many they are. */
  private int partition(long address, int count, long pivot) {
    int vectors = count / lanes;
    frame[SortLoopWriter.FROM] = address;
    frame[SortLoopWriter.COUNT] = vectors;
    frame[SortLoopWriter.PIVOT] = pivot;
    frame[SortLoopWriter.LOW] = address;
    frame[SortLoopWriter.HIGH] = spare;
    partition.run(frame);
    long low = frame[SortLoopWriter.LOW];
    long high = frame[SortLoopWriter.HIGH];
    for (int i = vectors * lanes; i < count; i++) {
      long value = load(address + (long) i * bytes);
      if (value < pivot) {
        store(value, low);
        low += bytes;
      } else {
        store(value, high);
        high += bytes;
      }
    }
    MemorySegment.copy(Memory.ALL, spare, Memory.ALL, low, high - spare);
    return (int) ((low - address) / bytes);
  }

  /** Has at most {@link #small} elements sorted, together with others. */
  private void sortSmall(long address, int count) {
    if (count <= FEW) {
      insert(address, count);
      return;
    }
    parts[waiting] = address;
    counts[waiting] = count;
    waiting++;
    if (waiting == PARTS) {
      sortWaiting();
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

  /** Sorts the parts that wait: squares by their columns, which then are runs to merge. */
  private void sortWaiting() {
    long from = network;
    long to = network + (long) PARTS * NETWORK;
    for (int part = 0; part < waiting; part++) {
      long place = from + (long) part * NETWORK;
      long used = (long) counts[part] * bytes;
      MemorySegment.copy(Memory.ALL, parts[part], Memory.ALL, place, used);
      fill(place + used, small - counts[part]);
    }
    int vectors = waiting * VECTORS;
    int used = vectors / lanes;
    run(columns, from, used);
    squares[TranspositionWriter.FROM] = from;
    squares[TranspositionWriter.FROM_ROW] = TranspositionWriter.LINE;
    squares[TranspositionWriter.FROM_STEP] = (long) lanes * TranspositionWriter.LINE;
    squares[TranspositionWriter.TO] = to;
    squares[TranspositionWriter.TO_ROW] = TranspositionWriter.LINE;
    squares[TranspositionWriter.TO_STEP] = (long) lanes * TranspositionWriter.LINE;
    squares[TranspositionWriter.COUNT] = used;
    transposition.run(squares);
    int run = 1;
    for (FrameLoop merge : merges) {
      run *= 2;
      run(merge, to, vectors / run);
    }
    run(halve, to, waiting);
    run(inLanes, to, vectors / 2);
    for (int part = 0; part < waiting; part++) {
      long place = to + (long) part * NETWORK;
      MemorySegment.copy(Memory.ALL, place, Memory.ALL, parts[part], (long) counts[part] * bytes);
    }
    waiting = 0;
  }

  /** Writes the largest number, which is sorted behind all others. */
  private void fill(long to, int count) {
    for (int i = 0; i < count; i++) {
      store(largest, to + (long) i * bytes);
    }
  }

  private void run(FrameLoop loop, long address, int count) {
    frame[SortLoopWriter.FROM] = address;
    frame[SortLoopWriter.COUNT] = count;
    loop.run(frame);
  }

  /** Sorts in a time that does not depend on what is sorted. */
  private void sortDigits(long address, int count) {
    flip(address, count);
    long sorted =
        type == LaneType.I32
            ? radix.ints(address, spare, count, Integer.SIZE)
            : radix.longs(address, spare, count, 0, Long.SIZE);
    if (sorted != address) {
      MemorySegment.copy(Memory.ALL, sorted, Memory.ALL, address, (long) count * bytes);
    }
    flip(address, count);
  }

  /** Makes of the order of signed integers that of unsigned ones, and back. */
  private void flip(long address, int count) {
    long sign = ~largest;
    for (int i = 0; i < count; i++) {
      long at = address + (long) i * bytes;
      store(load(at) ^ sign, at);
    }
  }
}
