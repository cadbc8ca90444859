package dev.sparrow.graph;

import java.io.Serializable;
import java.util.List;

/**
 * How a scatter's windows lie in its updates, its indices and its operand; XLA's dimension numbers.
 * The last axis of the indices holds index vectors; its other axes are the batch of windows.
 *
 * @param updateWindowDims axes of the updates along which windows extend, ascending
 * @param insertedWindowDims operand axes of window extent 1 that the updates lack, ascending
 * @param operandBatchingDims operand axes that run in step with {@code scatterIndicesBatchingDims},
 *     of window extent 1, lacking too; ascending
 * @param scatterIndicesBatchingDims the axis of the indices for each of them
 * @param scatterDimsToOperandDims operand axis that each component of an index vector counts along
 */
public record ScatterDimensions(
    List<Integer> updateWindowDims,
    List<Integer> insertedWindowDims,
    List<Integer> operandBatchingDims,
    List<Integer> scatterIndicesBatchingDims,
    List<Integer> scatterDimsToOperandDims)
    implements Serializable {
  /** Copies the lists. */
  public ScatterDimensions {
    updateWindowDims = List.copyOf(updateWindowDims);
    insertedWindowDims = List.copyOf(insertedWindowDims);
    operandBatchingDims = List.copyOf(operandBatchingDims);
    scatterIndicesBatchingDims = List.copyOf(scatterIndicesBatchingDims);
    scatterDimsToOperandDims = List.copyOf(scatterDimsToOperandDims);
  }

  /**
   * Dimension numbers without batching axes.
   *
   * @param updateWindowDims axes of the updates along which windows extend, ascending
   * @param insertedWindowDims operand axes of window extent 1 that the updates lack, ascending
   * @param scatterDimsToOperandDims operand axis that each component of an index vector counts
   *     along
   */
  public ScatterDimensions(
      List<Integer> updateWindowDims,
      List<Integer> insertedWindowDims,
      List<Integer> scatterDimsToOperandDims) {
    this(updateWindowDims, insertedWindowDims, List.of(), List.of(), scatterDimsToOperandDims);
  }

  /**
   * Where a gather reads what this scatter writes, or the other way round: each is the derivative
   * of the other.
   *
   * @param gather dimension numbers of a gather
   * @return those of the scatter into its operand whose updates have the gather's result's shape
   */
  public static ScatterDimensions of(GatherDimensions gather) {
    return new ScatterDimensions(
        gather.offsetDims(),
        gather.collapsedSliceDims(),
        gather.operandBatchingDims(),
        gather.startIndicesBatchingDims(),
        gather.startIndexMap());
  }

  /** {@return the dimension numbers of the gather that reads the windows this scatter writes} */
  public GatherDimensions gather() {
    return new GatherDimensions(
        updateWindowDims,
        insertedWindowDims,
        operandBatchingDims,
        scatterIndicesBatchingDims,
        scatterDimsToOperandDims);
  }

  /**
   * Operand axes along which windows extend.
   *
   * @param rank rank of the operand
   * @return the axes, ascending, one for each of {@code updateWindowDims}
   */
  public List<Integer> windowAxes(int rank) {
    return WindowAxes.kept(rank, insertedWindowDims, operandBatchingDims);
  }

  /** {@return as JAX prints it} */
  @Override
  public String toString() {
    return "ScatterDimensionNumbers(update_window_dims="
        + WindowAxes.tuple(updateWindowDims)
        + ", inserted_window_dims="
        + WindowAxes.tuple(insertedWindowDims)
        + ", scatter_dims_to_operand_dims="
        + WindowAxes.tuple(scatterDimsToOperandDims)
        + ", operand_batching_dims="
        + WindowAxes.tuple(operandBatchingDims)
        + ", scatter_indices_batching_dims="
        + WindowAxes.tuple(scatterIndicesBatchingDims)
        + ")";
  }
}
