package dev.sparrow.array;

import java.util.Arrays;

/** Positions of one axis that are read, ascending and each once. */
public sealed interface AxisPositions {
  /** {@return how many there are} */
  long count();

  /**
   * One of them.
   *
   * @param number which, from 0
   * @return the position
   */
  long at(long number);

  /**
   * How many lie before a position.
   *
   * @param position the position
   * @return the number of the first that does not
   */
  long countBefore(long position);

  /**
   * Evenly spaced positions.
   *
   * @param first the first
   * @param step distance, at least 1
   * @param count how many there are
   */
  record Spaced(long first, long step, long count) implements AxisPositions {
    @Override
    public long at(long number) {
      return first + number * step;
    }

    @Override
    public long countBefore(long position) {
      return Math.clamp(Math.ceilDiv(position - first, step), 0, count);
    }
  }

  /** Any positions. */
  final class Listed implements AxisPositions {
    private final long[] positions;

    /** Takes the positions over. */
    Listed(long[] positions) {
      this.positions = positions;
    }

    @Override
    public long count() {
      return positions.length;
    }

    @Override
    public long at(long number) {
      return positions[Math.toIntExact(number)];
    }

    @Override
    public long countBefore(long position) {
      int found = Arrays.binarySearch(positions, position);
      return found < 0 ? -found - 1 : found;
    }
  }
}
