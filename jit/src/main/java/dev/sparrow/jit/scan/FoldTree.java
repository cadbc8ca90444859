package dev.sparrow.jit.scan;

/** The nodes that cover the leaves so far, the largest first. */
final class FoldTree {
  private final FoldType type;
  private final long[] nodes = new long[Long.SIZE];
  private int depth;
  private long leaves;

  FoldTree(FoldType type) {
    this.type = type;
  }

  /** The fold of all leaves, from the left. */
  long before() {
    long fold = nodes[0];
    for (int node = 1; node < depth; node++) {
      fold = type.combine(fold, nodes[node]);
    }
    return fold;
  }

  /** Adds the leaf that follows; a node and its right sibling become their parent. */
  void push(long leaf) {
    nodes[depth++] = leaf;
    for (long rest = leaves++; (rest & 1) == 1; rest >>= 1) {
      depth--;
      nodes[depth - 1] = type.combine(nodes[depth - 1], nodes[depth]);
    }
  }
}
