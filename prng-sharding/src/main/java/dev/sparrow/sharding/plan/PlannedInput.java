package dev.sparrow.sharding.plan;

import dev.sparrow.graph.Literal;

/** What a planned graph takes as one of its inputs. */
public sealed interface PlannedInput {
  /**
   * An array of the whole program.
   *
   * @param source which array
   */
  record Whole(Source source) implements PlannedInput {}

  /**
   * The shard's own piece of a sharded input.
   *
   * @param input index among the program's inputs
   */
  record Piece(int input) implements PlannedInput {}

  /**
   * The shard's range of an array that the runner has as a whole: a view.
   *
   * @param source which array
   * @param axis the axis that is cut
   */
  record Window(Source source, int axis) implements PlannedInput {}

  /**
   * A number that says where the shard begins.
   *
   * @param value the number
   */
  record Start(Literal value) implements PlannedInput {}

  /** An array that every shard can have as a whole. */
  sealed interface Source {
    /**
     * An input of the program.
     *
     * @param index index among the program's inputs
     */
    record Input(int index) implements Source {}

    /**
     * The combined value of a reduction of an earlier step.
     *
     * @param reduction index among {@link ShardPlan#reductions}
     */
    record Combined(int reduction) implements Source {}
  }
}
