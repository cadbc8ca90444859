package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;

/**
 * Runs a region without folds: every block of every row, in any order.
 *
 * @param program what to do for a block
 * @param rows number of rows
 * @param run elements in a row
 * @param scratchBytes scratch a worker needs
 * @param parallel whether the work is worth more than one thread
 */
record PointwiseLoop(BlockProgram program, long rows, long run, long scratchBytes, boolean parallel)
    implements BoundStep {
  @Override
  public void run(Addresses addresses) {
    long blocks = (run + Kernel.BLOCK - 1) / Kernel.BLOCK;
    ParallelLoop.run(
        rows * blocks,
        parallel ? addresses.threads() : 1,
        (worker, begin, end) -> {
          Worker at = new Worker(addresses, addresses.scratch(worker), program.ports());
          for (long item = begin; item < end; item++) {
            long row = item / blocks;
            long start = (item - row * blocks) * Kernel.BLOCK;
            at.at(row, start, (int) Math.min(Kernel.BLOCK, run - start));
            program.run(at);
          }
        });
  }
}
