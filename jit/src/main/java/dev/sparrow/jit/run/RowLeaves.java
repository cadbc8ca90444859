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
   * @param tail scratch for twice as many elements: the last ones of a part leaf, and none
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
        partLeaf(elements, at.count, accumulators, at);
      }
      combination.halve(accumulators, ReductionTree.LANES, 1, at.frame);
      return StridedCopy.load(accumulators, bytes);
    }

    /**
     * A leaf with fewer elements: identities stand where they are missing, which changes nothing.
     */
    private void partLeaf(long elements, int count, long accumulators, Worker at) {
      int bytes = combination.bytes();
      int whole = count / ReductionTree.LANES * ReductionTree.LANES;
      long last = at.scratch + tail;
      long missing = last + (long) ReductionTree.LANES * bytes;
      combination.clear(last, 2 * ReductionTree.LANES);
      StridedCopy.copy(elements + (long) whole * bytes, 1, last, 1, count - whole, bytes);
      combination.partLeaf(elements, whole, last, missing, accumulators, at.frame);
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
