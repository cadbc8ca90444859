package dev.sparrow.jit.dot;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Windows;

/** Where the elements of windows lie in an array of channels. */
public final class PatchGeometry {
  /** In place of an offset, which may be negative. */
  static final long PADDING = Long.MIN_VALUE;

  private final DType dtype;
  private final Windows windows;
  private final long[] extents;
  private final long[] counts;
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
    this.windows = windows;
    this.extents = extents.clone();
    this.spatialStrides = spatialStrides.clone();
    this.channelStride = channelStride;
    this.counts = new long[extents.length];
    long size = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      counts[axis] = windows.count(axis, extents[axis]);
      size *= windows.sizes().get(axis);
    }
    this.windowSize = size;
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
    return windows.strides().get(axis);
  }

  long baseDilation(int axis) {
    return windows.baseDilation().get(axis);
  }

  /** The channel of a term; its element of the window goes to {@code element}. */
  long element(long term, long[] element) {
    long rest = term % windowSize;
    for (int axis = element.length - 1; axis >= 0; axis--) {
      long size = windows.sizes().get(axis);
      element[axis] = rest % size;
      rest /= size;
    }
    return term / windowSize;
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
      long index = windows.index(axis, extents[axis], position[axis], element[axis]);
      if (index < 0) {
        return PADDING;
      }
      offset += index * spatialStrides[axis];
    }
    return offset;
  }

  /** Index along an undilated axis, which may lie outside. */
  long index(int axis, long window, long element) {
    return window * windows.strides().get(axis)
        + element * windows.windowDilation().get(axis)
        - windows.low().get(axis);
  }

  /** Index along any axis; -1 where it meets padding. */
  long dilated(int axis, long window, long element) {
    return windows.index(axis, extents[axis], window, element);
  }
}
