package dev.sparrow.graph;

import java.io.Serializable;
import java.util.List;

/**
 * How a gather's windows lie in its operand, its indices and its result; XLA's dimension numbers.
 * The last axis of the indices holds index vectors; its other axes are the batch of windows.
 *
 * @param offsetDims result axes along which windows extend, ascending
 * @param collapsedSliceDims operand axes of window extent 1 that the result drops, ascending
 * @param operandBatchingDims operand axes that run in step with {@code startIndicesBatchingDims},
 *     of window extent 1, dropped too; ascending
 * @param startIndicesBatchingDims the axis of the indices for each of them
 * @param startIndexMap operand axis that each component of an index vector counts along
 */
public record GatherDimensions(
    List<Integer> offsetDims,
    List<Integer> collapsedSliceDims,
    List<Integer> operandBatchingDims,
    List<Integer> startIndicesBatchingDims,
    List<Integer> startIndexMap)
    implements Serializable {
  /** Copies the lists. */
  public GatherDimensions {
    offsetDims = List.copyOf(offsetDims);
    collapsedSliceDims = List.copyOf(collapsedSliceDims);
    operandBatchingDims = List.copyOf(operandBatchingDims);
    startIndicesBatchingDims = List.copyOf(startIndicesBatchingDims);
    startIndexMap = List.copyOf(startIndexMap);
  }

  /**
   * Dimension numbers without batching axes.
   *
   * @param offsetDims result axes along which windows extend, ascending
   * @param collapsedSliceDims operand axes of window extent 1 that the result drops, ascending
   * @param startIndexMap operand axis that each component of an index vector counts along
   */
  public GatherDimensions(
      List<Integer> offsetDims, List<Integer> collapsedSliceDims, List<Integer> startIndexMap) {
    this(offsetDims, collapsedSliceDims, List.of(), List.of(), startIndexMap);
  }

  /**
   * Operand axes that windows keep.
   *
   * @param rank rank of the operand
   * @return the axes, ascending, one for each of {@code offsetDims}
   */
  public List<Integer> windowAxes(int rank) {
    return WindowAxes.kept(rank, collapsedSliceDims, operandBatchingDims);
  }

  /** {@return as JAX prints it} */
  @Override
  public String toString() {
    return "GatherDimensionNumbers(offset_dims="
        + WindowAxes.tuple(offsetDims)
        + ", collapsed_slice_dims="
        + WindowAxes.tuple(collapsedSliceDims)
        + ", start_index_map="
        + WindowAxes.tuple(startIndexMap)
        + ", operand_batching_dims="
        + WindowAxes.tuple(operandBatchingDims)
        + ", start_indices_batching_dims="
        + WindowAxes.tuple(startIndicesBatchingDims)
        + ")";
  }
}
