package dev.sparrow.jit.run;

import dev.sparrow.graph.ReductionTree;
import dev.sparrow.jit.codegen.FrameLoop;
import dev.sparrow.jit.codegen.LeafWriter;

/**
 * Folds leaves, each to one element. The elements of a leaf lie one after another.
 *
 * @param loop folds leaves that lie evenly apart
 * @param bytes size of an element
 */
record LeafFold(FrameLoop loop, int bytes) {
  /** Frame slots that folding needs, here and where nodes are combined. */
  static final int FRAME = LeafWriter.FRAME;

  /** Elements of memory for virtual lanes. */
  static final int LANES = ReductionTree.LANES;

  static LeafFold of(FoldArithmetic arithmetic, KernelCache kernels) {
    return new LeafFold(kernels.get(new FoldBodies(arithmetic).leaf()), arithmetic.dtype().bytes());
  }

  /** Says how many leaves are about to be folded. */
  void expect(long leaves) {
    if (loop instanceof TieredFrameLoop tiered) {
      tiered.expect(leaves);
    }
  }

  /**
   * Some leaves.
   *
   * @param elements address of the first one's elements; as many as kernels round to may be read
   * @param count number of elements of each
   * @param leaves number of leaves, some dozens
   * @param step bytes from a leaf to the next
   */
  record Leaves(long elements, int count, int leaves, long step) {
    static Leaves one(long elements, int count) {
      return new Leaves(elements, count, 1, 0);
    }
  }

  /**
   * Folds leaves.
   *
   * @param of the leaves
   * @param lanes address of memory for {@link #LANES} elements
   * @param results address of memory for the results, one after another
   * @param frame room for a frame, whose first slot is 0
   */
  void fold(Leaves of, long lanes, long results, long[] frame) {
    frame[LeafWriter.ELEMENTS] = of.elements;
    frame[LeafWriter.PRESENT] = of.count;
    frame[LeafWriter.LANES] = lanes;
    frame[LeafWriter.RESULTS] = results;
    frame[LeafWriter.LEAVES] = of.leaves;
    frame[LeafWriter.STEP] = of.step;
    loop.run(frame);
  }
}
