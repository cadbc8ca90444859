package dev.sparrow.jit.run;

import dev.sparrow.graph.ReductionTree;
import java.util.List;

/**
 * Leaves of folds along rows: one block is one leaf.
 *
 * @param program what to do for a block
 * @param operands what is folded
 * @param run elements in a row
 */
record RowLeaves(BlockProgram program, List<Operand> operands, long run) implements LeafSource {
  /**
   * What one fold folds.
   *
   * @param port frame slot with the address of its elements
   * @param combination how they combine
   * @param lanes scratch for the virtual lanes
   * @param tail scratch for as many elements again
   */
  record Operand(int port, Combination combination, long lanes, long tail) {
    /** Folds the elements of a block into one, whose raw bits are the result. */
    long fold(Worker at) {
      int bytes = combination.bytes();
      long elements = at.ports[port];
      long accumulators = at.scratch + lanes;
      if (at.count == ReductionTree.LEAF) {
        combination.wholeLeaf(elements, accumulators, at.frame);
      } else {
        partLeaf(at, elements, accumulators, bytes);
      }
      combination.halve(accumulators, ReductionTree.LANES, 1, at.frame);
      return StridedCopy.load(accumulators, bytes);
    }

    private void partLeaf(Worker at, long elements, long accumulators, int bytes) {
      combination.clear(accumulators, ReductionTree.LANES);
      int whole = at.count / ReductionTree.LANES * ReductionTree.LANES;
      for (int i = 0; i < whole; i += ReductionTree.LANES) {
        combination.combine(
            accumulators, elements + (long) i * bytes, ReductionTree.LANES, at.frame);
      }
      if (whole < at.count) {
        long padded = at.scratch + tail;
        combination.clear(padded, ReductionTree.LANES);
        StridedCopy.copy(elements + (long) whole * bytes, 1, padded, 1, at.count - whole, bytes);
        combination.combine(accumulators, padded, ReductionTree.LANES, at.frame);
      }
    }
  }

  @Override
  public int width() {
    return 1;
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
    program.expect(tilesAndLeaves);
    operands.forEach(operand -> operand.combination.expect(0, tilesAndLeaves));
  }

  @Override
  public void leaf(Worker at, long tile, long leaf, long[][] values) {
    long start = leaf * ReductionTree.LEAF;
    at.at(tile, start, (int) Math.min(ReductionTree.LEAF, run - start));
    program.run(at);
    for (int fold = 0; fold < operands.size(); fold++) {
      values[fold][0] = operands.get(fold).fold(at);
    }
  }
}
