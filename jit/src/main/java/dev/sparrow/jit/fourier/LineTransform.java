package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.lower.LaneType;

/** The transform of lines of one length. Immutable, so any number of threads may run it. */
public sealed interface LineTransform permits ShortTransform, SplitTransform, ChirpTransform {
  /** Lengths up to this are transformed many lines at once, longer ones by themselves. */
  int SHORT = 64;

  /**
   * The transform of a length.
   *
   * @param n the length, at least 1
   * @param type float type of the parts
   * @param sense which way it turns
   * @param loops where loops come from
   * @return the transform
   */
  static LineTransform of(int n, LaneType type, Sense sense, FourierLoops loops) {
    if (!Radices.make(n)) {
      return new ChirpTransform(n, type, sense, loops);
    }
    return n <= SHORT
        ? new ShortTransform(n, type, sense, loops)
        : new SplitTransform(n, type, sense, loops);
  }

  /**
   * Lines.
   *
   * @param from addresses of the first pair of each
   * @param step bytes from a pair to the next
   * @param to address of the first pair of the first result; pairs and lines follow on each other
   */
  @SuppressWarnings("ArrayRecordComponent") // carries arguments and is never compared
  record Lines(long[] from, long step, long to) {}

  /** {@return the most lines that {@link #run} takes} */
  int together();

  /** {@return bytes of scratch that a thread needs} */
  long scratchBytes();

  /**
   * Transforms lines.
   *
   * @param lines the lines
   * @param count how many, at most {@link #together}
   * @param scale what results are multiplied by
   * @param scratch address of scratch memory
   */
  void run(Lines lines, int count, double scale, long scratch);

  /** The bits of a number of a type. */
  static long bits(LaneType type, double number) {
    return type == LaneType.F32
        ? Float.floatToRawIntBits((float) number)
        : Double.doubleToRawLongBits(number);
  }
}
