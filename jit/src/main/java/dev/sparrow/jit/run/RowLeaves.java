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
   * @param fold how a leaf is folded
   * @param bytes size of an element
   * @param lanes scratch for twice as many elements as there are virtual lanes
   */
  record Operand(int port, LeafFold fold, int bytes, long lanes) {
    /** Folds the elements of a block into one, whose raw bits are the result. */
    long fold(Worker at) {
      long accumulators = at.scratch + lanes;
      fold.fold(at.ports[port], at.count, accumulators, at.frame);
      return StridedCopy.load(accumulators, bytes);
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
    operands.forEach(operand -> operand.fold.expect(tilesAndLeaves));
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
