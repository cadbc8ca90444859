package dev.sparrow.jit.run;

import dev.sparrow.graph.ReductionTree;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;

/**
 * Folds leaves into the binary tree of {@link ReductionTree}, for several reductions in step. Holds
 * the nodes that have no sibling yet; after leaves {@code begin} to {@code end} those are {@code
 * ReductionTree.cover(begin, end)}, in order.
 */
final class TreeFold {
  /** Nodes there is room for at first: those that a hundred leaves make. */
  private static final int ROOM = 8;

  private final LongBinaryOperator combination;
  private final long identity;
  private final int width;
  private long[][] values = new long[ROOM][];
  private int[] levels = new int[ROOM];
  private long[] indices = new long[ROOM];
  private int depth;
  private final long[] single = new long[1];

  /**
   * @param arithmetic how nodes combine
   * @param width number of reductions
   */
  TreeFold(FoldArithmetic arithmetic, int width) {
    this.combination = arithmetic.combination();
    this.identity = arithmetic.identity();
    this.width = width;
  }

  /** Forgets all nodes. */
  void clear() {
    depth = 0;
  }

  /** Number of nodes held. */
  int nodes() {
    return depth;
  }

  /** Value of a node. */
  long value(int node, int reduction) {
    return values[node][reduction];
  }

  /**
   * Adds the node that follows those added before.
   *
   * @param level level of the node, 0 for a leaf
   * @param index index of the node within its level
   * @param node its value, one for each reduction
   */
  void push(int level, long index, long[] node) {
    long[] top = next();
    System.arraycopy(node, 0, top, 0, width);
    int atLevel = level;
    long atIndex = index;
    while (depth > 0
        && levels[depth - 1] == atLevel
        && (atIndex & 1) == 1
        && indices[depth - 1] == atIndex - 1) {
      depth--;
      combine(values[depth], values[depth + 1]);
      atLevel++;
      atIndex >>= 1;
    }
    levels[depth] = atLevel;
    indices[depth] = atIndex;
    depth++;
  }

  /**
   * Adds leaves that follow those added before: of one reduction.
   *
   * @param index index of the first one
   * @param count number of leaves
   * @param leaves their values; the array's contents are lost
   */
  void pushLeaves(long index, int count, long[] leaves) {
    int level = 0;
    int nodes = count;
    // Most leaves come in whole runs, which fold level by level without being looked at one by one.
    while (nodes > 1 && (nodes & 1) == 0 && (index >> level & 1) == 0) {
      nodes /= 2;
      level++;
      for (int i = 0; i < nodes; i++) {
        leaves[i] = combination.applyAsLong(leaves[2 * i], leaves[2 * i + 1]);
      }
    }
    for (int i = 0; i < nodes; i++) {
      single[0] = leaves[i];
      push(level, (index >> level) + i, single);
    }
  }

  /** Adds all nodes of another fold, which covers the leaves that follow. */
  void pushAll(TreeFold next) {
    for (int node = 0; node < next.depth; node++) {
      push(next.levels[node], next.indices[node], next.values[node]);
    }
  }

  /** Combines what is held into the root, with which {@link #value} of node 0 answers. */
  void close() {
    if (depth == 0) {
      Arrays.fill(next(), identity);
      depth = 1;
    }
    // A node without a right sibling moves up unchanged, so the tree folds from the right.
    while (depth > 1) {
      depth--;
      combine(values[depth - 1], values[depth]);
    }
  }

  /** Values of the node behind those held. */
  private long[] next() {
    if (depth == values.length) {
      values = Arrays.copyOf(values, 2 * depth);
      levels = Arrays.copyOf(levels, 2 * depth);
      indices = Arrays.copyOf(indices, 2 * depth);
    }
    if (values[depth] == null) {
      values[depth] = new long[width];
    }
    return values[depth];
  }

  private void combine(long[] left, long[] right) {
    for (int i = 0; i < width; i++) {
      left[i] = combination.applyAsLong(left[i], right[i]);
    }
  }
}
