package dev.sparrow.array;

/** One entry of an index list after it is matched with the axes of an array. */
sealed interface AxisIndex {
  /**
   * Evenly spaced positions of an axis.
   *
   * @param first first position
   * @param step distance, not 0
   * @param count number of positions
   */
  record Range(long first, long step, long count) implements AxisIndex {
    static Range whole(long extent) {
      return new Range(0, 1, extent);
    }
  }

  /**
   * One position that exists.
   *
   * @param position not negative
   */
  record Position(long position) implements AxisIndex {}

  /**
   * Positions in an array.
   *
   * @param positions integers; what they mean is up to {@link IndexOptions}
   */
  record Positions(NDArray positions) implements AxisIndex {}

  /** A new axis of extent 1, which stands for no axis of the array. */
  record Inserted() implements AxisIndex {}
}
