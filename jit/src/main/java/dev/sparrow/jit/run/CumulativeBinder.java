package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Var;
import dev.sparrow.jit.fuse.Step;
import dev.sparrow.jit.scan.RunningFold;
import java.util.List;

/** Makes running folds runnable, line by line along the axis. */
final class CumulativeBinder {
  private CumulativeBinder() {}

  static List<BoundStep> bind(Cumulative prim, Step.Routine routine, Placements placements) {
    Var target = routine.targets().getFirst();
    Shape shape = target.type().shape();
    if (shape.size() == 0) {
      return List.of();
    }
    return switch (prim) {
      case Cumulative.Accumulate(Cumulative.Running running, int axis, boolean reverse) -> {
        DType dtype = target.type().dtype();
        yield List.of(
            new AccumulateLoop(
                LinePlace.of(placements.of(routine.from().getFirst()), axis),
                LinePlace.of(placements.of(target), axis),
                new RunningFold(running.monoid(), dtype),
                reverse,
                shape.size() / shape.dim(axis),
                shape.dim(axis)));
      }
    };
  }
}
