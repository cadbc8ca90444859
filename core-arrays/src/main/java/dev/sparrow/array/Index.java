package dev.sparrow.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an index list, as between NumPy's square brackets. {@code x[1, ::2, None]} is {@code
 * x.get(at(1), slice(null, null, 2), newAxis())}, or {@code x.get("1, ::2, None")}; {@code x[:, [0,
 * 2]]} is {@code x.get(all(), take(0, 2))}.
 *
 * <p>Arrays of positions broadcast together; together with single positions they make the axes of
 * their common shape, in place if they stand next to each other, else in front.
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
   * Positions that an array lists; one that does not exist is clamped on reading and dropped on
   * writing, unless a mode says otherwise.
   *
   * @param positions integers of any shape; negative ones count from the end
   */
  record Take(NDArray positions) implements Index {
    /** Refuses dtypes that count nothing. */
    public Take {
      if (!positions.dtype().isInteger()) {
        throw new DTypeException(
            "index: Indexer must have integer or boolean type, got indexer with type "
                + positions.dtype());
      }
    }
  }

  /**
   * Positions where a mask holds, over as many axes as it has; of rank 0, a new axis of extent 1 or
   * 0.
   *
   * @param mask bool, of the extents of the axes it stands for
   */
  record Mask(NDArray mask) implements Index {
    /** Refuses other dtypes. */
    public Mask {
      if (mask.dtype() != DType.BOOL) {
        throw new DTypeException("index: a mask must be bool, got " + mask.type());
      }
    }
  }

  /**
   * One position.
   *
   * @param position negative counts from the end
   * @return the index
   */
  static Index at(long position) {
    return new At(position);
  }

  /**
   * One position that is known only when a traced function runs.
   *
   * @param position integer scalar; negative counts from the end
   * @return the index
   */
  static Index at(NDArray position) {
    return new Take(position);
  }

  /**
   * Positions that an array lists: {@code [0, 2]}.
   *
   * @param positions integers of any shape, negative from the end; or a bool mask
   * @return the index
   */
  static Index take(NDArray positions) {
    return positions.dtype() == DType.BOOL ? new Mask(positions) : new Take(positions);
  }

  /**
   * Positions: {@code [0, 2]}.
   *
   * @param positions negative ones count from the end
   * @return the index
   */
  static Index take(int... positions) {
    return new Take(HostValues.array(positions));
  }

  /**
   * Positions where a mask holds: {@code x > 0}.
   *
   * @param mask bool
   * @return the index
   */
  static Index mask(NDArray mask) {
    return new Mask(mask);
  }

  /**
   * A new axis of extent 1 if it holds, else of extent 0: {@code True}.
   *
   * @param holds whether
   * @return the index
   */
  static Index mask(boolean holds) {
    return new Mask(HostValues.array(new boolean[] {holds}).reshape());
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
   * @param start first position
   * @param stop bound that is not reached
   * @param step distance, not 0
   * @return the index
   */
  static Index slice(long start, long stop, long step) {
    return new Slice(start, stop, step);
  }

  /**
   * Positions from start up to stop in steps, each of which may be left out.
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
   * @param text such as {@code "1:, ..., None"} or {@code "[0, 2], -1"}
   * @return its entries
   * @throws ShapeException if an entry cannot be read
   */
  static List<Index> parse(String text) {
    List<Index> entries = new ArrayList<>();
    // Commas within brackets separate the positions of a list.
    for (String part : text.split(",(?![^\\[]*\\])", -1)) {
      String entry = part.strip();
      entries.add(
          switch (entry) {
            case "..." -> ellipsis();
            case "None", "newaxis" -> newAxis();
            case "True" -> mask(true);
            case "False" -> mask(false);
            default -> parseNumbers(text, entry);
          });
    }
    return entries;
  }

  private static Index parseNumbers(String text, String entry) {
    if (entry.startsWith("[") && entry.endsWith("]")) {
      String list = entry.substring(1, entry.length() - 1);
      return take(
          list.isBlank()
              ? new int[0]
              : Arrays.stream(list.split(",", -1))
                  .mapToInt(item -> Math.toIntExact(number(text, item.strip())))
                  .toArray());
    }
    return entry.contains(":") ? parseSlice(text, entry) : at(number(text, entry));
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
            + "\"; write numbers, start:stop:step, [i, j], ..., None, True or False");
  }
}
