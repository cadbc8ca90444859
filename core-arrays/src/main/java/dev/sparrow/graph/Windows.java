package dev.sparrow.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Windows that move over an array.
 *
 * @param sizes elements of a window along each axis
 * @param strides distance between windows
 * @param low padding before the first element; negative crops
 * @param high padding behind the last element; negative crops
 * @param baseDilation distance that neighbouring elements of the array are spread to
 * @param windowDilation distance that neighbouring elements of a window are spread to
 */
public record Windows(
    List<Long> sizes,
    List<Long> strides,
    List<Long> low,
    List<Long> high,
    List<Long> baseDilation,
    List<Long> windowDilation)
    implements Serializable {
  /** Copies the lists. */
  public Windows {
    sizes = List.copyOf(sizes);
    strides = List.copyOf(strides);
    low = List.copyOf(low);
    high = List.copyOf(high);
    baseDilation = List.copyOf(baseDilation);
    windowDilation = List.copyOf(windowDilation);
  }

  /**
   * Windows without padding or dilation.
   *
   * @param sizes elements of a window along each axis
   * @param strides distance between windows
   * @return the windows
   */
  public static Windows of(List<Long> sizes, List<Long> strides) {
    List<Long> zeros = Collections.nCopies(sizes.size(), 0L);
    List<Long> ones = Collections.nCopies(sizes.size(), 1L);
    return new Windows(sizes, strides, zeros, zeros, ones, ones);
  }

  /** {@return the number of axes} */
  public int rank() {
    return sizes.size();
  }

  /**
   * Extent of an axis that is spread and padded.
   *
   * @param axis the axis
   * @param extent its elements
   * @return positions a window may cover; negative if more is cropped than there is
   */
  public long padded(int axis, long extent) {
    long spread = extent == 0 ? 0 : (extent - 1) * baseDilation.get(axis) + 1;
    return spread + low.get(axis) + high.get(axis);
  }

  /**
   * Positions that a window spans along an axis.
   *
   * @param axis the axis
   * @return its size, spread
   */
  public long span(int axis) {
    long size = sizes.get(axis);
    return size == 0 ? 0 : (size - 1) * windowDilation.get(axis) + 1;
  }

  /**
   * Number of windows along an axis.
   *
   * @param axis the axis
   * @param extent its elements
   * @return windows that fit
   */
  public long count(int axis, long extent) {
    long room = padded(axis, extent) - span(axis);
    return room < 0 ? 0 : room / strides.get(axis) + 1;
  }

  /**
   * The element of the array that an element of a window meets along an axis.
   *
   * @param axis the axis
   * @param extent elements of the array
   * @param window number of the window
   * @param element number of its element
   * @return the index, or -1 where it meets padding
   */
  public long index(int axis, long extent, long window, long element) {
    long position = window * strides.get(axis) + element * windowDilation.get(axis) - low.get(axis);
    long index = Math.floorDiv(position, baseDilation.get(axis));
    boolean meets =
        Math.floorMod(position, baseDilation.get(axis)) == 0 && index >= 0 && index < extent;
    return meets ? index : -1;
  }

  /**
   * These windows with one more axis in front, over which they do not move.
   *
   * @return windows of one more axis
   */
  public Windows behindAxis() {
    return new Windows(
        before(1, sizes),
        before(1, strides),
        before(0, low),
        before(0, high),
        before(1, baseDilation),
        before(1, windowDilation));
  }

  private static List<Long> before(long first, List<Long> others) {
    List<Long> all = new ArrayList<>(others);
    all.addFirst(first);
    return all;
  }
}
