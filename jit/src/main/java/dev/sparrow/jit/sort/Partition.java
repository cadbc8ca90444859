package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.SortLoopWriter;
import dev.sparrow.jit.codegen.SortLoopWriter.Task;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.MemorySegment;

/**
 * Partitions of signed integers by a pivot: those less than it come first. Vectors have 512 bits.
 * For one thread.
 *
 * <p>In place, the first and the last block are put aside. Then there is room at both ends, and
 * whichever end has less of it is where the next block is read, so that neither runs out (B.
 * Bramas, "A Novel Hybrid Quicksort Algorithm Vectorized using AVX-512 on Intel Skylake", 2017).
 */
final class Partition {
  /** Vectors of a block. */
  private static final int BLOCK = 128;

  private static final int LINE = TranspositionWriter.LINE;
  private static final long BLOCK_BYTES = (long) BLOCK * LINE;
  private static final long GROUP = (long) SortLoopWriter.TOGETHER * LINE;

  /** Bytes of memory beside the integers that a partition in place needs. */
  static final long ASIDE_BYTES = 3 * BLOCK_BYTES;

  private final FrameLoop loop;
  private final int bytes;
  private final int lanes;
  private final long[] frame = new long[SortLoopWriter.FRAME];
  private long first;
  private long low;
  private long high;

  /**
   * @param type I32 or I64
   * @param loops where loops come from
   */
  Partition(LaneType type, SortLoops loops) {
    this.loop = loops.loop(Task.PARTITION, type);
    this.bytes = type.bytes();
    this.lanes = LINE / bytes;
  }

  /** The fewest integers that are partitioned in place. */
  static int fewestInPlace(LaneType type) {
    return (int) (2 * BLOCK_BYTES / type.bytes());
  }

  /**
   * Begins to put integers into memory that has just room for them.
   *
   * @param address the memory
   * @param count number of integers
   * @param pivot what decides
   */
  void begin(long address, int count, long pivot) {
    first = address;
    low = address;
    high = address + (long) count * bytes;
    frame[SortLoopWriter.PIVOT] = pivot;
  }

  /**
   * Puts the next integers, from other memory.
   *
   * @param from address of the first
   * @param count how many: a multiple of a vector, of which as many as two vectors follow
   */
  void put(long from, int count) {
    put(from, GROUP, count / lanes);
  }

  private void put(long from, long step, int vectors) {
    frame[SortLoopWriter.FROM] = from;
    frame[SortLoopWriter.STEP] = step;
    frame[SortLoopWriter.COUNT] = vectors;
    run((long) vectors * LINE);
  }

  /** Runs the loop for a number of bytes. */
  private void run(long length) {
    frame[SortLoopWriter.LOW] = low;
    frame[SortLoopWriter.HIGH] = high;
    loop.run(frame);
    long less = frame[SortLoopWriter.LESS] * bytes;
    low += less;
    high -= length - less;
  }

  /**
   * Puts the last integers, from other memory.
   *
   * @param from address of the first
   * @param count how many, at least a vector
   * @return how many of all are less than the pivot
   */
  int end(long from, int count) {
    int vectors = count / lanes;
    int rest = count % lanes;
    frame[SortLoopWriter.FROM] = from;
    frame[SortLoopWriter.STEP] = GROUP;
    frame[SortLoopWriter.COUNT] = vectors - 1L;
    last(from + (vectors - 1L) * LINE, 0);
    run((long) vectors * LINE);
    if (rest > 0) {
      frame[SortLoopWriter.COUNT] = 0;
      last(from + (long) count * bytes - LINE, lanes - rest);
      run((long) rest * bytes);
    }
    frame[SortLoopWriter.LAST] = 0;
    return (int) ((low - first) / bytes);
  }

  private void last(long from, int seen) {
    frame[SortLoopWriter.LAST] = 1;
    frame[SortLoopWriter.LAST_FROM] = from;
    frame[SortLoopWriter.SEEN] = seen;
  }

  /**
   * Partitions integers, at least a vector, between two memories: those less than the pivot to the
   * front of where they are, the others to the end of the other memory.
   *
   * @param address the integers
   * @param count how many
   * @param other the other memory, as large
   * @param pivot what decides
   * @return how many are less than the pivot
   */
  int apart(long address, int count, long other, long pivot) {
    int vectors = count / lanes;
    int rest = count % lanes;
    long length = (long) count * bytes;
    frame[SortLoopWriter.PIVOT] = pivot;
    frame[SortLoopWriter.FROM] = address;
    frame[SortLoopWriter.STEP] = GROUP;
    frame[SortLoopWriter.COUNT] = vectors;
    frame[SortLoopWriter.LOW] = address;
    frame[SortLoopWriter.HIGH] = other + length;
    if (rest > 0) {
      last(address + length - LINE, lanes - rest);
    }
    loop.run(frame);
    frame[SortLoopWriter.LAST] = 0;
    return (int) frame[SortLoopWriter.LESS];
  }

  /**
   * Partitions integers in place.
   *
   * @param address the integers
   * @param count how many, at least {@link #fewestInPlace}
   * @param pivot what decides
   * @param aside address of {@link #ASIDE_BYTES} bytes
   * @return how many are less than the pivot
   */
  int inPlace(long address, int count, long pivot, long aside) {
    begin(address, count, pivot);
    int block = BLOCK * lanes;
    int middle = count / block - 2;
    long left = address + BLOCK_BYTES;
    long right = left + middle * BLOCK_BYTES;
    MemorySegment.copy(Memory.ALL, address, Memory.ALL, aside, BLOCK_BYTES);
    MemorySegment.copy(Memory.ALL, right, Memory.ALL, aside + BLOCK_BYTES, high - right);
    for (int i = 0; i < middle; i++) {
      if (left - low <= high - right) {
        put(left, GROUP, BLOCK);
        left += BLOCK_BYTES;
      } else {
        put(right - GROUP, -GROUP, BLOCK);
        right -= BLOCK_BYTES;
      }
    }
    return end(aside, count - middle * block);
  }
}
