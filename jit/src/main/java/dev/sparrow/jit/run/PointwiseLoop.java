package dev.sparrow.jit.run;

/**
 * Runs a region without folds: every block, in any order.
 *
 * @param program what to do for a block
 * @param rows number of rows
 * @param run elements in a row
 * @param tile sizes of blocks
 * @param scratchBytes scratch a worker needs
 * @param parallel whether the work is worth more than one thread
 */
record PointwiseLoop(
    BlockProgram program, long rows, long run, Tile tile, long scratchBytes, boolean parallel)
    implements BoundStep {
  /**
   * Sizes of blocks.
   *
   * @param rows most rows of a block
   * @param run most elements of a block in each row
   */
  record Tile(int rows, int run) {
    int elements() {
      return rows * run;
    }
  }

  @Override
  public void run(Addresses addresses) {
    long rowTiles = (rows + tile.rows - 1) / tile.rows;
    long runTiles = (run + tile.run - 1) / tile.run;
    program.expect(rowTiles * runTiles);
    ParallelLoop.run(
        rowTiles * runTiles,
        parallel ? addresses.threads() : 1,
        (worker, begin, end) -> {
          Worker at = new Worker(addresses, addresses.scratch(worker), program.ports(), 0);
          for (long item = begin; item < end; item++) {
            long rowTile = item / runTiles;
            at.row = rowTile * tile.rows;
            at.rows = (int) Math.min(tile.rows, rows - at.row);
            at.start = (item - rowTile * runTiles) * tile.run;
            at.count = (int) Math.min(tile.run, run - at.start);
            at.pitch = tile.run;
            program.run(at);
          }
        });
  }

  @Override
  public String describe() {
    return program.describe();
  }
}
