package dev.sparrow.jit.run;

import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.run.LeafFold.Leaves;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves of folds along rows: one block is one leaf. Several leaves of a row are folded together,
 * or several rows of one leaf.
 *
 * @param program what to do for a block
 * @param operands what is folded
 * @param run elements in a row
 */
record RowLeaves(BlockProgram program, List<Operand> operands, long run) implements LeafSource {
  /** Leaves that are folded together: what their results take of a cache is little. */
  static final int AT_ONCE = 64;

  /**
   * What one fold folds.
   *
   * @param port frame slot with the address of its elements
   * @param fold how a leaf is folded
   * @param lanes scratch for as many elements as there are virtual lanes
   * @param results scratch for the results of {@link #AT_ONCE} leaves
   * @param direct where elements lie if nothing is computed first; null for nowhere
   */
  record Operand(
      int port, LeafFold fold, long lanes, long results, Feed.@Nullable Contiguous direct) {
    /** Folds leaves to some of the results. */
    void fold(Worker at, Leaves leaves, int first) {
      long place = at.scratch + results + (long) first * fold.bytes();
      fold.fold(leaves, at.scratch + lanes, place, at.frame);
    }

    /** The raw bits of the results. */
    void read(Worker at, int count, long[] values) {
      for (int i = 0; i < count; i++) {
        values[i] = StridedCopy.load(at.scratch + results + (long) i * fold.bytes(), fold.bytes());
      }
    }
  }

  @Override
  public int width() {
    return run <= ReductionTree.LEAF ? AT_ONCE : 1;
  }

  @Override
  public int leavesAtOnce() {
    return run <= ReductionTree.LEAF ? 1 : AT_ONCE;
  }

  @Override
  public boolean startsAnywhere() {
    return true;
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
    long rows = tilesAndLeaves * width();
    program.expect(rows);
    operands.forEach(operand -> operand.fold.expect(rows));
  }

  @Override
  public void leaves(Worker at, Tile tile, long first, int count, long[][] values) {
    int done = 0;
    int blocks = width() == 1 ? count : tile.count();
    while (done < blocks) {
      long row = width() == 1 ? tile.first() : tile.first() + done;
      long start = (width() == 1 ? first + done : first) * ReductionTree.LEAF;
      at.at(row, start, (int) Math.min(ReductionTree.LEAF, run - start));
      int together = together(at, blocks - done);
      if (together > 1) {
        for (Operand operand : operands) {
          operand.fold(at, operand.direct.leaves(at, together, width() > 1), done);
        }
      } else {
        program.run(at);
        for (Operand operand : operands) {
          operand.fold(at, Leaves.one(at.ports[operand.port], at.count), done);
        }
      }
      done += Math.max(1, together);
    }
    for (int fold = 0; fold < operands.size(); fold++) {
      operands.get(fold).read(at, blocks, values[fold]);
    }
  }

  /** How many blocks, from the one the worker is at, can be folded where they lie. */
  private int together(Worker at, int most) {
    int together = most;
    if (width() == 1 && at.start + (long) most * ReductionTree.LEAF > run) {
      together--;
    }
    for (Operand operand : operands) {
      if (operand.direct == null) {
        return 0;
      }
      together = Math.min(together, operand.direct.readable(at, together, width() > 1));
    }
    return together;
  }
}
