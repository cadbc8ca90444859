package dev.sparrow.sharding.plan;

import java.io.Serializable;

/** Where a runner finds a result of the program. */
public sealed interface PlannedResult extends Serializable {
  /**
   * In shards: concatenate the shards' outputs in shard order, or leave them where they are.
   *
   * @param step the step that makes it
   * @param output index among the outputs of that step's local graph
   * @param axis the axis that is cut
   */
  record InShards(int step, int output, int axis) implements PlannedResult {}

  /**
   * An output of the last graph.
   *
   * @param output index among its outputs
   */
  record Finished(int output) implements PlannedResult {}
}
