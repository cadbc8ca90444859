package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Memory;
import org.jspecify.annotations.Nullable;

/** Copies elements from one strided window to another, or one element to a whole window. */
final class StridedMove implements BoundStep {
  /** Elements one item of the loop moves at most. */
  private static final long CHUNK = 1 << 16;

  private final @Nullable ScalarOperand scalar;
  private final int sourceSlot;
  private final long sourceOffset;
  private final int targetSlot;
  private final long targetOffset;
  private final int bytes;
  private final WindowCopy window;

  private StridedMove(
      @Nullable ScalarOperand scalar, Window source, Window target, long[] dims, int bytes) {
    this.scalar = scalar;
    this.sourceSlot = source.slot;
    this.sourceOffset = source.offset;
    this.targetSlot = target.slot;
    this.targetOffset = target.offset;
    this.bytes = bytes;
    this.window = new WindowCopy(dims, source.strides, target.strides, bytes);
  }

  /**
   * A window of a slot.
   *
   * @param slot the slot
   * @param offset its first element
   * @param strides distance between neighbours along each axis
   */
  @SuppressWarnings("ArrayRecordComponent") // carries arguments and is never compared
  record Window(int slot, long offset, long[] strides) {}

  /** Moves a window of some extents, none of them 0. */
  static StridedMove of(Window source, Window target, long[] dims, int bytes) {
    return new StridedMove(null, source, target, dims, bytes);
  }

  /** Fills a window of some extents, none of them 0, with one value. */
  static StridedMove fill(ScalarOperand scalar, Window target, long[] dims, int bytes) {
    return new StridedMove(scalar, new Window(0, 0, new long[dims.length]), target, dims, bytes);
  }

  @Override
  public long scratchBytes() {
    return Long.BYTES;
  }

  @Override
  public void run(Addresses addresses) {
    run(addresses, 0, 0);
  }

  /**
   * Moves between windows that lie somewhere else by some elements than they were bound to.
   *
   * @param addresses where the slots lie
   * @param sourceShift elements by which the source lies further back
   * @param targetShift elements by which the target lies further back
   */
  void run(Addresses addresses, long sourceShift, long targetShift) {
    long source = addresses.base()[sourceSlot] + (sourceOffset + sourceShift) * bytes;
    long target = addresses.base()[targetSlot] + (targetOffset + targetShift) * bytes;
    if (scalar == null && source == target && window.isParallel()) {
      // An update of an array whose memory the result has taken over: it is there already.
      return;
    }
    long chunks = (window.run() + CHUNK - 1) / CHUNK;
    int threads = window.size() >= 4 * CHUNK ? addresses.threads() : 1;
    ParallelLoop.run(
        window.rows() * chunks,
        threads,
        (worker, begin, end) -> {
          long from = source;
          if (scalar != null) {
            from = addresses.scratch(worker);
            Memory.store(scalar.bits(addresses), from);
          }
          for (long item = begin; item < end; item++) {
            long start = item % chunks * CHUNK;
            window.copy(from, target, item / chunks, start, Math.min(CHUNK, window.run() - start));
          }
        });
  }
}
