package dev.sparrow.sharding.plan;

import java.io.Serializable;

/** Where the elements of an array lie. */
public sealed interface Placement extends Serializable {
  /** Every shard has the whole array, or can compute it. */
  record Replicated() implements Placement {
    @Override
    public String toString() {
      return "replicated";
    }
  }

  /**
   * Each shard has its range of an axis.
   *
   * @param axis the axis that is cut
   */
  record Sharded(int axis) implements Placement {
    @Override
    public String toString() {
      return "sharded along axis " + axis;
    }
  }

  /** {@return every shard has the whole array} */
  static Placement replicated() {
    return new Replicated();
  }

  /**
   * Each shard has its range of an axis.
   *
   * @param axis the axis that is cut
   * @return the placement
   */
  static Placement sharded(int axis) {
    return new Sharded(axis);
  }
}
