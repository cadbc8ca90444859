package dev.sparrow.jit.run;

import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.codegen.Kernel;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.LaneOps;
import dev.sparrow.jit.lower.LaneType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds the elements of a leaf, which lie one after another, into one: a kernel takes them to the
 * virtual lanes, another takes those to a few, and a last one takes the few to one.
 */
final class LeafFold {
  /** Rows of a whole leaf, one element for each virtual lane. */
  private static final int ROWS = ReductionTree.LEAF / ReductionTree.LANES;

  /** Lanes that the last kernel folds: so many that loads are as wide as stores were. */
  private static final int FEW = 16;

  /** Extremes of floats take several instructions each, in a scalar as in a vector: fewer. */
  private static final int FEW_EXTREMES = 8;

  /** Frame slots that the kernels need. */
  static final int FRAME = 1 + Math.max(ROWS + 1, FEW) + 1;

  private final TieredKernel rows;

  /** For the leaf that is not full: its whole rows and what is behind them; null for none. */
  private final @Nullable TieredKernel part;

  private final int partCount;
  private final int few;
  private final TieredKernel toFew;
  private final Kernel toOne;
  private final int bytes;

  private LeafFold(FoldArithmetic arithmetic, int partCount, KernelCache kernels) {
    this.bytes = arithmetic.dtype().bytes();
    this.partCount = partCount;
    FoldBodies bodies = new FoldBodies(arithmetic);
    this.rows = kernels.get(bodies.body(ROWS, bodies.inOrder(bodies.loads(ROWS))));
    this.part = partCount == 0 ? null : part(bodies, partCount, kernels);
    boolean extremes =
        arithmetic.dtype().isFloat()
            && (arithmetic.monoid() == Monoid.MAX || arithmetic.monoid() == Monoid.MIN);
    this.few = extremes ? FEW_EXTREMES : FEW;
    int runs = ReductionTree.LANES / few;
    this.toFew = kernels.get(bodies.body(runs, bodies.byHalves(bodies.loads(runs))));
    KernelBody last = bodies.body(few, bodies.byHalves(bodies.loads(few)));
    this.toOne = extremes ? kernels.get(last) : kernels.getSingle(last);
  }

  /** Folds of leaves that are all full. */
  static LeafFold ofWholeLeaves(FoldArithmetic arithmetic, KernelCache kernels) {
    return new LeafFold(arithmetic, 0, kernels);
  }

  /**
   * Folds of leaves of a number of elements.
   *
   * @param arithmetic how elements combine
   * @param count elements of all leaves; those of the last one may be fewer
   * @param kernels where kernels come from
   * @return the folds
   */
  static LeafFold of(FoldArithmetic arithmetic, long count, KernelCache kernels) {
    return new LeafFold(arithmetic, (int) (count % ReductionTree.LEAF), kernels);
  }

  /** In the last row, lanes from a number on stay as they are: what lies there is no element. */
  private static TieredKernel part(FoldBodies bodies, int count, KernelCache kernels) {
    int whole = count / ReductionTree.LANES;
    int inputs = whole;
    List<KernelExpr> values = new ArrayList<>(bodies.loads(whole));
    if (count % ReductionTree.LANES > 0) {
      KernelExpr last = bodies.loads(whole + 1).getLast();
      KernelExpr present = new KernelExpr.Scalar(whole + 1, LaneType.I32);
      values.add(LaneOps.select(LaneOps.lt(LaneOps.indexLow(), present), last, bodies.identity()));
      inputs += 2;
    }
    return kernels.get(bodies.body(inputs, bodies.inOrder(values)));
  }

  /** Says how many leaves are about to be folded. */
  void expect(long leaves) {
    rows.expect(leaves);
    if (part != null) {
      part.expect(leaves);
    }
    toFew.expect(leaves);
    if (toOne instanceof TieredKernel tiered) {
      tiered.expect(leaves);
    }
  }

  /**
   * Takes the elements of a whole leaf to the virtual lanes.
   *
   * @param elements address of its elements
   * @param lanes address of memory for the virtual lanes
   * @param frame room for a frame, whose first slot is 0
   */
  void toLanes(long elements, long lanes, long[] frame) {
    for (int row = 0; row < ROWS; row++) {
      frame[1 + row] = elements + (long) row * ReductionTree.LANES * bytes;
    }
    frame[1 + ROWS] = lanes;
    rows.run(frame, ReductionTree.LANES);
  }

  /**
   * Folds one leaf.
   *
   * @param elements address of its elements; as many as kernels round to may be read
   * @param count how many they are: those of a whole leaf or of the last one
   * @param lanes address of memory for twice as many elements as there are virtual lanes, since
   *     kernels have no tail; the result lies in the first
   * @param frame room for a frame, whose first slot is 0
   */
  void fold(long elements, int count, long lanes, long[] frame) {
    if (count == ReductionTree.LEAF) {
      toLanes(elements, lanes, frame);
    } else {
      partLeaf(elements, count, lanes, frame);
    }
    int runs = ReductionTree.LANES / few;
    for (int run = 0; run < runs; run++) {
      frame[1 + run] = lanes + (long) run * few * bytes;
    }
    frame[1 + runs] = lanes;
    toFew.run(frame, few);
    for (int lane = 0; lane < few; lane++) {
      frame[1 + lane] = lanes + (long) lane * bytes;
    }
    frame[1 + few] = lanes;
    toOne.run(frame, 1);
  }

  private void partLeaf(long elements, int count, long lanes, long[] frame) {
    if (part == null || count != partCount) {
      throw new IllegalStateException("a leaf of " + count + " elements, not " + partCount);
    }
    int whole = count / ReductionTree.LANES;
    int rest = count % ReductionTree.LANES;
    int slot = 1;
    for (int row = 0; row < whole; row++) {
      frame[slot++] = elements + (long) row * ReductionTree.LANES * bytes;
    }
    if (rest > 0) {
      frame[slot++] = elements + (long) whole * ReductionTree.LANES * bytes;
      frame[slot++] = rest;
    }
    frame[slot] = lanes;
    part.run(frame, ReductionTree.LANES);
  }
}
