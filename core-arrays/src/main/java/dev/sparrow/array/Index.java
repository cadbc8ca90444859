package dev.sparrow.array;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an index list, as between NumPy's square brackets. {@code x[1, ::2, None]} is {@code
 * x.get(at(1), slice(null, null, 2), newAxis())}, or {@code x.get("1, ::2, None")}.
 */
public sealed interface Index {
  /**
   * One position; drops the axis.
   *
   * @param position the position; negative counts from the end
   */
  record At(long position) implements Index {}

  /**
   * A range of positions; bounds are clamped as NumPy's.
   *
   * @param start first position, null for the end the step starts at
   * @param stop one past the last position, null for the other end
   * @param step distance, not 0, null for 1
   */
  record Slice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) implements Index {
    /** Refuses a step of 0. */
    public Slice {
      if (step != null && step == 0) {
        throw new ShapeException("index: slice step cannot be zero");
      }
    }
  }

  /** A new axis of extent 1. */
  record NewAxis() implements Index {}

  /** As many whole axes as are left over; at most one in a list. */
  record Ellipsis() implements Index {}

  /**
   * One position.
   *
   * @param position negative counts from the end
   * @return the index
   */
  static Index at(long position) {
    return new At(position);
  }

  /** {@return every position of an axis: {@code :}} */
  static Index all() {
    return new Slice(null, null, null);
  }

  /**
   * Positions from start up to stop: {@code start:stop}.
   *
   * @param start first position
   * @param stop one past the last
   * @return the index
   */
  static Index slice(long start, long stop) {
    return new Slice(start, stop, null);
  }

  /**
   * Positions from start up to stop in steps: {@code start:stop:step}.
   *
   * @param start first position, or null
   * @param stop one past the last, or null
   * @param step distance, or null
   * @return the index
   */
  static Index slice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {
    return new Slice(start, stop, step);
  }

  /** {@return a new axis of extent 1: {@code None}} */
  static Index newAxis() {
    return new NewAxis();
  }

  /** {@return all axes not named: {@code ...}} */
  static Index ellipsis() {
    return new Ellipsis();
  }

  /**
   * An index list in NumPy's notation.
   *
   * @param text such as {@code "1:, ..., None"}
   * @return its entries
   * @throws ShapeException if an entry cannot be read
   */
  static List<Index> parse(String text) {
    List<Index> entries = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String entry = part.strip();
      entries.add(
          switch (entry) {
            case "..." -> ellipsis();
            case "None", "newaxis" -> newAxis();
            default -> entry.contains(":") ? parseSlice(text, entry) : at(number(text, entry));
          });
    }
    return entries;
  }

  private static Index parseSlice(String text, String entry) {
    String[] bounds = entry.split(":", -1);
    if (bounds.length > 3) {
      throw unreadable(text, entry);
    }
    Long[] values = new Long[3];
    for (int i = 0; i < bounds.length; i++) {
      values[i] = bounds[i].isBlank() ? null : (Long) number(text, bounds[i].strip());
    }
    return slice(values[0], values[1], values[2]);
  }

  private static long number(String text, String entry) {
    try {
      return Long.parseLong(entry);
    } catch (NumberFormatException notANumber) {
      throw unreadable(text, entry);
    }
  }

  private static ShapeException unreadable(String text, String entry) {
    return new ShapeException(
        "index: cannot read '"
            + entry
            + "' in \""
            + text
            + "\"; write numbers, start:stop:step, ... or None");
  }
}
