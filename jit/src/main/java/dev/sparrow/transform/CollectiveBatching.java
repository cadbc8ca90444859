package dev.sparrow.transform;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How {@link Collective} runs on batches, whose axis 0 is the mapped one. */
final class CollectiveBatching {
  private CollectiveBatching() {}

  /**
   * Over the axis that is mapped here: operations on the batch.
   *
   * @param trace of the mapped axis
   * @param prim the collective
   * @param in operands
   * @param mapped whether each operand is a batch; otherwise it is the same for all elements
   * @return the result, a lane of the trace unless it is the same for all elements
   */
  static NDArray over(BatchTrace trace, Collective prim, List<NDArray> in, boolean[] mapped) {
    return switch (prim) {
      case Collective.AxisIndex _ ->
          trace.lane(bind(new Primitive.Iota(DType.INT32, Shape.of(trace.size()), 0), List.of()));
      case Collective.AllReduce(Monoid monoid, String _) ->
          mapped[0]
              ? bind(new Primitive.Reduce(monoid, List.of(0)), in)
              : ofEqual(monoid, in.getFirst(), trace.size());
      case Collective.AllGather(String _, long _, int dimension) ->
          BatchRules.moveAxis(batch(trace, in, mapped), 0, dimension);
      case Collective.Permute(String _, List<Collective.Route> routes) ->
          trace.lane(permute(batch(trace, in, mapped), routes));
      case Collective.ReduceScatter(String _, long _, int dimension) -> {
        NDArray sum =
            bind(new Primitive.Reduce(Monoid.SUM, List.of(0)), List.of(batch(trace, in, mapped)));
        yield trace.lane(BatchRules.moveAxis(sum, dimension, 0));
      }
      case Collective.AllToAll(String _, long _, int split, int concat) -> {
        // (j, …, split, …): the split dimension becomes the mapped axis, j the concatenated one.
        NDArray shared = BatchRules.moveAxis(batch(trace, in, mapped), split + 1, 0);
        yield trace.lane(BatchRules.moveAxis(shared, 1, concat + 1));
      }
    };
  }

  /**
   * Over another axis: the same collective of the whole batch.
   *
   * @param prim the collective
   * @return the collective whose dimensions count the batch's axis
   */
  static Collective behind(Collective prim) {
    return switch (prim) {
      case Collective.AxisIndex _, Collective.AllReduce _, Collective.Permute _ -> prim;
      case Collective.AllGather(String name, long size, int dimension) ->
          new Collective.AllGather(name, size, dimension + 1);
      case Collective.ReduceScatter(String name, long size, int dimension) ->
          new Collective.ReduceScatter(name, size, dimension + 1);
      case Collective.AllToAll(String name, long size, int split, int concat) ->
          new Collective.AllToAll(name, size, split + 1, concat + 1);
    };
  }

  private static NDArray batch(BatchTrace trace, List<NDArray> in, boolean[] mapped) {
    return mapped[0] ? in.getFirst() : BatchRules.repeat(in.getFirst(), trace.size());
  }

  /** What equal values combine to. */
  private static NDArray ofEqual(Monoid monoid, NDArray x, long size) {
    if (monoid != Monoid.SUM) {
      return x;
    }
    NDArray count = ConcreteArray.scalar(Literal.of(size, x.dtype(), false));
    return bind(new Primitive.Pointwise(Fn.MUL), List.of(x, count));
  }

  private static NDArray permute(NDArray batch, List<Collective.Route> routes) {
    Map<Long, Long> sources = new HashMap<>();
    routes.forEach(route -> sources.put(route.destination(), route.source()));
    Shape element = batch.shape().with(0, 1);
    NDArray zeros =
        bind(
            new Primitive.BroadcastInDim(element, List.of()),
            List.of(ConcreteArray.scalar(Literal.of(0, batch.dtype(), false))));
    List<NDArray> rows = new ArrayList<>();
    for (long at = 0; at < batch.shape().dim(0); at++) {
      Long source = sources.get(at);
      rows.add(source == null ? zeros : row(batch, source));
    }
    return bind(new Primitive.Concatenate(0), rows);
  }

  private static NDArray row(NDArray batch, long at) {
    List<Long> start = new ArrayList<>();
    List<Long> limit = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    for (int axis = 0; axis < batch.rank(); axis++) {
      start.add(axis == 0 ? at : 0L);
      limit.add(axis == 0 ? at + 1 : batch.shape().dim(axis));
      strides.add(1L);
    }
    return bind(new Primitive.Slice(start, limit, strides), List.of(batch));
  }

  private static NDArray bind(Primitive prim, List<NDArray> operands) {
    return Trace.current().bind(prim, operands).getFirst();
  }
}
