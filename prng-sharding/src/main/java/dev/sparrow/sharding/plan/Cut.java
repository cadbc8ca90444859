package dev.sparrow.sharding.plan;

import dev.sparrow.array.NDArray;
import java.util.List;

/**
 * Whether one shard's range of an equation's result can be computed from ranges of its operands.
 */
sealed interface Cut {
  /** In place of an operand axis: the whole operand is needed. */
  int WHOLE = -1;

  /**
   * It cannot.
   *
   * @param why what the operation does to the axis, to follow "which"
   */
  record Refused(String why) implements Cut {}

  /**
   * It can.
   *
   * @param operandAxes for each operand the axis whose range is needed, or {@link #WHOLE}
   * @param positions where the shard begins, if values depend on it
   * @param emission computes the range
   */
  record Along(List<Integer> operandAxes, List<Position> positions, Emission emission)
      implements Cut {}

  /** Computes a shard's range of the results on the current trace. */
  interface Emission {
    /**
     * Binds the local form of the equation.
     *
     * @param length length of the shard
     * @param operands the ranges, or whole operands, that were asked for
     * @param positions the positions that were asked for
     * @return the shard's range of each result
     */
    List<NDArray> emit(long length, List<NDArray> operands, List<NDArray> positions);
  }
}
