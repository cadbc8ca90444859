package dev.sparrow.jit.codegen;

/**
 * What a {@link Microkernel} is written for.
 *
 * @param rows rows of the tile
 * @param vectors vectors in a row of the tile
 * @param left where the left operand lies
 */
public record Tile(int rows, int vectors, Left left) {
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
}
