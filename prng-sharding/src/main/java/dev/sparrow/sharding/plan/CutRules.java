package dev.sparrow.sharding.plan;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rule of each primitive: what a shard's range of the result takes. Read from the result to the
 * operands, so that a value of no shard in particular (an iota, a constant, a whole input) can be
 * made in the range that a sharded one meets it with; read the other way it says where a sharded
 * operand puts the result.
 */
final class CutRules {
  private CutRules() {}

  /**
   * The rule for one equation.
   *
   * @param equation the equation over whole arrays
   * @param axis axis of its result that is cut
   * @return what a range of that axis takes
   */
  static Cut cut(Equation equation, int axis) {
    Primitive prim = equation.prim();
    return switch (prim) {
      case Primitive.Elementwise _ -> along(sameAxis(equation, axis), _ -> prim);
      case Primitive.Iota iota -> IndexCuts.iota(iota, axis);
      case Primitive.Iota2x32(Shape shape) ->
          IndexCuts.counters(shape, axis, !equation.in().isEmpty());
      case Primitive.BroadcastInDim(Shape shape, List<Integer> dimensions) -> {
        int operandAxis = dimensions.indexOf(axis);
        boolean expands = operandAxis >= 0 && operand(equation).dim(operandAxis) != shape.dim(axis);
        yield along(
            List.of(expands ? Cut.WHOLE : operandAxis),
            length -> new Primitive.BroadcastInDim(shape.with(axis, length), dimensions));
      }
      case Primitive.Reshape(Shape shape) -> reshape(operand(equation), shape, axis);
      case Primitive.Transpose(List<Integer> permutation) ->
          along(List.of(permutation.get(axis)), _ -> prim);
      case Primitive.Squeeze(List<Integer> dimensions) ->
          along(List.of(keptAxes(operand(equation).rank(), dimensions).get(axis)), _ -> prim);
      case Primitive.Rev(List<Integer> dimensions) ->
          dimensions.contains(axis)
              ? new Cut.Refused("reverses the sharded axis")
              : along(List.of(axis), _ -> prim);
      case Primitive.Slice slice -> slice(slice, operand(equation), axis);
      case Primitive.SliceUpdate(var mode, List<Long> start, List<Long> strides) -> {
        boolean whole =
            equation.in().get(1).type().shape().dim(axis) == operand(equation).dim(axis);
        yield whole
            ? along(List.of(axis, axis), _ -> new Primitive.SliceUpdate(mode, start, strides))
            : new Cut.Refused("updates a part of the sharded axis");
      }
      case Primitive.Pad(List<Long> low, List<Long> high, List<Long> interior) ->
          low.get(axis) == 0 && high.get(axis) == 0 && interior.get(axis) == 0
              ? along(List.of(axis, Cut.WHOLE), _ -> prim)
              : new Cut.Refused("pads the sharded axis");
      case Primitive.Concatenate(int dimension) ->
          dimension == axis
              ? new Cut.Refused("joins arrays along the sharded axis")
              : along(Collections.nCopies(equation.in().size(), axis), _ -> prim);
      case Primitive.Reduce(Monoid _, List<Integer> axes) ->
          along(List.of(keptAxes(operand(equation).rank(), axes).get(axis)), _ -> prim);
      case Primitive.ReducePartial _ ->
          new Cut.Refused("is a shard's part already; plan the program before it is cut");
      case Primitive.ArgReduce(var _, int reduced, DType _) ->
          along(List.of(axis < reduced ? axis : axis + 1), _ -> prim);
      case Primitive.Fft _ ->
          axis < operand(equation).rank() - 1
              ? along(List.of(axis), _ -> prim)
              : new Cut.Refused("transforms along the sharded axis");
      case Indexing indexing -> IndexingCuts.cut(indexing, equation, axis);
      case Collective collective ->
          new Cut.Refused("belongs to the mapped axis " + collective.axisName());
      case Effect _ -> new Cut.Refused("returns nothing that could be cut");
      case Ordering ordering ->
          unmixed(RoutineCuts.operandAxes(ordering, equation, axis), prim, "orders");
      case Cumulative cumulative ->
          unmixed(RoutineCuts.operandAxes(cumulative, axis), prim, "accumulates along");
      case Windowed windowed ->
          unmixed(RoutineCuts.operandAxes(windowed, axis), prim, "moves windows along");
      case Contraction contraction ->
          along(ContractionCuts.operandAxes(contraction, equation, axis), _ -> prim);
      case LinearAlgebra _ ->
          axis < operand(equation).rank() - 2
              ? along(Collections.nCopies(equation.in().size(), axis), _ -> prim)
              : new Cut.Refused("works on whole matrices and cuts them");
      case Primitive.RandomWrap _ -> along(List.of(axis), _ -> prim);
      case Primitive.RandomUnwrap _ ->
          axis < operand(equation).rank()
              ? along(List.of(axis), _ -> prim)
              : new Cut.Refused("cuts between the two words of a key");
      case Control control -> new Cut.Refused("goes from step to step inside " + control.jaxName());
      case CustomLinear linear ->
          new Cut.Refused("is the derivative of " + linear.name() + " and has no values");
      case Inlined inlined ->
          throw new IllegalStateException(inlined.name() + " was not inlined before planning");
    };
  }

  private static Cut unmixed(
      @Nullable List<Integer> operandAxes, Primitive prim, String whatItDoes) {
    return operandAxes == null
        ? new Cut.Refused(whatItDoes + " the sharded axis")
        : along(operandAxes, _ -> prim);
  }

  static Cut.Along along(List<Integer> operandAxes, LongFunction<Primitive> local) {
    return new Cut.Along(
        operandAxes,
        List.of(),
        (length, operands, _) -> Trace.current().bind(local.apply(length), operands));
  }

  private static List<Integer> sameAxis(Equation equation, int axis) {
    List<Integer> axes = new ArrayList<>();
    for (Atom operand : equation.in()) {
      axes.add(operand.type().rank() == 0 ? Cut.WHOLE : axis);
    }
    return axes;
  }

  private static Shape operand(Equation equation) {
    return equation.in().getFirst().type().shape();
  }

  static List<Integer> keptAxes(int rank, List<Integer> dropped) {
    List<Integer> kept = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      if (!dropped.contains(axis)) {
        kept.add(axis);
      }
    }
    return kept;
  }

  /** An axis survives where extent and number of elements before it are the same on both sides. */
  private static Cut reshape(Shape from, Shape to, int axis) {
    for (int candidate = 0; candidate < from.rank(); candidate++) {
      if (from.dim(candidate) == to.dim(axis) && before(from, candidate) == before(to, axis)) {
        return along(List.of(candidate), length -> new Primitive.Reshape(to.with(axis, length)));
      }
    }
    return new Cut.Refused("merges or splits the sharded axis");
  }

  static long before(Shape shape, int axis) {
    long elements = 1;
    for (int outer = 0; outer < axis; outer++) {
      elements *= shape.dim(outer);
    }
    return elements;
  }

  private static Cut slice(Primitive.Slice slice, Shape from, int axis) {
    boolean whole =
        slice.start().get(axis) == 0
            && slice.limit().get(axis) == from.dim(axis)
            && slice.strides().get(axis) == 1;
    if (!whole) {
      return new Cut.Refused("takes a window of the sharded axis");
    }
    return along(
        List.of(axis),
        length -> {
          List<Long> limit = new ArrayList<>(slice.limit());
          limit.set(axis, length);
          return new Primitive.Slice(slice.start(), limit, slice.strides());
        });
  }
}
