package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.ButterflyBody;
import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.lower.LaneType;

/** The loops that transforms are made of. */
public interface FourierLoops {
  /**
   * A pass.
   *
   * @param body what it computes
   * @return its loop
   */
  FrameLoop butterfly(ButterflyBody body);

  /**
   * A transposition of squares, as {@link dev.sparrow.jit.codegen.TranspositionWriter} says.
   *
   * @param type I32 or I64
   * @return its loop
   */
  FrameLoop transposition(LaneType type);
}
