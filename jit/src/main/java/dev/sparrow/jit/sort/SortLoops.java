package dev.sparrow.jit.sort;

import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.SortLoopWriter.Task;
import dev.sparrow.jit.lower.LaneType;
import java.util.Optional;

/** The loops of 512-bit vectors that a {@link QuickSort} is made of. */
public interface SortLoops {
  /**
   * The loop of a task.
   *
   * @param task what it does
   * @param type I32 or I64
   * @return the loop
   */
  FrameLoop loop(Task task, LaneType type);

  /**
   * A transposition of squares, whose rows are vectors.
   *
   * @param type I32 or I64
   * @return the loop
   */
  FrameLoop transposition(LaneType type);

  /** Where loops come from. */
  interface Source {
    /** {@return whether there will ever be fast loops: where vectors have 512 bits} */
    boolean isPossible();

    /**
     * The loops, once all of them are fast. Asking has them made so.
     *
     * @param type I32 or I64
     * @return the loops, if they are fast by now
     */
    Optional<SortLoops> ready(LaneType type);
  }
}
