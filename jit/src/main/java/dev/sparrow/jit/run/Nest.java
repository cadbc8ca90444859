package dev.sparrow.jit.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The loops of a region: rows outside, positions of a row inside, and where each operand's elements
 * lie along both.
 *
 * @param rows number of rows
 * @param run number of positions in a row
 * @param rowWalks where each operand's rows lie
 * @param runWalks where each operand's elements lie within a row
 */
record Nest(long rows, long run, List<Walk> rowWalks, List<Walk> runWalks) {
  /** A row this long is worth a kernel call of its own; shorter rows are packed together. */
  private static final long LONG_ROW = 256;

  /** Extents and steps from which packing row by row would fetch cache lines many times. */
  private static final int TURNED = 16;

  /** The loops of a region whose rows and positions are given axes of its space. */
  static Nest of(long[] dims, List<Integer> rowAxes, List<Integer> runAxes, List<long[]> strides) {
    return of(
        pick(dims, rowAxes),
        pick(dims, runAxes),
        strides.stream().map(stride -> pick(stride, rowAxes)).toList(),
        strides.stream().map(stride -> pick(stride, runAxes)).toList());
  }

  /** Row-major loops: one row if that loses nothing or if the last axes are short. */
  static Nest rowMajor(long[] dims, List<long[]> strides) {
    List<long[]> merged = Walk.merge(dims, strides);
    long[] extents = merged.getFirst();
    int last = extents.length - 1;
    boolean rows = last > 0 && (extents[last] >= LONG_ROW || isTurned(extents, merged));
    int split = rows ? last : 0;
    List<long[]> outer = new ArrayList<>();
    List<long[]> inner = new ArrayList<>();
    for (long[] stride : merged.subList(1, merged.size())) {
      outer.add(Arrays.copyOfRange(stride, 0, split));
      inner.add(Arrays.copyOfRange(stride, split, extents.length));
    }
    return of(
        Arrays.copyOfRange(extents, 0, split),
        Arrays.copyOfRange(extents, split, extents.length),
        outer,
        inner);
  }

  /** Whether blocks of several rows pay: some operand is contiguous along the rows instead. */
  boolean isTurned() {
    for (int operand = 0; operand < rowWalks.size(); operand++) {
      Walk outer = rowWalks.get(operand);
      Walk inner = runWalks.get(operand);
      if (outer.rank() > 0
          && inner.rank() > 0
          && isTurned(
              outer.dim(outer.rank() - 1),
              outer.stride(outer.rank() - 1),
              inner.dim(inner.rank() - 1),
              inner.stride(inner.rank() - 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTurned(long[] extents, List<long[]> merged) {
    int last = extents.length - 1;
    return merged.subList(1, merged.size()).stream()
        .anyMatch(
            stride -> isTurned(extents[last - 1], stride[last - 1], extents[last], stride[last]));
  }

  private static boolean isTurned(long rows, long rowStep, long run, long runStep) {
    return rows >= TURNED && run >= TURNED && rowStep == 1 && Math.abs(runStep) >= TURNED;
  }

  private static Nest of(
      long[] rowDims, long[] runDims, List<long[]> rowStrides, List<long[]> runStrides) {
    return new Nest(
        size(rowDims),
        size(runDims),
        rowStrides.stream().map(stride -> Walk.of(rowDims, stride)).toList(),
        runStrides.stream().map(stride -> Walk.of(runDims, stride)).toList());
  }

  private static long[] pick(long[] values, List<Integer> axes) {
    return axes.stream().mapToLong(axis -> values[axis]).toArray();
  }

  private static long size(long[] dims) {
    return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
  }
}
