package dev.sparrow.jit.dot;

import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.lower.LaneType;

/**
 * An image in which windows that follow each other along the last axis find each of their elements
 * side by side: a copy with its padding, or the image itself where it lies so already. The windows
 * along the last axis are a row; those of a stride of s take every s-th element, so the copy has s
 * phases of each row one after another.
 */
public final class PaddedImage {
  /** Slack behind the copy, for vectors that reach past its end. */
  private static final int SLACK = 256;

  private final PatchGeometry geometry;
  private final long channels;
  private final long terms;
  private final LaneType type;
  private final int last;
  private final boolean inPlace;
  private final long phase;

  /** Distances between places along an axis, and between channels, in elements. */
  private final long[] strides;

  private final long channelStride;

  /**
   * @param geometry where windows lie; with one axis at least
   * @param channels channels that a window spans
   * @param terms elements of a window
   * @param type what sums are kept in
   */
  public PaddedImage(PatchGeometry geometry, long channels, long terms, LaneType type) {
    this.geometry = geometry;
    this.channels = channels;
    this.terms = terms;
    this.type = type;
    this.last = geometry.rank() - 1;
    this.inPlace = isInPlace(geometry, type);
    this.phase = ProductShape.ceilDiv(geometry.places(last), geometry.stride(last));
    this.strides = new long[geometry.rank()];
    long stride = 1;
    for (int axis = last; axis >= 0; axis--) {
      strides[axis] = inPlace ? geometry.spatialStride(axis) : stride;
      stride *= axis == last ? phase * geometry.stride(last) : geometry.places(axis);
    }
    this.channelStride = inPlace ? geometry.channelStride() : stride;
  }

  private static boolean isInPlace(PatchGeometry of, LaneType type) {
    int last = of.rank() - 1;
    boolean inside = of.channelStride() >= 0 && of.stride(last) == 1 && of.spatialStride(last) == 1;
    for (int axis = 0; axis <= last; axis++) {
      inside &= of.isInside(axis) && of.spatialStride(axis) >= 0;
    }
    return inside && Accumulators.isStored(of.dtype(), type);
  }

  /** Whether the distances of a window's elements can be listed. */
  public boolean isListable() {
    long most = (channels + 1) * channelStride;
    for (int axis = 0; axis <= last; axis++) {
      most += (geometry.places(axis) + phase * geometry.stride(last)) * strides[axis];
    }
    return most <= Integer.MAX_VALUE / type.bytes();
  }

  /** {@return bytes of a copy; 0 if the image is read where it lies} */
  public long copyBytes() {
    return inPlace ? 0 : (channels * channelStride * type.bytes() + SLACK + 63) & -64;
  }

  /** {@return bytes of the list of a window's elements} */
  public long listBytes() {
    return (terms * Integer.BYTES + SLACK + 63) & -64;
  }

  /** {@return windows along the last axis} */
  public long width() {
    return geometry.count(last);
  }

  /** {@return rows of windows} */
  public long rows() {
    long rows = 1;
    for (int axis = 0; axis < last; axis++) {
      rows *= geometry.count(axis);
    }
    return rows;
  }

  /** {@return rows of a copy, which are made independently; 0 if there is none} */
  public long copyRows() {
    return inPlace ? 0 : channels * outerPlaces();
  }

  private long outerPlaces() {
    long rows = 1;
    for (int axis = 0; axis < last; axis++) {
      rows *= geometry.places(axis);
    }
    return rows;
  }

  /**
   * Writes the distances of a window's elements from its first.
   *
   * @param address where to
   */
  public void list(long address) {
    long[] element = new long[geometry.rank()];
    long channel = 0;
    for (long term = 0; term < terms; term++) {
      long distance = channel * channelStride;
      for (int axis = 0; axis < last; axis++) {
        distance += geometry.place(axis, 0, element[axis]) * strides[axis];
      }
      long place = geometry.place(last, 0, element[last]);
      long step = geometry.stride(last);
      distance += inPlace ? place * strides[last] : place % step * phase + place / step;
      Memory.storeBytes4((int) (distance * type.bytes()), address + term * Integer.BYTES);
      channel += geometry.nextElement(element) ? 0 : 1;
    }
  }

  /**
   * Where a row of windows begins.
   *
   * @param address first element of the first channel, or of the copy
   * @param row number of the row
   * @return address of the first element of its first window
   */
  public long row(long address, long row) {
    long rest = row;
    long distance = inPlace ? geometry.source(last, 0) * strides[last] : 0;
    for (int axis = last - 1; axis >= 0; axis--) {
      long place = geometry.place(axis, rest % geometry.count(axis), 0);
      distance += (inPlace ? geometry.source(axis, place) : place) * strides[axis];
      rest /= geometry.count(axis);
    }
    return address + distance * type.bytes();
  }

  /**
   * Makes some rows of a copy.
   *
   * @param begin first row
   * @param end one past the last row
   * @param image first element of the first channel
   * @param copy address of the copy
   */
  public void copy(long begin, long end, long image, long copy) {
    long outer = outerPlaces();
    for (long row = begin; row < end; row++) {
      long channel = row / outer;
      long rest = row % outer;
      long source = channel * geometry.channelStride();
      boolean padding = false;
      for (int axis = last - 1; axis >= 0; axis--) {
        long index = geometry.source(axis, rest % geometry.places(axis));
        rest /= geometry.places(axis);
        padding |= index < 0;
        source += index * geometry.spatialStride(axis);
      }
      long elements = phase * geometry.stride(last);
      long to = copy + row * elements * type.bytes();
      if (padding) {
        Elements.zero(to, elements, type);
      } else {
        copyRow(image + source * geometry.dtype().bytes(), to);
      }
    }
  }

  private void copyRow(long from, long to) {
    long step = geometry.stride(last);
    long apart = geometry.spatialStride(last) * geometry.dtype().bytes();
    for (long first = 0; first < step; first++) {
      long target = to + first * phase * type.bytes();
      if (geometry.baseDilation(last) != 1) {
        for (long i = 0; i < phase; i++) {
          long index = geometry.source(last, first + i * step);
          long place = target + i * type.bytes();
          if (index < 0) {
            Elements.zero(place, 1, type);
          } else {
            Elements.copy(from + index * apart, geometry.dtype(), apart, place, type, 1);
          }
        }
        continue;
      }
      long index = geometry.index(last, 0, 0) + first;
      long before = Math.clamp(index < 0 ? ProductShape.ceilDiv(-index, step) : 0, 0, phase);
      long left = geometry.extent(last) - index;
      long end = Math.clamp(left <= 0 ? 0 : ProductShape.ceilDiv(left, step), before, phase);
      Elements.zero(target, before, type);
      Elements.copy(
          from + (index + before * step) * apart,
          geometry.dtype(),
          step * apart,
          target + before * type.bytes(),
          type,
          end - before);
      Elements.zero(target + end * type.bytes(), phase - end, type);
    }
  }
}
