package dev.sparrow.jit.run;

/**
 * Where the result of a fold goes.
 *
 * @param slot the array
 * @param arithmetic how elements combine
 * @param firstLeaf index of the first leaf within the whole reduction
 * @param nodes number of tree nodes an element of a partial fold consists of; -1 for a whole fold
 * @param inner number of kept positions behind the axis that the nodes take the place of
 */
record FoldTarget(int slot, FoldArithmetic arithmetic, long firstLeaf, int nodes, long inner) {
  /** The target of a fold down to one element. */
  static FoldTarget whole(int slot, FoldArithmetic arithmetic) {
    return new FoldTarget(slot, arithmetic, 0, -1, 1);
  }

  private boolean isPartial() {
    return nodes >= 0;
  }

  /** Writes what has been folded for one kept position. */
  void write(Addresses addresses, TreeFold fold, int reduction, long kept) {
    int bytes = arithmetic.dtype().bytes();
    long base = addresses.base()[slot];
    if (!isPartial()) {
      StridedCopy.fill(fold.value(0, reduction), base + kept * bytes, 1, bytes);
      return;
    }
    long first = kept / inner * nodes * inner + kept % inner;
    for (int node = 0; node < nodes; node++) {
      StridedCopy.fill(
          fold.value(node, reduction), base + (first + node * inner) * bytes, 1, bytes);
    }
  }

  /** Folds nodes as far as the result wants them folded. */
  void close(TreeFold fold) {
    if (!isPartial()) {
      fold.close();
    }
  }
}
