package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;

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
    implements RowStep {
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
          at.rowsEnd = tile.rows == 1 ? end / runTiles : 0;
          for (long item = begin; item < end; ) {
            long rowTile = item / runTiles;
            at.row = rowTile * tile.rows;
            at.rows = (int) Math.min(tile.rows, rows - at.row);
            at.start = (item - rowTile * runTiles) * tile.run;
            at.count = count(at.start, Math.min(run, at.start + (end - item) * tile.run));
            at.pitch = tile.run;
            program.run(at);
            item += (at.count + tile.run - 1) / tile.run;
          }
        });
  }

  /** Elements that one call of the kernel takes: a part of a tile, a tile, or some whole ones. */
  private int count(long start, long end) {
    long left = end - start;
    if (left <= tile.run) {
      return (int) left;
    }
    return tile.run == Kernel.BLOCK
        ? (int) Math.min(program.longestCall(), left - left % tile.run)
        : tile.run;
  }

  @Override
  public boolean splitsInto(long parts) {
    // Blocks of several rows want all of their rows.
    return tile.rows == 1 && (rows == 1 ? run % parts == 0 : rows % parts == 0);
  }

  @Override
  public void expectRows() {
    program.expect(rows * ((run + tile.run - 1) / tile.run));
  }

  @Override
  public void runRows(Addresses addresses, int worker, long parts, long begin, long end) {
    Worker at = new Worker(addresses, addresses.scratch(worker), program.ports(), 0);
    long rowsEach = rows == 1 ? 0 : rows / parts;
    long runEach = rows == 1 ? run / parts : 0;
    long rowEnd = rows == 1 ? 1 : end * rowsEach;
    at.rowsEnd = rows == 1 ? 0 : rowEnd;
    long runEnd = rows == 1 ? end * runEach : run;
    for (long row = begin * rowsEach; row < rowEnd; row++) {
      for (long start = begin * runEach; start < runEnd; start += at.count) {
        at.at(row, start, count(start, runEnd));
        program.run(at);
      }
    }
  }

  @Override
  public String describe() {
    return program.describe();
  }
}
