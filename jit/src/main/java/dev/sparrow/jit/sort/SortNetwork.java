package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.SortLoopWriter;
import dev.sparrow.jit.codegen.SortLoopWriter.Task;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.lower.LaneType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Sorts small parts of signed integers by networks of comparisons, some parts together, so that a
 * call of a loop is worth its while: squares by their columns, which then are runs to merge.
 * Vectors have 512 bits. For one thread.
 */
final class SortNetwork {
  /** Vectors that a network sorts. */
  private static final int VECTORS = 16;

  /** Parts that go through together. */
  private static final int PARTS = 8;

  /** Bytes that a network sorts. */
  private static final int BYTES = VECTORS * TranspositionWriter.LINE;

  /** Bytes of memory that the parts go through. */
  static final long SCRATCH_BYTES = (2L * PARTS + 1) * BYTES;

  private final int bytes;
  private final int lanes;
  private final int most;
  private final FrameLoop columns;
  private final FrameLoop transposition;
  private final List<FrameLoop> merges;
  private final FrameLoop halve;
  private final FrameLoop inLanes;
  private final long[] frame = new long[SortLoopWriter.FRAME];
  private final long[] squares = new long[TranspositionWriter.FRAME];
  private final long[] from = new long[PARTS];
  private final long[] to = new long[PARTS];
  private final int[] counts = new int[PARTS];
  private int waiting;
  private long scratch;

  /**
   * @param type I32 or I64
   * @param loops where loops come from
   */
  SortNetwork(LaneType type, SortLoops loops) {
    this.bytes = type.bytes();
    this.lanes = TranspositionWriter.LINE / bytes;
    this.most = VECTORS * lanes;
    this.columns = loops.loop(Task.COLUMNS, type);
    this.transposition = loops.transposition(type);
    this.merges =
        List.of(
            loops.loop(Task.MERGE_1, type),
            loops.loop(Task.MERGE_2, type),
            loops.loop(Task.MERGE_4, type));
    this.halve = loops.loop(Task.HALVE_8, type);
    this.inLanes = loops.loop(Task.LANES, type);
  }

  /** {@return the most integers of a part} */
  int most() {
    return most;
  }

  /**
   * Says which memory parts go through from now on.
   *
   * @param address address of {@link #SCRATCH_BYTES} bytes
   */
  void use(long address) {
    scratch = address;
    long largest = bytes == Integer.BYTES ? 0x7FFF_FFFF_7FFF_FFFFL : Long.MAX_VALUE;
    for (int at = 0; at < BYTES; at += Long.BYTES) {
      Memory.store(largest, padding() + at);
    }
  }

  /** The largest integers, which are sorted behind all others. */
  private long padding() {
    return scratch + 2L * PARTS * BYTES;
  }

  /** Has a part sorted, together with others. */
  void take(long source, int count, long target) {
    from[waiting] = source;
    to[waiting] = target;
    counts[waiting] = count;
    waiting++;
    if (waiting == PARTS) {
      finish();
    }
  }

  /** Sorts the parts that wait. */
  void finish() {
    long ahead = scratch;
    long behind = scratch + (long) PARTS * BYTES;
    for (int part = 0; part < waiting; part++) {
      long place = ahead + (long) part * BYTES;
      long used = (long) counts[part] * bytes;
      MemorySegment.copy(Memory.ALL, from[part], Memory.ALL, place, used);
      MemorySegment.copy(Memory.ALL, padding(), Memory.ALL, place + used, BYTES - used);
    }
    int vectors = waiting * VECTORS;
    int count = vectors / lanes;
    run(columns, ahead, count);
    squares[TranspositionWriter.FROM] = ahead;
    squares[TranspositionWriter.FROM_ROW] = TranspositionWriter.LINE;
    squares[TranspositionWriter.FROM_STEP] = (long) lanes * TranspositionWriter.LINE;
    squares[TranspositionWriter.TO] = behind;
    squares[TranspositionWriter.TO_ROW] = TranspositionWriter.LINE;
    squares[TranspositionWriter.TO_STEP] = (long) lanes * TranspositionWriter.LINE;
    squares[TranspositionWriter.COUNT] = count;
    transposition.run(squares);
    int run = 1;
    for (FrameLoop merge : merges) {
      run *= 2;
      run(merge, behind, vectors / run);
    }
    run(halve, behind, waiting);
    run(inLanes, behind, vectors / 2);
    for (int part = 0; part < waiting; part++) {
      long place = behind + (long) part * BYTES;
      MemorySegment.copy(Memory.ALL, place, Memory.ALL, to[part], (long) counts[part] * bytes);
    }
    waiting = 0;
  }

  private void run(FrameLoop loop, long address, int count) {
    frame[SortLoopWriter.FROM] = address;
    frame[SortLoopWriter.COUNT] = count;
    loop.run(frame);
  }
}
