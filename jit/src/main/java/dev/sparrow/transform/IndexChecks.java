package dev.sparrow.transform;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ScatterDimensions;
import dev.sparrow.graph.SourceLine;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether reads and updates at positions stay within the array, whatever would happen if they did
 * not: the test of {@code jax.experimental.checkify}. A window has to lie inside as a whole.
 */
final class IndexChecks {
  private final CheckedState state;

  IndexChecks(CheckedState state) {
    this.state = state;
  }

  void check(Indexing prim, List<NDArray> in, SourceLine line) {
    Shape operand = in.getFirst().shape();
    switch (prim) {
      case Indexing.DynamicSlice(List<Long> sizes) ->
          starts(operand, sizes, in.subList(1, in.size()), line);
      case Indexing.DynamicUpdateSlice() ->
          starts(operand, dims(in.get(1).shape()), in.subList(2, in.size()), line);
      case Indexing.Gather(GatherDimensions of, List<Long> sizes, var _, var _) ->
          vectors(operand, sizes, of.startIndexMap(), in.get(1), line);
      case Indexing.Scatter(var _, ScatterDimensions of, var _) -> {
        Long[] sizes = new Long[operand.rank()];
        Arrays.fill(sizes, 1L);
        List<Integer> axes = of.windowAxes(operand.rank());
        for (int i = 0; i < axes.size(); i++) {
          sizes[axes.get(i)] = in.get(2).shape().dim(of.updateWindowDims().get(i));
        }
        vectors(operand, List.of(sizes), of.scatterDimsToOperandDims(), in.get(1), line);
      }
    }
  }

  private static List<Long> dims(Shape shape) {
    return Arrays.stream(shape.dims()).boxed().toList();
  }

  /** Positions given axis by axis. */
  private void starts(Shape operand, List<Long> sizes, List<NDArray> starts, SourceLine line) {
    List<NDArray> components = new ArrayList<>();
    List<Integer> axes = new ArrayList<>();
    for (NDArray start : starts) {
      axes.add(axes.size());
      components.add(Lax.reshape(Lax.convert(start, DType.INT64), Shape.of(1)));
    }
    if (!components.isEmpty()) {
      NDArray vector =
          components.size() == 1
              ? components.getFirst()
              : Lax.bind(new Primitive.Concatenate(0), components.toArray(new NDArray[0]));
      vectors(operand, sizes, axes, vector, line);
    }
  }

  /**
   * Positions given as vectors.
   *
   * @param sizes extents of a window
   * @param axes axis of the operand that each component counts along
   * @param indices integers, of which the last axis holds vectors
   */
  private void vectors(
      Shape operand, List<Long> sizes, List<Integer> axes, NDArray indices, SourceLine line) {
    long count = indices.size();
    if (count == 0) {
      return;
    }
    // Unsigned positions of 2^63 and more become negative, which is outside as well.
    NDArray flat = Lax.reshape(Lax.convert(indices, DType.INT64), Shape.of(count));
    NDArray component = component(count, axes.size());
    List<Long> highest = new ArrayList<>();
    axes.forEach(axis -> highest.add(operand.dim(axis) - sizes.get(axis)));
    NDArray outside =
        Lax.apply(
            Fn.OR,
            Lax.apply(Fn.LT, flat, CheckedState.scalar(0, DType.INT64)),
            Lax.apply(Fn.GT, flat, choice(component, highest, DType.INT64)));
    NDArray first = CheckedState.firstWhere(outside);
    NDArray index = at(flat, first);
    NDArray which = at(component, first);
    List<Long> axisNumbers = axes.stream().map(Integer::longValue).toList();
    NDArray axis = choice(which, axisNumbers, DType.INT32);
    NDArray extent = choice(which, axes.stream().map(operand::dim).toList(), DType.INT64);
    CheckSite site =
        new CheckSite(
            "out-of-bounds indexing for array of shape "
                + operand
                + ": index {0} is out of bounds for axis {1} with size {2}.",
            CheckSites.OUT_OF_BOUNDS,
            List.of(),
            line.atLine());
    state.fail(
        CheckedState.any(outside),
        site,
        List.of(
            PayloadWords.encode(index, 1),
            PayloadWords.encode(axis, 1),
            PayloadWords.encode(extent, 1)));
  }

  /** Which component of its vector each element is. */
  private static NDArray component(long count, int components) {
    Shape shape = Shape.of(count / components, components);
    return Lax.reshape(Lax.iota(DType.INT32, shape, 1), Shape.of(count));
  }

  /** For each component's number, its entry in a list. */
  private static NDArray choice(NDArray component, List<Long> entries, DType dtype) {
    NDArray chosen =
        Lax.broadcastInDim(
            CheckedState.scalar(entries.getFirst(), dtype), component.shape(), List.of());
    for (int i = 1; i < entries.size(); i++) {
      NDArray own = Lax.apply(Fn.EQ, component, CheckedState.scalar(i, DType.INT32));
      NDArray entry =
          Lax.broadcastInDim(
              CheckedState.scalar(entries.get(i), dtype), component.shape(), List.of());
      chosen = Lax.select(own, entry, chosen);
    }
    return chosen;
  }

  private static NDArray at(NDArray vector, NDArray place) {
    return Lax.reshape(
        Lax.bind(new Indexing.DynamicSlice(List.of(1L)), vector, place), Shape.scalar());
  }
}
