package dev.sparrow.jit.run;

import dev.sparrow.array.DType;

/**
 * Combines windows of updates with the elements of an array, which a step before has filled with
 * the operand. One thread does all of it, in row-major order of the index vectors: that order is
 * part of the result where windows meet.
 *
 * @param targetSlot slot of the dense array that is updated
 * @param indices where index vectors lie
 * @param updates where updates lie
 * @param batch the windows; their dense side is the updates'
 * @param starts what index vectors mean
 * @param window how a window falls into rows, from the updates to the array
 * @param arithmetic how updates combine
 */
record ScatterLoop(
    int targetSlot,
    Placement indices,
    Placement updates,
    WindowBatch batch,
    WindowStarts starts,
    WindowCopy window,
    UpdateArithmetic arithmetic)
    implements BoundStep {
  /** Index vectors resolved at a time. */
  private static final int CHUNK = 1024;

  @Override
  public void run(Addresses addresses) {
    long[] places = new long[(int) Math.min(CHUNK, batch.run)];
    for (long row = 0; row < batch.rows; row++) {
      for (long start = 0; start < batch.run; start += CHUNK) {
        update(addresses, row, start, (int) Math.min(CHUNK, batch.run - start), places);
      }
    }
  }

  private void update(Addresses addresses, long row, long start, int count, long[] places) {
    DType dtype = arithmetic.dtype();
    int bytes = dtype.bytes();
    long index =
        addresses.base()[indices.slot()]
            + (indices.layout().offset() + batch.indexOffset(row, start))
                * indices.layout().dtype().bytes();
    starts.resolve(index, batch.indexStep, places, count);
    long to = addresses.base()[targetSlot] + batch.operandOffset(row, start) * bytes;
    long from =
        addresses.base()[updates.slot()]
            + (updates.layout().offset() + batch.denseOffset(row, start)) * bytes;
    long fromStep = batch.denseStep * bytes;
    for (int i = 0; i < count; i++) {
      if (places[i] != WindowStarts.OUTSIDE) {
        places[i] = to + (i * batch.operandStep + places[i]) * bytes;
      }
    }
    if (window.size() == 1) {
      arithmetic.scattered(from, fromStep, places, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      if (places[i] != WindowStarts.OUTSIDE) {
        window(from + i * fromStep, places[i], bytes);
      }
    }
  }

  private void window(long from, long to, int bytes) {
    for (long row = 0; row < window.rows(); row++) {
      arithmetic.evenly(
          from + window.sourceOffset(row) * bytes,
          window.sourceStep() * bytes,
          to + window.targetOffset(row) * bytes,
          window.targetStep() * bytes,
          window.run());
    }
  }
}
