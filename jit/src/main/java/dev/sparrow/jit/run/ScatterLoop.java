package dev.sparrow.jit.run;

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
    if (!starts.clip()
        && ElementScatter.adds(arithmetic)
        && ElementPositions.are(starts, window, batch)) {
      ElementScatter single =
          new ElementScatter(ElementPositions.last(starts), arithmetic.dtype(), batch.denseStep);
      for (long row = 0; row < batch.rows; row++) {
        elements(addresses, row, single);
      }
      return;
    }
    long[] places = new long[(int) Math.min(CHUNK, batch.run)];
    for (long row = 0; row < batch.rows; row++) {
      for (long start = 0; start < batch.run; start += CHUNK) {
        update(addresses, row, start, (int) Math.min(CHUNK, batch.run - start), places);
      }
    }
  }

  private void elements(Addresses addresses, long row, ElementScatter single) {
    boolean counted = UpdateTally.pays(single, batch.run);
    UpdateTally tally = counted ? new UpdateTally(single) : null;
    for (long start = 0; start < batch.run; start += CHUNK) {
      int count = (int) Math.min(CHUNK, batch.run - start);
      if (tally != null) {
        tally.count(index(addresses, row, start), count);
      } else {
        single.add(
            index(addresses, row, start),
            from(addresses, row, start),
            to(addresses, row, start),
            count);
      }
    }
    if (tally != null) {
      tally.add(from(addresses, row, 0), to(addresses, row, 0));
    }
  }

  private long index(Addresses addresses, long row, long window) {
    return addresses.base()[indices.slot()]
        + (indices.layout().offset() + batch.indexOffset(row, window))
            * indices.layout().dtype().bytes();
  }

  private long from(Addresses addresses, long row, long window) {
    return addresses.base()[updates.slot()]
        + (updates.layout().offset() + batch.denseOffset(row, window)) * arithmetic.dtype().bytes();
  }

  private long to(Addresses addresses, long row, long window) {
    return addresses.base()[targetSlot]
        + batch.operandOffset(row, window) * arithmetic.dtype().bytes();
  }

  private void update(Addresses addresses, long row, long start, int count, long[] places) {
    int bytes = arithmetic.dtype().bytes();
    starts.resolve(index(addresses, row, start), batch.indexStep, places, count);
    long to = to(addresses, row, start);
    long from = from(addresses, row, start);
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
