package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import java.util.List;

/**
 * A place of a program where something may fail.
 *
 * @param format what to say, with places for values of the run
 * @param values types of these values, for one element of the lanes
 * @param lanes extents of the axes along which elements are checked one by one
 * @param line the user's line as a phrase to append, or empty
 */
public record CheckSite(String format, List<ArrayType> values, List<Long> lanes, String line) {
  /** Copies the lists. */
  public CheckSite {
    values = List.copyOf(values);
    lanes = List.copyOf(lanes);
  }

  /** Words of 32 bits that the values take, and the number of the element. */
  int words() {
    int words = lanes.isEmpty() ? 0 : 1;
    for (ArrayType type : values) {
      words += PayloadWords.count(type);
    }
    return words;
  }
}
