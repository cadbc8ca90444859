package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import dev.sparrow.trace.Trace;
import java.util.List;

/**
 * Windows over batches. A mapped axis of a convolution joins one of its own: the batch where the
 * left operand is mapped, the output channels where the kernel is, the groups where both are.
 */
final class WindowedBatching {
  private WindowedBatching() {}

  static NDArray apply(Windowed prim, List<NDArray> in, boolean[] mapped, long size) {
    return switch (prim) {
      case Windowed.ReduceWindow(var monoid, Windows windows) ->
          bind(new Windowed.ReduceWindow(monoid, windows.behindAxis()), in);
      case Windowed.SelectAndScatterAdd(var extreme, Windows windows) ->
          bind(
              new Windowed.SelectAndScatterAdd(extreme, windows.behindAxis()),
              OrderingBatching.batches(in, mapped, size));
      case Windowed.Convolution conv ->
          mapped[0] && mapped[1]
              ? both(conv, in, size)
              : mapped[0] ? left(conv, in, size) : kernel(conv, in, size);
    };
  }

  private static NDArray bind(Primitive prim, List<NDArray> in) {
    return Trace.current().bind(prim, in).getFirst();
  }

  /** Groups of the batch stay outermost: (groups, mapped, rest). */
  private static NDArray left(Windowed.Convolution conv, List<NDArray> in, long size) {
    ConvDimensions of = conv.dimensions();
    NDArray lhs = joined(in.get(0), of.lhs().get(0), conv.batchGroups());
    NDArray out = bind(conv, List.of(lhs, in.get(1)));
    return split(out, of.out().get(0), size, 1);
  }

  /** Groups of output channels stay outermost: (groups, mapped, rest). */
  private static NDArray kernel(Windowed.Convolution conv, List<NDArray> in, long size) {
    ConvDimensions of = conv.dimensions();
    int groups = Math.max(conv.featureGroups(), conv.batchGroups());
    NDArray rhs = joined(in.get(1), of.rhs().get(0), groups);
    NDArray out = bind(conv, List.of(in.get(0), rhs));
    return split(out, of.out().get(1), size, groups);
  }

  private static NDArray both(Windowed.Convolution conv, List<NDArray> in, long size) {
    ConvDimensions of = conv.dimensions();
    int count = Math.toIntExact(size);
    boolean batches = conv.batchGroups() > 1;
    NDArray lhs = joined(in.get(0), of.lhs().get(batches ? 0 : 1), 1);
    NDArray rhs = joined(in.get(1), of.rhs().get(0), 1);
    Windowed.Convolution grouped =
        new Windowed.Convolution(
            of,
            conv.windows(),
            batches ? 1 : conv.featureGroups() * count,
            batches ? conv.batchGroups() * count : 1,
            conv.preferred());
    return split(bind(grouped, List.of(lhs, rhs)), of.out().get(1), size, 1);
  }

  /** Joins the mapped axis 0 into an axis (numbered without it), behind that axis's groups. */
  private static NDArray joined(NDArray batch, int axis, int groups) {
    long size = batch.shape().dim(0);
    long extent = batch.shape().dim(axis + 1);
    Shape split = batch.shape().with(axis + 1, extent / groups).insert(axis + 1, groups);
    NDArray apart = bind(new Primitive.Reshape(split), List.of(batch));
    NDArray moved = BatchRules.moveAxis(apart, 0, axis + 1);
    Shape whole = batch.shape().without(List.of(0)).with(axis, size * extent);
    return bind(new Primitive.Reshape(whole), List.of(moved));
  }

  /** Takes the mapped axis out of an axis of the result and puts it in front. */
  private static NDArray split(NDArray out, int axis, long size, int groups) {
    long extent = out.shape().dim(axis) / size;
    Shape apart = out.shape().with(axis, extent / groups).insert(axis, size).insert(axis, groups);
    NDArray split = bind(new Primitive.Reshape(apart), List.of(out));
    NDArray moved = BatchRules.moveAxis(split, axis + 1, 0);
    Shape whole = out.shape().with(axis, extent).insert(0, size);
    return bind(new Primitive.Reshape(whole), List.of(moved));
  }
}
