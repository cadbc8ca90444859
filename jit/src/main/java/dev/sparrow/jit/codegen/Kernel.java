package dev.sparrow.jit.codegen;

/**
 * A compiled loop over one block of elements. Stateless, so any number of threads may run it; pure
 * but for what it writes to its outputs, so it may be run on scratch to warm it up.
 */
@FunctionalInterface
public interface Kernel {
  /**
   * Most elements a call may process. A block this size keeps a kernel's scratch in the first-level
   * cache and lets HotSpot compile the loop after a few thousand calls.
   */
  int BLOCK = 1024;

  /**
   * Most elements of a call of a kernel that keeps nothing, or little, in scratch ({@link
   * KernelWriter#longestCall}): what begins and ends a call then takes little beside the call.
   */
  int LONG_BLOCK = 8 * BLOCK;

  /**
   * Elements up to which, rounded, inputs must be readable and outputs writable: vector loops have
   * no tail.
   */
  int ROUND = 64;

  /**
   * Processes elements 0 to n - 1. Every contiguous input must be readable and every output
   * writable up to n rounded up to {@link #ROUND} elements; what is written beyond n is arbitrary.
   *
   * @param frame addresses, uniform values and the base index, laid out as {@link KernelBody} says
   * @param n number of elements, from 1 to {@link #BLOCK}, or to what {@link
   *     KernelWriter#longestCall} says of its body; 0 does nothing
   */
  void run(long[] frame, int n);
}
