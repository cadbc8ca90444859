package dev.sparrow.programs;

import dev.sparrow.array.NDArray;
import java.util.List;

/** A program of the corpus. */
@FunctionalInterface
public interface Program {
  /**
   * Runs the program.
   *
   * @param in its arguments
   * @return an array, or a list of such results
   */
  Object run(List<NDArray> in);
}
