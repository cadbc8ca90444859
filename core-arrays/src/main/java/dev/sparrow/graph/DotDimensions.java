package dev.sparrow.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Which axes a contraction sums over and which it keeps side by side; every other axis is free. The
 * result's axes are the batch axes, the free axes of the left operand, the free axes of the right.
 *
 * @param lhsContracting axes of the left operand that are summed over
 * @param rhsContracting the same axes of the right operand, in the same order
 * @param lhsBatch axes of the left operand that both have
 * @param rhsBatch the same axes of the right operand, in the same order
 */
public record DotDimensions(
    List<Integer> lhsContracting,
    List<Integer> rhsContracting,
    List<Integer> lhsBatch,
    List<Integer> rhsBatch)
    implements Serializable {
  /** Copies the lists. */
  public DotDimensions {
    lhsContracting = List.copyOf(lhsContracting);
    rhsContracting = List.copyOf(rhsContracting);
    lhsBatch = List.copyOf(lhsBatch);
    rhsBatch = List.copyOf(rhsBatch);
  }

  /**
   * A contraction of one axis of each operand, without batch axes.
   *
   * @param lhs axis of the left operand
   * @param rhs axis of the right operand
   * @return the dimensions
   */
  public static DotDimensions contracting(int lhs, int rhs) {
    return new DotDimensions(List.of(lhs), List.of(rhs), List.of(), List.of());
  }

  /**
   * Axes of the left operand that are in the result alone.
   *
   * @param rank axes the left operand has
   * @return its free axes, ascending
   */
  public List<Integer> lhsFree(int rank) {
    return free(rank, lhsContracting, lhsBatch);
  }

  /**
   * Axes of the right operand that are in the result alone.
   *
   * @param rank axes the right operand has
   * @return its free axes, ascending
   */
  public List<Integer> rhsFree(int rank) {
    return free(rank, rhsContracting, rhsBatch);
  }

  private static List<Integer> free(int rank, List<Integer> contracting, List<Integer> batch) {
    List<Integer> free = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (!contracting.contains(axis) && !batch.contains(axis)) {
        free.add(axis);
      }
    }
    return free;
  }
}
