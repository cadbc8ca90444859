package dev.sparrow.jit.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the elements of an operand lie along some axes of a loop: position p, in row-major order of
 * the axes, lies {@link #offset} elements from the first. Neighbouring axes that are evenly strided
 * are one axis here.
 */
final class Walk {
  private final long[] dims;
  private final long[] strides;

  private Walk(long[] dims, long[] strides) {
    this.dims = dims;
    this.strides = strides;
  }

  /**
   * @param dims extents of the axes, outermost first, none of them 0
   * @param strides stride of the operand along each axis, in elements
   */
  static Walk of(long[] dims, long[] strides) {
    List<long[]> merged = merge(dims, List.of(strides));
    return new Walk(merged.get(0), merged.get(1));
  }

  /**
   * Merges neighbouring axes along which every operand is evenly strided, and drops axes of extent
   * 1.
   *
   * @param dims extents
   * @param strides strides of each operand along the axes
   * @return merged extents, then merged strides of each operand
   */
  static List<long[]> merge(long[] dims, List<long[]> strides) {
    long[] extents = new long[dims.length];
    List<long[]> steps = new ArrayList<>();
    strides.forEach(_ -> steps.add(new long[dims.length]));
    int count = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 1) {
        continue;
      }
      boolean joins = count > 0;
      for (int i = 0; joins && i < strides.size(); i++) {
        joins = steps.get(i)[count - 1] == strides.get(i)[axis] * dims[axis];
      }
      count = joins ? count : count + 1;
      extents[count - 1] = joins ? extents[count - 1] * dims[axis] : dims[axis];
      for (int i = 0; i < strides.size(); i++) {
        steps.get(i)[count - 1] = strides.get(i)[axis];
      }
    }
    List<long[]> merged = new ArrayList<>();
    merged.add(java.util.Arrays.copyOf(extents, count));
    for (long[] step : steps) {
      merged.add(java.util.Arrays.copyOf(step, count));
    }
    return merged;
  }

  int rank() {
    return dims.length;
  }

  long dim(int axis) {
    return dims[axis];
  }

  long stride(int axis) {
    return strides[axis];
  }

  /** Whether all positions are one element. */
  boolean isUniform() {
    for (long stride : strides) {
      if (stride != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether position p lies p elements from the first. */
  boolean isContiguous() {
    return dims.length == 0 || dims.length == 1 && strides[0] == 1;
  }

  /** Whether neighbouring positions lie next to each other, from one position for some more. */
  boolean isContiguous(long position, int count) {
    int last = dims.length - 1;
    return last >= 0 && strides[last] == 1 && position % dims[last] + count <= dims[last];
  }

  /** Distance in elements of a position from the first. */
  long offset(long position) {
    if (dims.length == 0) {
      return 0;
    }
    long rest = position;
    long offset = 0;
    for (int axis = dims.length - 1; axis > 0; axis--) {
      long outer = rest / dims[axis];
      offset += (rest - outer * dims[axis]) * strides[axis];
      rest = outer;
    }
    return offset + rest * strides[0];
  }
}
