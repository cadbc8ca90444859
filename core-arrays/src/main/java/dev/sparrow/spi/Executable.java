package dev.sparrow.spi;

import dev.sparrow.buffer.View;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A compiled graph. Thread-safe. */
public interface Executable {
  /**
   * Runs to completion on the calling thread and the backend's workers.
   *
   * @param inputs one view per graph input, captures first; read only
   * @return one view per result. The caller becomes a holder of each result's buffer; a result that
   *     is a window on an input has had that input's buffer retained
   */
  List<View> run(List<View> inputs);

  /**
   * Runs to completion; the memory of some inputs is given up and may be written over, or serve for
   * a result (the result's view must then retain it).
   *
   * @param inputs one view per graph input, captures first
   * @param donated numbers of the inputs that nobody reads any more
   * @return one view per result, as {@link #run(List)} does
   */
  default List<View> run(List<View> inputs, Set<Integer> donated) {
    return run(inputs);
  }

  /**
   * {@return an estimate of the work, in simple per-element operations; decides inline or queued
   * until a run has been timed}
   */
  long cost();

  /** {@return how long a run takes as far as runs have been timed, in nanoseconds; or nothing} */
  default OptionalLong nanos() {
    return OptionalLong.empty();
  }
}
