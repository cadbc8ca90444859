package dev.sparrow.io.zarr;

import dev.sparrow.array.AxisPositions;
import java.util.ArrayList;
import java.util.List;

/**
 * Some of the positions that are read of an axis: those in one chunk.
 *
 * @param positions all of them, along the whole axis
 * @param from number of the first one here
 * @param to one past the number of the last
 * @param origin where the chunk begins
 */
record AxisPart(AxisPositions positions, long from, long to, long origin) {
  static AxisPart of(AxisPositions positions) {
    return new AxisPart(positions, 0, positions.count(), 0);
  }

  /** The positions {@code first} to {@code first + count - 1}. */
  static AxisPart range(long first, long count) {
    return of(new AxisPositions.Spaced(first, 1, count));
  }

  long count() {
    return to - from;
  }

  /** Place in the chunk of the {@code number}th position here. */
  long source(long number) {
    return positions.at(from + number) - origin;
  }

  /** Place in the result of the {@code number}th position here. */
  long target(long number) {
    return from + number;
  }

  /** Distance of neighbours in the chunk, or 0 if it varies. */
  long step() {
    return switch (positions) {
      case AxisPositions.Spaced spaced -> spaced.step();
      case AxisPositions.Listed _ -> 0;
    };
  }

  /**
   * One chunk along an axis.
   *
   * @param number which
   * @param part the positions in it, at least one
   */
  record Piece(long number, AxisPart part) {}

  /** The chunks of an extent that this part touches. */
  List<Piece> split(long extent) {
    List<Piece> pieces = new ArrayList<>();
    for (long next = from; next < to; ) {
      long number = (positions.at(next) - origin) / extent;
      long start = origin + number * extent;
      // A chunk may be longer than any axis.
      long last = start + Math.min(extent, Long.MAX_VALUE - start);
      long end = Math.min(to, positions.countBefore(last));
      pieces.add(new Piece(number, new AxisPart(positions, next, end, start)));
      next = end;
    }
    return pieces;
  }
}
