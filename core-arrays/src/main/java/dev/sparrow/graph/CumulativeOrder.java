package dev.sparrow.graph;

/**
 * The order in which a running fold combines: part of the numerical contract.
 *
 * <p>The elements along the axis are cut into leaves of {@link #LEAF}. Within a leaf, element i is
 * combined with the fold of those before it, one after another from the first. The folds of whole
 * leaves are the leaves of the binary tree of {@link ReductionTree}. What precedes a leaf is the
 * fold, from the left, of the nodes {@code ReductionTree.cover(0, leaf)}; it is the left operand
 * when it is combined with each of the leaf's own folds. So leaves can be folded in any order, on
 * any thread or shard, and a shard ships at most two nodes a level.
 */
public final class CumulativeOrder {
  /** Elements in a leaf. */
  public static final int LEAF = ReductionTree.LEAF;

  private CumulativeOrder() {}
}
