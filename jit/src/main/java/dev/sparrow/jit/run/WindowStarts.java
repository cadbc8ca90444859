package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Indexing.Bounds;
import dev.sparrow.jit.codegen.Memory;
import java.util.Arrays;

/**
 * Turns index vectors into the places of windows in their operand, bounds checked.
 *
 * @param dtype dtype of the indices
 * @param vectorStep distance between the components of an index vector, in elements
 * @param strides operand's stride for each component
 * @param limits last start at which the window fits, for each component
 * @param clip whether windows outside are shifted, else they are marked
 */
@SuppressWarnings("ArrayRecordComponent") // carries parameters and is never compared
record WindowStarts(DType dtype, long vectorStep, long[] strides, long[] limits, boolean clip) {
  /** Stands for the place of a window that lies outside. */
  static final long OUTSIDE = Long.MIN_VALUE;

  static boolean clips(Bounds bounds, boolean reading) {
    return switch (bounds) {
      case CLIP -> true;
      case FILL_OR_DROP -> false;
      case PROMISE_IN_BOUNDS -> reading;
    };
  }

  /**
   * Places of neighbouring windows.
   *
   * @param indices address of the first index vector
   * @param step distance between index vectors, in elements
   * @param places filled with the distance of each window from the operand's first element, in
   *     elements, or {@link #OUTSIDE}
   * @param count number of windows
   */
  void resolve(long indices, long step, long[] places, int count) {
    Arrays.fill(places, 0, count, 0);
    int bytes = dtype.bytes();
    for (int component = 0; component < strides.length; component++) {
      long from = indices + component * vectorStep * bytes;
      if (dtype == DType.INT32) {
        resolveInts(from, step * bytes, component, places, count);
      } else {
        resolveAny(from, step * bytes, component, places, count);
      }
    }
  }

  private void resolveInts(long from, long stepBytes, int component, long[] places, int count) {
    long limit = limits[component];
    long stride = strides[component];
    if (clip) {
      for (int i = 0; i < count; i++) {
        long start = Memory.loadI32(from + i * stepBytes);
        places[i] += Math.clamp(start, 0, limit) * stride;
      }
    } else {
      for (int i = 0; i < count; i++) {
        long start = Memory.loadI32(from + i * stepBytes);
        boolean outside = start < 0 || start > limit || places[i] == OUTSIDE;
        places[i] = outside ? OUTSIDE : places[i] + start * stride;
      }
    }
  }

  private void resolveAny(long from, long stepBytes, int component, long[] places, int count) {
    long limit = limits[component];
    for (int i = 0; i < count; i++) {
      long start = index(from + i * stepBytes);
      boolean outside = start < 0 || start > limit;
      if (places[i] == OUTSIDE || outside && !clip) {
        places[i] = OUTSIDE;
      } else {
        places[i] += Math.clamp(start, 0, limit) * strides[component];
      }
    }
  }

  private long index(long address) {
    return index(StridedCopy.load(address, dtype.bytes()), dtype);
  }

  /** The value of an index given as sign-extended bits; what no long holds becomes the largest. */
  static long index(long bits, DType dtype) {
    if (!dtype.isUnsigned()) {
      return bits;
    }
    long value = bits & -1L >>> (64 - 8 * dtype.bytes());
    return value < 0 ? Long.MAX_VALUE : value;
  }
}
