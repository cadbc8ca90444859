package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Windows;
import java.util.List;

/** Where the elements of windows lie in an array of channels. */
public final class PatchGeometry {
  /** In place of an offset, which may be negative. */
  static final long PADDING = Long.MIN_VALUE;

  private final DType dtype;
  private final long[] extents;
  private final long[] counts;
  private final long[] sizes;
  private final long[] strides;
  private final long[] low;
  private final long[] baseDilation;
  private final long[] windowDilation;
  private final long[] spatialStrides;
  private final long channelStride;
  private final long windowSize;

  /**
   * @param dtype element type of the array
   * @param windows the windows over its spatial axes
   * @param extents extents of the spatial axes
   * @param spatialStrides their strides, in elements
   * @param channelStride distance between channels, in elements
   */
  public PatchGeometry(
      DType dtype, Windows windows, long[] extents, long[] spatialStrides, long channelStride) {
    this.dtype = dtype;
    this.extents = extents.clone();
    this.spatialStrides = spatialStrides.clone();
    this.channelStride = channelStride;
    this.sizes = unboxed(windows.sizes());
    this.strides = unboxed(windows.strides());
    this.low = unboxed(windows.low());
    this.baseDilation = unboxed(windows.baseDilation());
    this.windowDilation = unboxed(windows.windowDilation());
    this.counts = new long[extents.length];
    long size = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      counts[axis] = windows.count(axis, extents[axis]);
      size *= sizes[axis];
    }
    this.windowSize = size;
  }

  private static long[] unboxed(List<Long> entries) {
    return entries.stream().mapToLong(Long::longValue).toArray();
  }

  DType dtype() {
    return dtype;
  }

  int rank() {
    return extents.length;
  }

  long extent(int axis) {
    return extents[axis];
  }

  long channelStride() {
    return channelStride;
  }

  long spatialStride(int axis) {
    return spatialStrides[axis];
  }

  long stride(int axis) {
    return strides[axis];
  }

  long baseDilation(int axis) {
    return baseDilation[axis];
  }

  /** Windows along an axis. */
  long count(int axis) {
    return counts[axis];
  }

  /** Places along an axis that windows take, padding and gaps of dilation included. */
  long places(int axis) {
    return place(axis, counts[axis] - 1, sizes[axis] - 1) + 1;
  }

  /** Place of a window's element along an axis, counted from that of the first. */
  long place(int axis, long window, long element) {
    return window * strides[axis] + element * windowDilation[axis];
  }

  /** Whether no window meets padding along an axis, nor a gap. */
  boolean isInside(int axis) {
    return baseDilation[axis] == 1 && low[axis] <= 0 && places(axis) - low[axis] <= extents[axis];
  }

  /** The channel of a term; its element of the window goes to {@code element}. */
  long element(long term, long[] element) {
    long rest = term % windowSize;
    for (int axis = element.length - 1; axis >= 0; axis--) {
      element[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return term / windowSize;
  }

  /** Goes to the next element of a window; false if that is the first one of the next channel. */
  boolean nextElement(long[] element) {
    for (int axis = element.length - 1; axis >= 0; axis--) {
      if (++element[axis] < sizes[axis]) {
        return true;
      }
      element[axis] = 0;
    }
    return false;
  }

  /** The position of a window. */
  void position(long line, long[] position) {
    long rest = line;
    for (int axis = position.length - 1; axis >= 0; axis--) {
      position[axis] = rest % counts[axis];
      rest /= counts[axis];
    }
  }

  /** Windows from a position to the end of the last axis. */
  long run(long[] position) {
    int last = position.length - 1;
    return last < 0 ? 1 : counts[last] - position[last];
  }

  /** Offset in elements along all axes but the last; {@link #PADDING} where they meet padding. */
  long outer(long[] position, long[] element) {
    long offset = 0;
    for (int axis = 0; axis < position.length - 1; axis++) {
      long index = dilated(axis, position[axis], element[axis]);
      if (index < 0) {
        return PADDING;
      }
      offset += index * spatialStrides[axis];
    }
    return offset;
  }

  /** Index along an undilated axis, which may lie outside. */
  long index(int axis, long window, long element) {
    return place(axis, window, element) - low[axis];
  }

  /** Index along any axis; -1 where it meets padding. */
  long dilated(int axis, long window, long element) {
    return source(axis, place(axis, window, element));
  }

  /** Index of a place along any axis; -1 where that is padding or a gap. */
  long source(int axis, long place) {
    long position = place - low[axis];
    long index = position;
    if (baseDilation[axis] != 1) {
      if (Math.floorMod(position, baseDilation[axis]) != 0) {
        return -1;
      }
      index = Math.floorDiv(position, baseDilation[axis]);
    }
    return index >= 0 && index < extents[axis] ? index : -1;
  }
}
