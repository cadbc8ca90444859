package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Copies a window for each index vector.
 *
 * @param operand where windows are read
 * @param indices where index vectors lie
 * @param targetSlot slot of the dense result
 * @param batch the windows
 * @param starts what index vectors mean
 * @param window copies one window
 * @param filling copies the fill value into one window
 * @param fill raw bits of the fill value
 * @param bytes size of an element
 */
record GatherLoop(
    Placement operand,
    Placement indices,
    int targetSlot,
    WindowBatch batch,
    WindowStarts starts,
    WindowCopy window,
    WindowCopy filling,
    long fill,
    int bytes)
    implements BoundStep {
  /** Index vectors resolved at a time: their places stay in the first cache. */
  private static final int CHUNK = 1024;

  /** Elements from which windows are spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 17;

  @Override
  public long scratchBytes() {
    return 2 * Long.BYTES;
  }

  @Override
  public void run(Addresses addresses) {
    long chunks = (batch.run + CHUNK - 1) / CHUNK;
    int threads = batch.size() * window.size() >= PARALLEL_ELEMENTS ? addresses.threads() : 1;
    ParallelLoop.run(
        batch.rows * chunks,
        threads,
        (worker, begin, end) -> {
          ElementGather single = single();
          long[] places = new long[single == null ? (int) Math.min(CHUNK, batch.run) : 0];
          long filler = addresses.scratch(worker);
          Memory.store(fill, filler);
          // The imaginary part of the widest elements; what fills a place outside is real.
          Memory.store(0L, filler + Long.BYTES);
          for (long item = begin; item < end; item++) {
            long start = item % chunks * CHUNK;
            int count = (int) Math.min(CHUNK, batch.run - start);
            move(addresses, item / chunks, start, count, single, places, filler);
          }
        });
  }

  /** How single elements are read, if they are of a common kind. */
  private @Nullable ElementGather single() {
    boolean simple =
        ElementPositions.are(starts, window, batch)
            && batch.denseStep == 1
            && (bytes == Integer.BYTES || bytes == Long.BYTES);
    return simple
        ? new ElementGather(ElementPositions.last(starts), starts.clip(), fill, bytes)
        : null;
  }

  private void move(
      Addresses addresses,
      long row,
      long start,
      int count,
      @Nullable ElementGather single,
      long[] places,
      long filler) {
    long index =
        addresses.base()[indices.slot()]
            + (indices.layout().offset() + batch.indexOffset(row, start))
                * indices.layout().dtype().bytes();
    long from =
        addresses.base()[operand.slot()]
            + (operand.layout().offset() + batch.operandOffset(row, start)) * bytes;
    long to = addresses.base()[targetSlot] + batch.denseOffset(row, start) * bytes;
    if (single != null) {
      single.read(index, from, to, count);
      return;
    }
    starts.resolve(index, batch.indexStep, places, count);
    if (window.size() == 1) {
      elements(from, to, count, places, filler);
    } else {
      windows(from, to, count, places, filler);
    }
  }

  private void windows(long from, long to, int count, long[] places, long filler) {
    long fromStep = batch.operandStep * bytes;
    long toStep = batch.denseStep * bytes;
    for (int i = 0; i < count; i++) {
      long target = to + i * toStep;
      if (places[i] == WindowStarts.OUTSIDE) {
        filling.copy(filler, target);
      } else {
        window.copy(from + i * fromStep + places[i] * bytes, target);
      }
    }
  }

  private void elements(long from, long to, int count, long[] places, long filler) {
    long fromStep = batch.operandStep * bytes;
    long toStep = batch.denseStep * bytes;
    for (int i = 0; i < count; i++) {
      long place = places[i];
      places[i] = place == WindowStarts.OUTSIDE ? filler : from + i * fromStep + place * bytes;
    }
    switch (bytes) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          Memory.storeBytes1(Memory.loadBytes1(places[i]), to + i * toStep);
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          Memory.storeBytes2(Memory.loadBytes2(places[i]), to + i * toStep);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          Memory.storeBytes4(Memory.loadBytes4(places[i]), to + i * toStep);
        }
      }
      case 8 -> {
        for (int i = 0; i < count; i++) {
          Memory.store(Memory.loadI64(places[i]), to + i * toStep);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          StridedCopy.copy(places[i], 1, to + i * toStep, 1, 1, bytes);
        }
      }
    }
  }
}
