package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LoopForm;
import dev.sparrow.jit.codegen.PlainTransposition;
import dev.sparrow.jit.codegen.TranspositionWriter;
import dev.sparrow.jit.lower.LaneType;

/** The loops that transpose squares of elements of 4 and of 8 bytes, each written once. */
final class Transpositions {
  /** Elements of 4 bytes. */
  static final FrameLoop OF_4 = of(LaneType.I32);

  /** Elements of 8 bytes. */
  static final FrameLoop OF_8 = of(LaneType.I64);

  private Transpositions() {}

  /** The loop for elements of 4 or 8 bytes. */
  static FrameLoop of(int bytes) {
    return bytes == Integer.BYTES ? OF_4 : OF_8;
  }

  private static FrameLoop of(LaneType type) {
    LoopForm form = LoopForm.preferred();
    FrameLoop scalar = new PlainTransposition(type.bytes());
    return form == LoopForm.SCALAR
        ? scalar
        : TieredFrameLoop.of(
            scalar,
            () -> TranspositionWriter.write(type, form),
            (readable, writable, elements) -> square(type, readable, writable, elements));
  }

  private static long[] square(LaneType type, long readable, long writable, int elements) {
    int side = TranspositionWriter.LINE / type.bytes();
    long[] frame = new long[TranspositionWriter.FRAME];
    frame[TranspositionWriter.FROM] = readable;
    frame[TranspositionWriter.FROM_ROW] = TranspositionWriter.LINE;
    frame[TranspositionWriter.TO] = writable;
    frame[TranspositionWriter.TO_ROW] = TranspositionWriter.LINE;
    frame[TranspositionWriter.COUNT] = elements / side;
    return frame;
  }
}
