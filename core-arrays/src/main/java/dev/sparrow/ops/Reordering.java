package dev.sparrow.ops;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Functions that turn arrays round: mirror, rotate, roll. */
public final class Reordering {
  private Reordering() {}

  /**
   * Reverses the order of columns.
   *
   * @param m operand of at least two axes
   * @return m reversed along axis 1
   */
  @JaxName("fliplr")
  public static NDArray fliplr(NDArray m) {
    return Shaping.flip(m, 1);
  }

  /**
   * Reverses the order of rows.
   *
   * @param m operand of at least one axis
   * @return m reversed along axis 0
   */
  @JaxName("flipud")
  public static NDArray flipud(NDArray m) {
    return Shaping.flip(m, 0);
  }

  /**
   * Turns by quarters in the plane of the first two axes.
   *
   * @param m operand
   * @param k number of quarter turns, from axis 0 towards axis 1
   * @return m turned
   */
  public static NDArray rot90(NDArray m, int k) {
    return rot90(m, k, null);
  }

  /**
   * Turns by quarters in the plane of two axes, from the first towards the second.
   *
   * @param m operand
   * @param k number of quarter turns; null for 1
   * @param axes the two axes; null for 0 and 1
   * @return m turned
   */
  @JaxName("rot90")
  public static NDArray rot90(NDArray m, @Nullable Integer k, @Nullable List<Integer> axes) {
    List<Integer> plane = axes == null ? List.of(0, 1) : axes;
    if (plane.size() != 2) {
      throw new ShapeException("rot90: axes must be two, got " + plane);
    }
    int first = m.shape().axis("rot90", plane.get(0));
    int second = m.shape().axis("rot90", plane.get(1));
    if (first == second) {
      throw new ShapeException("rot90: axes must be different, got " + plane);
    }
    return switch (Math.floorMod(k == null ? 1 : k, 4)) {
      case 0 -> m;
      case 1 -> Shaping.swapaxes(Shaping.flip(m, second), first, second);
      case 2 -> Shaping.flip(m, first, second);
      default -> Shaping.flip(Shaping.swapaxes(m, first, second), second);
    };
  }

  /**
   * Moves the elements of the flattened array on by some places; those that leave at the end come
   * back at the start.
   *
   * @param a operand
   * @param shift places to move on, negative for back
   * @return a rolled, of its shape
   */
  public static NDArray roll(NDArray a, long shift) {
    return roll(a, new long[] {shift});
  }

  /**
   * Moves elements on by some places along an axis; those that leave at the end come back at the
   * start.
   *
   * @param a operand
   * @param shift places to move on, negative for back
   * @param axis the axis, negative from the end
   * @return a rolled
   */
  public static NDArray roll(NDArray a, long shift, int axis) {
    return roll(a, new long[] {shift}, axis);
  }

  /**
   * Moves elements on by some places; those that leave at the end come back at the start.
   *
   * @param a operand
   * @param shift places to move on along each axis, negative for back
   * @param axis the axes, which may repeat; none rolls the flattened array by the sum of the shifts
   * @return a rolled
   */
  @JaxName("roll")
  public static NDArray roll(NDArray a, long[] shift, int... axis) {
    if (axis.length == 0) {
      NDArray flat = roll(Shaping.ravel(a), new long[] {LongStream.of(shift).sum()}, 0);
      return Lax.reshape(flat, a.shape());
    }
    int count = Math.max(shift.length, axis.length);
    if (shift.length != count && shift.length != 1 || axis.length != count && axis.length != 1) {
      throw new ShapeException(
          "roll: "
              + shift.length
              + " shifts and "
              + axis.length
              + " axes do not broadcast together");
    }
    NDArray rolled = a;
    for (int i = 0; i < count; i++) {
      int along = a.shape().axis("roll", axis[axis.length == 1 ? 0 : i]);
      rolled = rolled(rolled, shift[shift.length == 1 ? 0 : i], along);
    }
    return rolled;
  }

  private static NDArray rolled(NDArray a, long shift, int axis) {
    long extent = a.shape().dim(axis);
    long by = extent == 0 ? 0 : Math.floorMod(shift, extent);
    if (by == 0) {
      return a;
    }
    NDArray tail = a.get(Taking.along(axis, Index.slice(extent - by, extent)));
    NDArray head = a.get(Taking.along(axis, Index.slice(0, extent - by)));
    return Shaping.concatenate(List.of(tail, head), axis);
  }

  /**
   * A line without the zeros at its ends. How many there are only values can tell, so it waits for
   * them.
   *
   * @param filt one axis
   * @param trim {@code "f"} for the front, {@code "b"} for the back; null for both
   * @return a window on the line
   */
  @JaxName("trim_zeros")
  public static NDArray trimZeros(NDArray filt, @Nullable String trim) {
    if (filt.rank() != 1) {
      throw new ShapeException("trim_zeros: needs one axis, got " + filt.type());
    }
    String ends = trim == null ? "fb" : trim.toLowerCase(Locale.ROOT);
    long[] nonzero = IndexArrays.flatnonzero(filt).toLongArray();
    boolean none = nonzero.length == 0;
    long first = ends.contains("f") ? (none ? filt.size() : nonzero[0]) : 0;
    long last = ends.contains("b") ? (none ? first : nonzero[nonzero.length - 1] + 1) : filt.size();
    return filt.get(Index.slice(first, last));
  }
}
