package dev.sparrow.sharding.plan;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.ScatterDimensions;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Dynamic positions in a shard. Windows that span the sharded axis, and lists of windows along it,
 * are local. A scatter of single elements along it is too: each shard counts from its own first
 * index, and what belongs to others lies outside and is dropped. A gather along it would read other
 * shards and is refused.
 */
final class IndexingCuts {
  private IndexingCuts() {}

  static Cut cut(Indexing prim, Equation equation, int axis) {
    Shape operand = equation.in().getFirst().type().shape();
    return switch (prim) {
      case Indexing.DynamicSlice(List<Long> sizes) ->
          sizes.get(axis) == operand.dim(axis)
              ? CutRules.along(
                  wholeBut(equation, 0, axis),
                  length -> new Indexing.DynamicSlice(with(sizes, axis, length)))
              : new Cut.Refused("takes a window of the sharded axis");
      case Indexing.DynamicUpdateSlice update -> {
        List<Integer> axes = new ArrayList<>(wholeBut(equation, 0, axis));
        axes.set(1, axis);
        yield equation.in().get(1).type().shape().dim(axis) == operand.dim(axis)
            ? CutRules.along(axes, _ -> update)
            : new Cut.Refused("updates a part of the sharded axis");
      }
      case Indexing.Gather gather -> gather(gather, equation, operand, axis);
      case Indexing.Scatter scatter -> scatter(scatter, equation, operand, axis);
    };
  }

  private static Cut gather(Indexing.Gather prim, Equation equation, Shape operand, int axis) {
    GatherDimensions dims = prim.dimensions();
    int window = dims.offsetDims().indexOf(axis);
    if (window >= 0) {
      int operandAxis = dims.windowAxes(operand.rank()).get(window);
      if (prim.sliceSizes().get(operandAxis) != operand.dim(operandAxis)) {
        return new Cut.Refused("takes a window of the sharded axis");
      }
      return CutRules.along(
          List.of(operandAxis, Cut.WHOLE),
          length ->
              new Indexing.Gather(
                  dims, with(prim.sliceSizes(), operandAxis, length), prim.bounds(), prim.fill()));
    }
    int rank = equation.out().getFirst().type().rank();
    int batchAxis = CutRules.keptAxes(rank, dims.offsetDims()).indexOf(axis);
    int inStep = dims.startIndicesBatchingDims().indexOf(batchAxis);
    return CutRules.along(
        List.of(inStep < 0 ? Cut.WHOLE : dims.operandBatchingDims().get(inStep), batchAxis),
        _ -> prim);
  }

  private static Cut scatter(Indexing.Scatter prim, Equation equation, Shape operand, int axis) {
    ScatterDimensions dims = prim.dimensions();
    Shape updates = equation.in().get(2).type().shape();
    int inStep = dims.operandBatchingDims().indexOf(axis);
    if (inStep >= 0) {
      int batchAxis = dims.scatterIndicesBatchingDims().get(inStep);
      int updateAxis = CutRules.keptAxes(updates.rank(), dims.updateWindowDims()).get(batchAxis);
      return CutRules.along(List.of(axis, batchAxis, updateAxis), _ -> prim);
    }
    int window = dims.windowAxes(operand.rank()).indexOf(axis);
    if (window >= 0) {
      int updateAxis = dims.updateWindowDims().get(window);
      if (updates.dim(updateAxis) == operand.dim(axis)) {
        return CutRules.along(List.of(axis, Cut.WHOLE, updateAxis), _ -> prim);
      }
      if (updates.dim(updateAxis) != 1) {
        return new Cut.Refused("updates windows of the sharded axis");
      }
    }
    int component = dims.scatterDimsToOperandDims().indexOf(axis);
    if (component < 0) {
      return new Cut.Refused("updates one position of the sharded axis");
    }
    if (prim.bounds() == Indexing.Bounds.CLIP && dims.scatterDimsToOperandDims().size() > 1) {
      return new Cut.Refused("clips positions of the sharded axis together with others");
    }
    return new Cut.Along(
        List.of(axis, Cut.WHOLE, Cut.WHOLE),
        List.of(Position.index(1, DType.INT64)),
        (_, operands, positions) -> {
          NDArray indices =
              fromShard(operands.get(1), component, operand.dim(axis), prim, positions.getFirst());
          Indexing.Bounds bounds = Indexing.Bounds.FILL_OR_DROP;
          Indexing.Scatter local = new Indexing.Scatter(prim.mode(), dims, bounds);
          return List.of(Lax.bind(local, operands.get(0), indices, operands.get(2)));
        });
  }

  /** Index vectors that count from the shard's first index along one axis. */
  private static NDArray fromShard(
      NDArray indices, int component, long extent, Indexing.Scatter prim, NDArray first) {
    NDArray wide = Lax.convert(indices, DType.INT64);
    int last = wide.rank() - 1;
    NDArray number = Lax.iota(DType.INT64, wide.shape(), last);
    NDArray here = Lax.apply(Fn.EQ, number, Creation.scalar(component, DType.INT64));
    NDArray counted = wide;
    if (prim.bounds() == Indexing.Bounds.CLIP) {
      NDArray zero = Creation.scalar(0, DType.INT64);
      counted = Lax.apply(Fn.CLAMP, zero, wide, Creation.scalar(extent - 1, DType.INT64));
    }
    return Lax.select(here, Lax.apply(Fn.SUB, counted, first), wide);
  }

  /** The cut axis of one operand; all others are needed whole. */
  private static List<Integer> wholeBut(Equation equation, int operand, int axis) {
    return IntStream.range(0, equation.in().size())
        .mapToObj(i -> i == operand ? axis : Cut.WHOLE)
        .toList();
  }

  private static List<Long> with(List<Long> sizes, int axis, long size) {
    List<Long> changed = new ArrayList<>(sizes);
    changed.set(axis, size);
    return Collections.unmodifiableList(changed);
  }
}
