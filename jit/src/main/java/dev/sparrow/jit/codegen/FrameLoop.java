package dev.sparrow.jit.codegen;

/**
 * A loop that reads where and how far it goes from a frame, whose slots its maker names. Stateless,
 * so any number of threads may run it; pure but for the memory that the frame tells it to write.
 */
@FunctionalInterface
public interface FrameLoop {
  /**
   * Runs the loop.
   *
   * @param frame addresses, distances and counts
   */
  void run(long[] frame);
}
