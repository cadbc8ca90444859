package dev.sparrow.sharding.plan;

import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Equation;
import java.util.List;

/** What a range of a contraction's result takes: the same range of the axis it came from. */
final class ContractionCuts {
  private ContractionCuts() {}

  /** Axis of each operand that result axis {@code axis} is, or {@link Cut#WHOLE}. */
  static List<Integer> operandAxes(Contraction prim, Equation equation, int axis) {
    return switch (prim) {
      case Contraction.DotGeneral(DotDimensions dimensions, var _) -> {
        int batches = dimensions.lhsBatch().size();
        if (axis < batches) {
          yield List.of(dimensions.lhsBatch().get(axis), dimensions.rhsBatch().get(axis));
        }
        List<Integer> lhsFree = dimensions.lhsFree(equation.in().get(0).type().rank());
        List<Integer> rhsFree = dimensions.rhsFree(equation.in().get(1).type().rank());
        int free = axis - batches;
        yield free < lhsFree.size()
            ? List.of(lhsFree.get(free), Cut.WHOLE)
            : List.of(Cut.WHOLE, rhsFree.get(free - lhsFree.size()));
      }
    };
  }
}
