package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.ScatterDimensions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Windows whose place is an array, by their names in {@code jax.lax}. Negative starts count from
 * the end; then starts are shifted so that the window fits.
 */
public final class DynamicSlices {
  private DynamicSlices() {}

  /**
   * The window of given sizes.
   *
   * @param operand operand
   * @param startIndices an integer scalar for each axis
   * @param sliceSizes extents of the window
   * @return the window
   */
  public static NDArray dynamicSlice(
      NDArray operand, List<NDArray> startIndices, long... sliceSizes) {
    return dynamicSlice(operand, startIndices, Shape.of(sliceSizes));
  }

  /**
   * The window of given sizes.
   *
   * @param operand operand
   * @param startIndices an integer scalar for each axis
   * @param sliceSizes extents of the window
   * @return the window
   */
  @JaxName("lax.dynamic_slice")
  public static NDArray dynamicSlice(
      NDArray operand, List<NDArray> startIndices, Shape sliceSizes) {
    List<NDArray> in = new ArrayList<>(List.of(operand));
    in.addAll(starts(operand, startIndices));
    List<Long> sizes = java.util.Arrays.stream(sliceSizes.dims()).boxed().toList();
    return Lax.bind(new Indexing.DynamicSlice(sizes), in.toArray(NDArray[]::new));
  }

  /**
   * The array with a window replaced.
   *
   * @param operand operand
   * @param update what the window becomes, of the operand's dtype and rank
   * @param startIndices an integer scalar for each axis
   * @return a new array
   */
  @JaxName("lax.dynamic_update_slice")
  public static NDArray dynamicUpdateSlice(
      NDArray operand, NDArray update, List<NDArray> startIndices) {
    List<NDArray> in = new ArrayList<>(List.of(operand, update));
    in.addAll(starts(operand, startIndices));
    return Lax.bind(new Indexing.DynamicUpdateSlice(), in.toArray(NDArray[]::new));
  }

  /** Starts that count from the front. */
  private static List<NDArray> starts(NDArray operand, List<NDArray> given) {
    List<NDArray> starts = new ArrayList<>();
    for (int axis = 0; axis < given.size(); axis++) {
      NDArray start = given.get(axis);
      long extent = axis < operand.rank() ? operand.shape().dim(axis) : 0;
      starts.add(start.dtype().isUnsigned() ? start : fromFront(start, extent));
    }
    return starts;
  }

  private static NDArray fromFront(NDArray start, long extent) {
    if (start instanceof dev.sparrow.array.ConcreteArray known && known.literal() != null) {
      long value = known.literal().bits();
      return Creation.scalar(value < 0 ? value + extent : value, DType.INT32);
    }
    NDArray strong = Lax.convert(start, start.dtype());
    return Logic.where(strong.lt(0), strong.add(extent), strong);
  }

  /**
   * A window along one axis, whole along the others.
   *
   * @param operand operand
   * @param startIndex integer scalar
   * @param sliceSize extent of the window along the axis
   * @param axis the axis; null for 0
   * @return the window
   */
  @JaxName("lax.dynamic_slice_in_dim")
  public static NDArray dynamicSliceInDim(
      NDArray operand, NDArray startIndex, long sliceSize, @Nullable Integer axis) {
    int along = operand.shape().axis("dynamic_slice_in_dim", axis == null ? 0 : axis);
    return dynamicSlice(
        operand, only(operand, along, startIndex), operand.shape().with(along, sliceSize));
  }

  /**
   * A slice along one axis, without that axis.
   *
   * @param operand operand
   * @param index integer scalar
   * @param axis the axis; null for 0
   * @return the slice
   */
  public static NDArray dynamicIndexInDim(NDArray operand, NDArray index, @Nullable Integer axis) {
    int along = operand.shape().axis("dynamic_index_in_dim", axis == null ? 0 : axis);
    return Shaping.squeeze(dynamicSliceInDim(operand, index, 1, along), along);
  }

