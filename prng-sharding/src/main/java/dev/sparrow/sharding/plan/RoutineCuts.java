package dev.sparrow.sharding.plan;

import dev.sparrow.graph.ConvDimensions;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a range of the result of a sort, a running fold or a window takes: the same range of an axis
 * along which the primitive does not mix elements. Gives the axis of each operand, or null where it
 * mixes them.
 */
final class RoutineCuts {
  private RoutineCuts() {}

  static @Nullable List<Integer> operandAxes(Ordering prim, Equation equation, int axis) {
    return switch (prim) {
      case Ordering.Sort(int dimension, boolean _, int _) ->
          axis == dimension ? null : Collections.nCopies(equation.in().size(), axis);
      case Ordering.TopK(int dimension, int _) -> axis == dimension ? null : List.of(axis);
      case Ordering.SearchSorted _ -> {
        int shared = equation.in().getFirst().type().rank() - 1;
        yield axis < shared ? List.of(axis, axis) : List.of(Cut.WHOLE, axis);
      }
    };
  }

  static @Nullable List<Integer> operandAxes(Cumulative prim, int axis) {
    return switch (prim) {
      case Cumulative.Accumulate(var _, int along, boolean _) ->
          axis == along ? null : List.of(axis);
    };
  }

  static @Nullable List<Integer> operandAxes(Windowed prim, int axis) {
    return switch (prim) {
      case Windowed.ReduceWindow(var _, Windows windows) ->
          isStill(windows, axis) ? List.of(axis) : null;
      case Windowed.SelectAndScatterAdd(var _, Windows windows) ->
          isStill(windows, axis) ? List.of(axis, axis) : null;
      case Windowed.Convolution conv -> {
        ConvDimensions of = conv.dimensions();
        boolean grouped = conv.featureGroups() > 1 || conv.batchGroups() > 1;
        if (axis == of.out().get(0) && conv.batchGroups() == 1) {
          yield List.of(of.lhs().get(0), Cut.WHOLE);
        }
        yield axis == of.out().get(1) && !grouped ? List.of(Cut.WHOLE, of.rhs().get(0)) : null;
      }
    };
  }

  /** Whether windows have one element along an axis and meet every one. */
  private static boolean isStill(Windows windows, int axis) {
    return windows.sizes().get(axis) == 1
        && windows.strides().get(axis) == 1
        && windows.low().get(axis) == 0
        && windows.high().get(axis) == 0
        && windows.baseDilation().get(axis) == 1;
  }
}
