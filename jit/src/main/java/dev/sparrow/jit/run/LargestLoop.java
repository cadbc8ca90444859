package dev.sparrow.jit.run;

import dev.sparrow.jit.sort.Largest;

/**
 * Finds the largest elements of lines, each on one thread.
 *
 * @param from where to look
 * @param values where the elements go
 * @param indices where their positions go
 * @param wanted how many of each line
 * @param lines number of lines
 * @param count elements of a line
 */
record LargestLoop(
    LinePlace from, LinePlace values, LinePlace indices, int wanted, long lines, int count)
    implements BoundStep {
  /** Elements from which lines are spread over threads. */
  private static final long PARALLEL_ELEMENTS = 1 << 16;

  @Override
  public void run(Addresses addresses) {
    int threads = lines * count >= PARALLEL_ELEMENTS ? addresses.threads() : 1;
    ParallelLoop.run(
        lines,
        threads,
        (_, begin, end) -> {
          Largest largest = new Largest(wanted);
          for (long line = begin; line < end; line++) {
            largest.find(
                from.line(addresses, line),
                count,
                values.line(addresses, line),
                indices.line(addresses, line));
          }
        });
  }
}
