package dev.sparrow.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which a reduction combines its elements: part of the numerical contract.
 *
 * <p>The n reduced elements, in row-major order of the reduced axes, are cut into leaves of {@link
 * #LEAF} elements. Inside a leaf, virtual lane l of {@link #LANES} starts from the identity and
 * takes elements l, l+LANES, l+2·LANES, … in order; then lanes fold by halves: lane l with l+32,
 * +16, … +1. Above the leaves stands a binary tree over the leaf index: node (level, i) combines
 * nodes (level-1, 2i) and (level-1, 2i+1), where a missing right child changes nothing. The result
 * is the root.
 *
 * <p>Any run of whole leaves is covered by at most two nodes a level, so a shard ships those nodes
 * and the combined result has the same bits as an unsharded one.
 */
public final class ReductionTree {
  /** Elements in a leaf. */
  public static final int LEAF = 1024;

  /** Virtual lanes in a leaf. */
  public static final int LANES = 64;

  private ReductionTree() {}

  /**
   * One node.
   *
   * @param level 0 for a leaf
   * @param index position within its level; covers leaves index·2^level to (index+1)·2^level-1
   */
  public record Node(int level, long index) {}

  /**
   * Number of leaves that n elements make.
   *
   * @param elements number of reduced elements
   * @return leaves, the last of which may be short
   */
  public static long leaves(long elements) {
    return (elements + LEAF - 1) / LEAF;
  }

  /**
   * The fewest nodes that cover the leaves from {@code begin} to {@code end}, in order.
   *
   * @param begin first leaf
   * @param end one past the last leaf
   * @return disjoint nodes, ascending; none if the range is empty
   */
  public static List<Node> cover(long begin, long end) {
    List<Node> nodes = new ArrayList<>();
    long at = begin;
    while (at < end) {
      int level = at == 0 ? 62 : Long.numberOfTrailingZeros(at);
      while ((1L << level) > end - at) {
        level--;
      }
      nodes.add(new Node(level, at >>> level));
      at += 1L << level;
    }
    return nodes;
  }
}
