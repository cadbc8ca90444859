package dev.sparrow.jit.run;

import dev.sparrow.buffer.ArrowBuffer;

/** Hands out places in memory that is allocated later, each aligned as buffers are. */
final class ScratchPlan {
  private long bytes;

  /** The offset of a new place for some elements, with the slack kernels need behind them. */
  long place(long elements, int elementBytes) {
    long place = bytes;
    bytes += align(Feed.rounded(elements) * elementBytes);
    return place;
  }

  /** Bytes handed out so far. */
  long bytes() {
    return bytes;
  }

  static long align(long size) {
    return (size + ArrowBuffer.ALIGNMENT - 1) & -ArrowBuffer.ALIGNMENT;
  }
}
