package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.PackingWriter;
import dev.sparrow.jit.lower.LaneType;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The loops that pack elements a few elements apart, one for each distance and size, written when
 * they are first asked for.
 */
final class Packings {
  private static final int STEPS = 2 * PackingWriter.MOST_STEP + 1;
  private static final AtomicReferenceArray<FrameLoop> OF_4 = new AtomicReferenceArray<>(STEPS);
  private static final AtomicReferenceArray<FrameLoop> OF_8 = new AtomicReferenceArray<>(STEPS);

  private Packings() {}

  /**
   * Packs elements as far as whole lines reach.
   *
   * @param from address of the first element
   * @param step distance between elements, in elements; not 1
   * @param to address the first one goes to
   * @param count number of elements, at least 1
   * @param bytes size of an element
   * @return how many elements have been packed: those that are left have to be copied one by one
   */
  static long pack(long from, long step, long to, long count, int bytes) {
    if (bytes != Integer.BYTES && bytes != Long.BYTES
        || step == 0
        || Math.abs(step) > PackingWriter.MOST_STEP) {
      return 0;
    }
    long lines = PackingWriter.lines(bytes, step, count);
    if (lines == 0) {
      return 0;
    }
    long[] frame = new long[PackingWriter.FRAME];
    frame[PackingWriter.FROM] = from;
    frame[PackingWriter.TO] = to;
    frame[PackingWriter.LINES] = lines;
    of(bytes, (int) step).run(frame);
    return lines * (PackingWriter.LINE / bytes);
  }

  private static FrameLoop of(int bytes, int step) {
    AtomicReferenceArray<FrameLoop> loops = bytes == Integer.BYTES ? OF_4 : OF_8;
    int place = step + PackingWriter.MOST_STEP;
    FrameLoop known = loops.get(place);
    if (known != null) {
      return known;
    }
    FrameLoop loop = loop(bytes == Integer.BYTES ? LaneType.I32 : LaneType.I64, step);
    // Where two threads are first at once, one of the loops is warmed up for nothing.
    return loops.compareAndSet(place, null, loop) ? loop : loops.get(place);
  }

  private static FrameLoop loop(LaneType type, int step) {
    LoopForm form = LoopForm.preferred();
    FrameLoop plain = PackingWriter.plain(type.bytes(), step);
    return form == LoopForm.SCALAR
        ? plain
        : TieredFrameLoop.of(
            plain,
            () -> PackingWriter.write(type, step, form),
            (readable, writable, elements) -> lines(type, step, readable, writable, elements));
  }

  /** As many lines as the memory for trials, of 8-byte elements, has room to read. */
  private static long[] lines(LaneType type, int step, long readable, long writable, int elements) {
    int side = PackingWriter.LINE / type.bytes();
    int distance = Math.abs(step);
    long[] frame = new long[PackingWriter.FRAME];
    frame[PackingWriter.LINES] = elements / (side * distance);
    frame[PackingWriter.FROM] = step > 0 ? readable : readable + (elements - 1L) * type.bytes();
    frame[PackingWriter.TO] = writable;
    return frame;
  }
}