  /**
   * The array with a window along one axis replaced.
   *
   * @param operand operand
   * @param update what the window becomes
   * @param startIndex integer scalar
   * @param axis the axis
   * @return a new array
   */
  @JaxName("lax.dynamic_update_slice_in_dim")
  public static NDArray dynamicUpdateSliceInDim(
      NDArray operand, NDArray update, NDArray startIndex, int axis) {
    int along = operand.shape().axis("dynamic_update_slice_in_dim", axis);
    return dynamicUpdateSlice(operand, update, only(operand, along, startIndex));
  }

  /**
   * The array with a slice along one axis replaced.
   *
   * @param operand operand
   * @param update what the slice becomes, with or without the axis
   * @param index integer scalar
   * @param axis the axis
   * @return a new array
   */
  @JaxName("lax.dynamic_update_index_in_dim")
  public static NDArray dynamicUpdateIndexInDim(
      NDArray operand, NDArray update, NDArray index, int axis) {
    int along = operand.shape().axis("dynamic_update_index_in_dim", axis);
    NDArray slice = update.rank() == operand.rank() ? update : Shaping.expandDims(update, along);
    return dynamicUpdateSliceInDim(operand, slice, index, along);
  }

  private static List<NDArray> only(NDArray operand, int axis, NDArray start) {
    List<NDArray> starts =
        new ArrayList<>(Collections.nCopies(operand.rank(), Creation.scalar(0, start.dtype())));
    starts.set(axis, start);
    return starts;
  }

  /**
   * A window for each index vector. Negative indices do not count from the end.
   *
   * @param operand operand
   * @param startIndices integers; the last axis holds index vectors
   * @param dimensions how axes correspond
   * @param sliceSizes extents of a window
   * @param mode CLIP, FILL or PROMISE_IN_BOUNDS; null for FILL
   * @param fillValue what windows outside read under FILL; null for the dtype's default
   * @return the windows
   */
  public static NDArray gather(
      NDArray operand,
      NDArray startIndices,
      GatherDimensions dimensions,
      List<Long> sliceSizes,
      @Nullable IndexMode mode,
      @Nullable Double fillValue) {
    Indexing.Bounds bounds = bounds("gather", mode);
    Literal fill =
        fillValue == null || bounds != Indexing.Bounds.FILL_OR_DROP
            ? null
            : Literal.of(fillValue, operand.dtype(), false);
    return Lax.bind(
        new Indexing.Gather(dimensions, sliceSizes, bounds, fill), operand, startIndices);
  }

  /**
   * The operand with a window of updates combined at each index vector, in row-major order of the
   * index vectors. Negative indices do not count from the end.
   *
   * @param update how elements and updates combine
   * @param operand operand
   * @param scatterIndices integers; the last axis holds index vectors
   * @param updates the windows
   * @param dimensions how axes correspond
   * @param mode CLIP, DROP or PROMISE_IN_BOUNDS; null for DROP
   * @return a new array
   */
  public static NDArray scatter(
      UpdateMode update,
      NDArray operand,
      NDArray scatterIndices,
      NDArray updates,
      ScatterDimensions dimensions,
      @Nullable IndexMode mode) {
    return Lax.bind(
        new Indexing.Scatter(update, dimensions, bounds("scatter", mode)),
        operand,
        scatterIndices,
        updates);
  }

  static Indexing.Bounds bounds(String operation, @Nullable IndexMode mode) {
    return switch (mode == null ? IndexMode.FILL : mode) {
      case CLIP -> Indexing.Bounds.CLIP;
      case FILL, DROP -> Indexing.Bounds.FILL_OR_DROP;
      case PROMISE_IN_BOUNDS -> Indexing.Bounds.PROMISE_IN_BOUNDS;
      case WRAP, RAISE ->
          throw new IllegalArgumentException(
              operation + ": unknown mode " + mode + "; use CLIP, FILL or PROMISE_IN_BOUNDS");
    };
  }
}
