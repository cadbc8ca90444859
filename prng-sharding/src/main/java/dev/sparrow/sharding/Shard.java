package dev.sparrow.sharding;

import dev.sparrow.graph.ReductionTree;
import java.io.Serializable;

/**
 * One piece of an axis: a run of positions.
 *
 * @param index number of the piece, from 0
 * @param start first position
 * @param length number of positions, 0 if there are more pieces than leaves
 */
public record Shard(int index, long start, long length) implements Serializable {
  /** Checks the range. */
  public Shard {
    if (index < 0 || start < 0 || length < 0) {
      throw new ShardingException(
          "shard: index, start and length must be 0 or more, got "
              + index
              + ", "
              + start
              + ", "
              + length);
    }
  }

  /**
   * A piece of an axis cut into pieces of nearly equal length. Boundaries are multiples of {@link
   * ReductionTree#LEAF}, so that reductions combine to the same bits however many pieces there are;
   * the first pieces have one leaf more where they do not divide evenly, the last may end short.
   *
   * @param extent length of the axis
   * @param pieces number of pieces, at least 1
   * @param index which piece
   * @return where it lies
   * @throws ShardingException if there is no such piece
   */
  public static Shard of(long extent, int pieces, int index) {
    if (pieces < 1 || index < 0 || index >= pieces || extent < 0) {
      throw new ShardingException(
          "shard: there is no piece "
              + index
              + " of an axis of length "
              + extent
              + " cut into "
              + pieces
              + " pieces");
    }
    long start = boundary(extent, pieces, index);
    return new Shard(index, start, boundary(extent, pieces, index + 1) - start);
  }

  private static long boundary(long extent, int pieces, int index) {
    long leaves = ReductionTree.leaves(extent);
    long leaf = leaves / pieces * index + Math.min(leaves % pieces, index);
    return Math.min(leaf * ReductionTree.LEAF, extent);
  }

  /** {@return one past the last position} */
  public long end() {
    return start + length;
  }
}
