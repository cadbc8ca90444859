package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.jit.fuse.Step;
import java.util.List;

/**
 * Makes a contraction runnable: where the elements of both operands lie along each kind of axis.
 */
final class ContractionBinder {
  private ContractionBinder() {}

  static BoundStep bind(Contraction contraction, Step.Routine routine, Placements placements) {
    return switch (contraction) {
      case Contraction.DotGeneral(DotDimensions dimensions, DType _) ->
          dotGeneral(dimensions, routine, placements);
    };
  }

  private static BoundStep dotGeneral(
      DotDimensions of, Step.Routine routine, Placements placements) {
    Placement lhs = placements.of(routine.from().get(0));
    Placement rhs = placements.of(routine.from().get(1));
    var target = routine.targets().getFirst();
    if (target.type().shape().size() == 0) {
      return _ -> {};
    }
    return new ContractionLoop(
        operand(lhs, of.lhsBatch(), of.lhsFree(lhs.layout().shape().rank()), of.lhsContracting()),
        operand(rhs, of.rhsBatch(), of.rhsFree(rhs.layout().shape().rank()), of.rhsContracting()),
        placements.of(target).slot(),
        target.type().dtype());
  }

  private static ContractionLoop.Operand operand(
      Placement from, List<Integer> batch, List<Integer> free, List<Integer> contracting) {
    View layout = from.layout();
    return new ContractionLoop.Operand(
        from.slot(),
        layout.offset(),
        layout.dtype(),
        walk(layout, batch),
        size(layout, batch),
        walk(layout, free),
        size(layout, free),
        walk(layout, contracting),
        size(layout, contracting));
  }

  private static Walk walk(View layout, List<Integer> axes) {
    Shape shape = layout.shape();
    return Walk.of(
        axes.stream().mapToLong(shape::dim).toArray(),
        axes.stream().mapToLong(layout::stride).toArray());
  }

  private static long size(View layout, List<Integer> axes) {
    return axes.stream().mapToLong(layout.shape()::dim).reduce(1, (a, b) -> a * b);
  }
}
