package dev.sparrow.io.zarr;

import dev.sparrow.io.zarr.AxisPart.Piece;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Chunks of equal extents, side by side.
 *
 * @param extents extents of a chunk
 */
record ChunkGrid(List<Long> extents) {
  ChunkGrid {
    extents = List.copyOf(extents);
  }

  /**
   * The chunks that a block touches, in row-major order.
   *
   * @param parts the positions of the block, along each axis
   * @return for each chunk which it is, and what of it, along each axis
   */
  Iterable<List<Piece>> touched(List<AxisPart> parts) {
    List<List<Piece>> pieces = new ArrayList<>();
    for (int axis = 0; axis < extents.size(); axis++) {
      pieces.add(parts.get(axis).split(extents.get(axis)));
    }
    return () -> new Combinations(pieces);
  }

  /** One of each, the last axis changing fastest. */
  private static final class Combinations implements Iterator<List<Piece>> {
    private final List<List<Piece>> pieces;
    private final int[] next;
    private boolean done;

    Combinations(List<List<Piece>> pieces) {
      this.pieces = pieces;
      this.next = new int[pieces.size()];
      this.done = pieces.stream().anyMatch(List::isEmpty);
    }

    @Override
    public boolean hasNext() {
      return !done;
    }

    @Override
    public List<Piece> next() {
      if (done) {
        throw new NoSuchElementException();
      }
      List<Piece> combination = new ArrayList<>();
      for (int axis = 0; axis < next.length; axis++) {
        combination.add(pieces.get(axis).get(next[axis]));
      }
      int axis = next.length - 1;
      while (axis >= 0 && ++next[axis] == pieces.get(axis).size()) {
        next[axis--] = 0;
      }
      done = axis < 0;
      return combination;
    }
  }
}
