package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Memory;
import java.util.List;
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
  private final Walk sourceRows;
  private final Walk targetRows;
  private final long rows;
  private final long run;
  private final long sourceStep;
  private final long targetStep;

  private StridedMove(
      @Nullable ScalarOperand scalar, Window source, Window target, long[] dims, int bytes) {
    this.scalar = scalar;
    this.sourceSlot = source.slot;
    this.sourceOffset = source.offset;
    this.targetSlot = target.slot;
    this.targetOffset = target.offset;
    this.bytes = bytes;
    List<long[]> merged = Walk.merge(dims, List.of(source.strides, target.strides));
    long[] extents = merged.get(0);
    int last = extents.length - 1;
    long[] outer = java.util.Arrays.copyOf(extents, Math.max(last, 0));
    this.sourceRows = Walk.of(outer, merged.get(1));
    this.targetRows = Walk.of(outer, merged.get(2));
    this.rows = java.util.Arrays.stream(outer).reduce(1, (a, b) -> a * b);
    this.run = last < 0 ? 1 : extents[last];
    this.sourceStep = last < 0 ? 1 : merged.get(1)[last];
    this.targetStep = last < 0 ? 1 : merged.get(2)[last];
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
    long chunks = (run + CHUNK - 1) / CHUNK;
    int threads = rows * run >= 4 * CHUNK ? addresses.threads() : 1;
    ParallelLoop.run(
        rows * chunks,
        threads,
        (worker, begin, end) -> {
          long from = addresses.base()[sourceSlot] + sourceOffset * bytes;
          if (scalar != null) {
            from = addresses.scratch(worker);
            Memory.store(scalar.bits(addresses), from);
          }
          long to = addresses.base()[targetSlot] + targetOffset * bytes;
          for (long item = begin; item < end; item++) {
            long row = item / chunks;
            long start = item % chunks * CHUNK;
            StridedCopy.copy(
                from + (sourceRows.offset(row) + start * sourceStep) * bytes,
                sourceStep,
                to + (targetRows.offset(row) + start * targetStep) * bytes,
                targetStep,
                Math.min(CHUNK, run - start),
                bytes);
          }
        });
  }
}
