package dev.sparrow.jit.codegen;

/**
 * What a {@link Microkernel} is written for.
 *
 * @param rows rows of the tile
 * @param vectors vectors in a row of the tile
 * @param lanes lanes of a vector
 * @param left where the left operand lies
 * @param right where the right operand lies
 */
public record Tile(int rows, int vectors, int lanes, Left left, Right right) {
  /** Where the elements of the left operand lie. */
  public enum Left {
    /**
     * In a panel: for each term one element of each row of the tile, side by side. Distances are
     * constants of the loop.
     */
    PACKED,
    /** Anywhere: at the distances that the frame gives. */
    STRIDED
  }

  /** Where the rows of the right operand lie, the elements of which are side by side. */
  public enum Right {
    /** At an even distance, which the frame gives. */
    STRIDED,
    /** At the distances of a list, whose address the frame gives. */
    LISTED
  }

  /** {@return columns of the tile} */
  public int columns() {
    return vectors * lanes;
  }
}
