package dev.sparrow.jit.codegen;

/**
 * Transposes squares as {@link TranspositionWriter} says, one element after another: what serves
 * until a vector loop is warm, and where there are no vectors.
 *
 * @param bytes size of an element, 4 or 8
 */
public record PlainTransposition(int bytes) implements FrameLoop {
  @Override
  public void run(long[] frame) {
    for (long square = 0; square < frame[TranspositionWriter.COUNT]; square++) {
      long from = frame[TranspositionWriter.FROM] + square * frame[TranspositionWriter.FROM_STEP];
      long to = frame[TranspositionWriter.TO] + square * frame[TranspositionWriter.TO_STEP];
      for (int row = 0; row < TranspositionWriter.LINE / bytes; row++) {
        long line = from + row * frame[TranspositionWriter.FROM_ROW];
        if (bytes == Integer.BYTES) {
          narrow(line, to + 4L * row, frame[TranspositionWriter.TO_ROW]);
        } else {
          wide(line, to + 8L * row, frame[TranspositionWriter.TO_ROW]);
        }
      }
    }
  }

  private static void narrow(long from, long to, long step) {
    for (int i = 0; i < TranspositionWriter.LINE / Integer.BYTES; i++) {
      Memory.store(Memory.loadI32(from + 4L * i), to + i * step);
    }
  }

  private static void wide(long from, long to, long step) {
    for (int i = 0; i < TranspositionWriter.LINE / Long.BYTES; i++) {
      Memory.store(Memory.loadI64(from + 8L * i), to + i * step);
    }
  }
}
