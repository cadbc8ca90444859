package dev.sparrow.jit.scan;

/**
 * Running sums of leaves in two goes: first what each leaf adds up to, then its sums behind what
 * precedes it, which adds its elements once more but writes them only once. Leaves are gone through
 * side by side, because each addition of a leaf waits for the one before.
 */
interface SumFold {
  /** Leaves that {@link #totals} adds up side by side. */
  int TOTALS = 8;

  /** Leaves that {@link #behind} goes through side by side. */
  int SUMS = 4;

  /**
   * What leaves add up to.
   *
   * @param from first element of the first leaf
   * @param step bytes to the next element
   * @param leaf bytes to the next leaf
   * @param count elements of a leaf
   * @param totals where the sums go, as raw bits
   * @param first place of the first of {@link #TOTALS}
   */
  void totals(long from, long step, long leaf, int count, long[] totals, int first);

  /**
   * Running sums of leaves behind what precedes each.
   *
   * @param from the leaves
   * @param to where sums go
   * @param count elements of a leaf
   * @param before what precedes leaves, as raw bits
   * @param first place of the first of {@link #SUMS}
   */
  void behind(Leaves from, Leaves to, int count, long[] before, int first);

  /**
   * Where leaves lie.
   *
   * @param address first element of the first leaf
   * @param step bytes to the next element
   * @param leaf bytes to the next leaf
   */
  record Leaves(long address, long step, long leaf) {}
}
