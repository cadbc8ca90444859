package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.ScatterDimensions;
import dev.sparrow.ops.AssociativeScanOption;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.DynamicSlices;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Products;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of {@code jax.lax} whose parameters cases write as nested lists. */
public final class LaxFunctions {
  private LaxFunctions() {}

  /**
   * {@code lax.dot_general}.
   *
   * @param lhs left operand
   * @param rhs right operand
   * @param dimensionNumbers contracting axes of both, then batch axes of both
   * @param preferredElementType dtype of the result, or null
   * @return the contraction
   */
  @JaxName("dot_general")
  public static NDArray dotGeneral(
      NDArray lhs,
      NDArray rhs,
      List<List<List<Integer>>> dimensionNumbers,
      @Nullable DType preferredElementType) {
    List<List<Integer>> contracting = dimensionNumbers.get(0);
    List<List<Integer>> batch = dimensionNumbers.get(1);
    DotDimensions dimensions =
        new DotDimensions(contracting.get(0), contracting.get(1), batch.get(0), batch.get(1));
    return Products.dotGeneral(lhs, rhs, dimensions, preferredElementType);
  }

  /**
   * {@code lax.gather}.
   *
   * @param x operand
   * @param indices index vectors
   * @param offsetDims result axes of windows
   * @param collapsedSliceDims operand axes that the result drops
   * @param startIndexMap operand axis of each component of an index vector
   * @param sliceSizes extents of a window
   * @param mode rule for positions
   * @param fillValue what windows outside read
   * @return the windows
   */
  @JaxName("gather_dn")
  public static NDArray gather(
      NDArray x,
      NDArray indices,
      List<Integer> offsetDims,
      List<Integer> collapsedSliceDims,
      List<Integer> startIndexMap,
      List<Long> sliceSizes,
      @Nullable IndexMode mode,
      @Nullable Double fillValue) {
    GatherDimensions dimensions =
        new GatherDimensions(offsetDims, collapsedSliceDims, startIndexMap);
    // Unlike ours, JAX's promises by default that positions exist.
    IndexMode rule = mode == null ? IndexMode.PROMISE_IN_BOUNDS : mode;
    return DynamicSlices.gather(x, indices, dimensions, sliceSizes, rule, fillValue);
  }

  /**
   * {@code lax.scatter} and its kin.
   *
   * @param op which of them
   * @param x operand
   * @param indices index vectors
   * @param updates the windows
   * @param updateWindowDims axes of windows in the updates
   * @param insertedWindowDims operand axes that the updates lack
   * @param scatterDimsToOperandDims operand axis of each component of an index vector
   * @param mode rule for positions
   * @return the new array
   */
  @JaxName("scatter_dn")
  public static NDArray scatter(
      String op,
      NDArray x,
      NDArray indices,
      NDArray updates,
      List<Integer> updateWindowDims,
      List<Integer> insertedWindowDims,
      List<Integer> scatterDimsToOperandDims,
      @Nullable IndexMode mode) {
    ScatterDimensions dimensions =
        new ScatterDimensions(updateWindowDims, insertedWindowDims, scatterDimsToOperandDims);
    UpdateMode update =
        switch (op) {
          case "scatter" -> UpdateMode.SET;
          case "scatter_add", "scatter_sub" -> UpdateMode.ADD;
          case "scatter_mul" -> UpdateMode.MUL;
          case "scatter_min" -> UpdateMode.MIN;
          case "scatter_max" -> UpdateMode.MAX;
          default -> throw new IllegalArgumentException("no scatter called " + op);
        };
    NDArray combined = op.equals("scatter_sub") ? updates.neg() : updates;
    return DynamicSlices.scatter(update, x, indices, combined, dimensions, mode);
  }

  /**
   * {@code lax.associative_scan} of a function of two arrays.
   *
   * @param fn the function
   * @param elems elements
   * @param axis the axis
   * @param reverse whether it starts at the end
   * @return running combinations
   */
  @JaxName("lax.associative_scan")
  public static NDArray associativeScan(
      BinaryOperator<NDArray> fn, NDArray elems, @Nullable Integer axis, boolean reverse) {
    AssociativeScanOption along = AssociativeScanOption.axis(axis == null ? 0 : axis);
    return reverse
        ? ControlFlow.associativeScan(fn, elems, along, AssociativeScanOption.reverse())
        : ControlFlow.associativeScan(fn, elems, along);
  }

  /**
   * {@code lax.dynamic_index_in_dim}.
   *
   * @param operand operand
   * @param index the index
   * @param axis the axis
   * @param keepdims whether the axis stays
   * @return the slice
   */
  @JaxName("lax.dynamic_index_in_dim")
  public static NDArray dynamicIndexInDim(
      NDArray operand, NDArray index, @Nullable Integer axis, @Nullable Boolean keepdims) {
    return Boolean.FALSE.equals(keepdims)
        ? DynamicSlices.dynamicIndexInDim(operand, index, axis)
        : DynamicSlices.dynamicSliceInDim(operand, index, 1, axis);
  }

  /**
   * {@code lax.integer_pow}.
   *
   * @param x operand
   * @param y exponent
   * @return the power
   */
  @JaxName("lax.integer_pow")
  public static NDArray integerPow(NDArray x, int y) {
    return Lax.bind(new Primitive.IntegerPow(y), x);
  }

  /**
   * {@code lax.argmax}.
   *
   * @param operand operand
   * @param axis the axis
   * @param indexDtype dtype of positions
   * @return positions
   */
  @JaxName("lax.argmax")
  public static NDArray argmax(NDArray operand, int axis, DType indexDtype) {
    return Lax.bind(new Primitive.ArgReduce(Primitive.Extreme.MAX, axis, indexDtype), operand);
  }

  /**
   * {@code lax.batch_matmul}.
   *
   * @param lhs matrices
   * @param rhs matrices
   * @return their products
   */
  @JaxName("lax.batch_matmul")
  public static NDArray batchMatmul(NDArray lhs, NDArray rhs) {
    return Products.matmul(lhs, rhs);
  }

  /**
   * {@code lax.index_take}.
   *
   * @param src operand
   * @param idxs positions along each of the axes
   * @param axes the axes
   * @return slices
   */
  @JaxName("lax.index_take")
  public static NDArray indexTake(NDArray src, List<NDArray> idxs, List<Integer> axes) {
    Index[] index = new Index[src.rank()];
    Arrays.fill(index, Index.all());
    for (int i = 0; i < axes.size(); i++) {
      index[axes.get(i)] = Index.take(idxs.get(i));
    }
    return src.get(index);
  }
}
