package dev.sparrow.jit.run;

import dev.sparrow.graph.ReductionTree;
import java.util.List;

/**
 * Leaves of folds across rows, many kept positions at a time: rows are reduced positions, elements
 * of a row are kept ones. Accumulators hold one run of kept positions for each virtual lane, and
 * each block of rows is combined into its lanes elementwise.
 *
 * @param program what to do for a block
 * @param operands what is folded
 * @param tiling sizes of tiles and blocks
 * @param reduced number of reduced positions
 */
record ColumnLeaves(BlockProgram program, List<Operand> operands, Tiling tiling, long reduced)
    implements LeafSource {
  /**
   * What one fold folds.
   *
   * @param port frame slot with the address of its elements
   * @param combination how they combine
   * @param accumulators scratch for lanes · pitch elements
   */
  record Operand(int port, Combination combination, long accumulators) {}

  /**
   * Sizes of tiles and blocks.
   *
   * @param width kept positions in a tile
   * @param lanes virtual lanes that occur, a power of two
   * @param rows rows in a block, a power of two up to lanes
   * @param pitch elements between rows of a block: at least the width, and rows · pitch is a
   *     multiple of what kernels round to
   */
  record Tiling(int width, int lanes, int rows, int pitch) {
    private static final int ACCUMULATORS = 8192;
    private static final int BLOCK = dev.sparrow.jit.codegen.Kernel.BLOCK;
    private static final int ROUND = dev.sparrow.jit.codegen.Kernel.ROUND;

    static Tiling of(long kept, long reduced) {
      int lanes = powerOfTwoFrom((int) Math.min(ReductionTree.LANES, Math.max(1, reduced)));
      int widest = Math.clamp(ACCUMULATORS / lanes, ROUND, BLOCK);
      int width = (int) Math.min(kept, widest);
      int rows = Math.min(lanes, Integer.highestOneBit(BLOCK / width));
      int step = ROUND / rows;
      return new Tiling(width, lanes, rows, (width + step - 1) / step * step);
    }

    private static int powerOfTwoFrom(int value) {
      return value == 1 ? 1 : Integer.highestOneBit(value - 1) << 1;
    }
  }

  @Override
  public int width() {
    return tiling.width;
  }

  @Override
  public int leavesAtOnce() {
    return 1;
  }

  @Override
  public boolean startsAnywhere() {
    return false;
  }

  @Override
  public int ports() {
    return program.ports();
  }

  @Override
  public String describe() {
    return program.describe();
  }

  @Override
  public void expect(long tilesAndLeaves) {
    long rows = Math.min(reduced, ReductionTree.LEAF);
    long blocks = tilesAndLeaves * (rows / tiling.rows);
    program.expect(blocks);
    operands.forEach(operand -> operand.combination.expect(blocks, tilesAndLeaves));
  }

  @Override
  public void leaves(Worker at, Tile tile, long leaf, int count, long[][] values) {
    long begin = leaf * ReductionTree.LEAF;
    long end = Math.min(reduced, begin + ReductionTree.LEAF);
    at.start = tile.first();
    at.count = tile.count();
    at.pitch = tiling.pitch;
    for (Operand operand : operands) {
      operand.combination.clear(at.scratch + operand.accumulators, tiling.lanes * tiling.pitch);
    }
    for (long row = begin; row < end; row += tiling.rows) {
      at.row = row;
      at.rows = (int) Math.min(tiling.rows, end - row);
      program.run(at);
      int lane = (int) (row - begin) % ReductionTree.LANES;
      for (Operand operand : operands) {
        accumulate(at, operand, lane);
      }
    }
    for (int fold = 0; fold < operands.size(); fold++) {
      Combination combination = operands.get(fold).combination;
      long accumulators = at.scratch + operands.get(fold).accumulators;
      combination.halve(accumulators, tiling.lanes, tiling.pitch, at.frame);
      int bytes = combination.bytes();
      for (int i = 0; i < at.count; i++) {
        values[fold][i] = StridedCopy.load(accumulators + (long) i * bytes, bytes);
      }
    }
  }

  private void accumulate(Worker at, Operand operand, int lane) {
    Combination combination = operand.combination;
    long block = at.ports[operand.port];
    int elements = at.count;
    if (tiling.rows > 1) {
      // Rows that are missing at the end of a leaf hold the identity, so that blocks are whole.
      int present = at.rows * tiling.pitch;
      elements = tiling.rows * tiling.pitch;
      combination.clear(block + (long) present * combination.bytes(), elements - present);
    }
    long target = at.scratch + operand.accumulators;
    long offset = (long) lane * tiling.pitch * combination.bytes();
    combination.combine(target + offset, block, elements, at.frame);
  }
}
