package dev.sparrow.jit.codegen;

/**
 * A compiled loop over the steps of a recurrence, for one block of elements: each element's carry
 * stays in registers from step to step. Stateless, so any number of threads may run it.
 */
@FunctionalInterface
public interface Recurrence {
  /**
   * Takes some steps for elements 0 to n - 1. Every contiguous input must be readable and every
   * contiguous output writable up to n rounded up to {@link Kernel#ROUND} elements; what is written
   * beyond n is arbitrary. If the recurrence ends by a condition, carries beyond n must be copies
   * of carries before n, so that they end too.
   *
   * @param frame addresses, uniform values and strides, laid out as {@link RecurrenceBody} says
   * @param n number of elements, from 1 to {@link Kernel#BLOCK}
   * @param steps most steps to take, at least 1
   * @return how many groups of elements have steps left by the condition; 0 without a condition
   */
  int run(long[] frame, int n, int steps);
}
