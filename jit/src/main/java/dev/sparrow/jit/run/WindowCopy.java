package dev.sparrow.jit.run;

import java.util.Arrays;
import java.util.List;

/**
 * Copies a window of fixed extents between strided memory: how it falls into rows of evenly strided
 * elements, as long as the strides on both sides allow.
 */
final class WindowCopy {
  private final int bytes;
  private final Walk sourceRows;
  private final Walk targetRows;
  private final long rows;
  private final long run;
  private final long sourceStep;
  private final long targetStep;
  private final boolean isParallel;

  /**
   * @param dims extents of the window, none of them 0
   * @param source strides to read with, in elements; 0 repeats
   * @param target strides to write with, in elements
   * @param bytes size of an element
   */
  WindowCopy(long[] dims, long[] source, long[] target, int bytes) {
    this.bytes = bytes;
    List<long[]> merged = Walk.merge(dims, List.of(source, target));
    long[] extents = merged.get(0);
    this.isParallel = Arrays.equals(merged.get(1), merged.get(2));
    int last = extents.length - 1;
    long[] outer = Arrays.copyOf(extents, Math.max(last, 0));
    this.sourceRows = Walk.of(outer, merged.get(1));
    this.targetRows = Walk.of(outer, merged.get(2));
    this.rows = Arrays.stream(outer).reduce(1, (a, b) -> a * b);
    this.run = last < 0 ? 1 : extents[last];
    this.sourceStep = last < 0 ? 1 : merged.get(1)[last];
    this.targetStep = last < 0 ? 1 : merged.get(2)[last];
  }

  /** Whether both sides have the same strides, so that equal addresses are the same elements. */
  boolean isParallel() {
    return isParallel;
  }

  /** Number of rows. */
  long rows() {
    return rows;
  }

  /** Elements in a row. */
  long run() {
    return run;
  }

  /** Elements in the window. */
  long size() {
    return rows * run;
  }

  /** Distance between the elements of a row on the side that is read. */
  long sourceStep() {
    return sourceStep;
  }

  /** Distance between the elements of a row on the side that is written. */
  long targetStep() {
    return targetStep;
  }

  /** Distance in elements of a row from the first one, on the side that is read. */
  long sourceOffset(long row) {
    return sourceRows.offset(row);
  }

  /** Distance in elements of a row from the first one, on the side that is written. */
  long targetOffset(long row) {
    return targetRows.offset(row);
  }

  /** Copies the whole window between two addresses. */
  void copy(long from, long to) {
    for (long row = 0; row < rows; row++) {
      copy(from, to, row, 0, run);
    }
  }

  /** Copies some neighbouring elements of a row. */
  void copy(long from, long to, long row, long start, long count) {
    StridedCopy.copy(
        from + (sourceRows.offset(row) + start * sourceStep) * bytes,
        sourceStep,
        to + (targetRows.offset(row) + start * targetStep) * bytes,
        targetStep,
        count,
        bytes);
  }
}
