package dev.sparrow.jit.run;

import java.util.Arrays;
import java.util.List;

/**
 * The windows of a gather or scatter in row-major order of their index vectors, as rows of windows
 * that are evenly strided in the indices, in the operand and in the dense side (the result or the
 * updates).
 */
final class WindowBatch {
  private final Walk indexRows;
  private final Walk operandRows;
  private final Walk denseRows;

  /** Number of rows. */
  final long rows;

  /** Windows in a row. */
  final long run;

  /** Distance between the index vectors of a row, in elements. */
  final long indexStep;

  /** Distance in the operand that does not come from indices, in elements. */
  final long operandStep;

  /** Distance on the dense side, in elements. */
  final long denseStep;

  /**
   * @param dims extents of the batch, none of them 0
   * @param indices strides of the indices
   * @param operand strides of the operand along axes that run in step with the batch, else 0
   * @param dense strides of the dense side
   */
  WindowBatch(long[] dims, long[] indices, long[] operand, long[] dense) {
    List<long[]> merged = Walk.merge(dims, List.of(indices, operand, dense));
    long[] extents = merged.get(0);
    int last = extents.length - 1;
    long[] outer = Arrays.copyOf(extents, Math.max(last, 0));
    this.indexRows = Walk.of(outer, merged.get(1));
    this.operandRows = Walk.of(outer, merged.get(2));
    this.denseRows = Walk.of(outer, merged.get(3));
    this.rows = Arrays.stream(outer).reduce(1, (a, b) -> a * b);
    this.run = last < 0 ? 1 : extents[last];
    this.indexStep = last < 0 ? 0 : merged.get(1)[last];
    this.operandStep = last < 0 ? 0 : merged.get(2)[last];
    this.denseStep = last < 0 ? 0 : merged.get(3)[last];
  }

  long size() {
    return rows * run;
  }

  /** Where a window's index vector lies, in elements from the first. */
  long indexOffset(long row, long window) {
    return indexRows.offset(row) + window * indexStep;
  }

  /** Where a window lies in the operand but for its index vector, in elements. */
  long operandOffset(long row, long window) {
    return operandRows.offset(row) + window * operandStep;
  }

  /** Where a window lies on the dense side, in elements. */
  long denseOffset(long row, long window) {
    return denseRows.offset(row) + window * denseStep;
  }
}
