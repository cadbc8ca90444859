package dev.sparrow.jit.run;

import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out what stays the same in all steps of a loop as the steps read it best: a matrix that
 * every step multiplies by a vector, or by a few, is copied once so that its lines lie side by
 * side, where each step would have to bring them there.
 */
final class LoopConstants {
  /** Most lines of the other operand: with more, bringing lines side by side costs little. */
  private static final long FEW = 8;

  private LoopConstants() {}

  /**
   * Chooses layouts.
   *
   * @param constants the constants, which are the first inputs of the body
   * @param body what every step does
   * @param arena where copies get a place
   * @return the constants, those to be copied replaced
   */
  static List<FlowOperand> laidOut(List<FlowOperand> constants, Plan body, ScratchPlan arena) {
    List<FlowOperand> chosen = new ArrayList<>();
    for (int i = 0; i < constants.size(); i++) {
      FlowOperand constant = constants.get(i);
      View layout = constant.layout();
      View turned = turned(layout);
      boolean better =
          constant instanceof FlowOperand.Stored
              && layout.shape().rank() == 2
              && layout.shape().size() > 1
              && isBetter(turned, layout, new Source.Memory(body.inputs().get(i)), body);
      chosen.add(
          better
              ? new FlowOperand.Copied(
                  constant, arena.place(layout.shape().size(), layout.dtype().bytes()), turned)
              : constant);
    }
    return chosen;
  }

  /** The layout of a dense copy whose first axis is the innermost. */
  private static View turned(View layout) {
    Shape shape = layout.shape();
    View dense = Access.denseLayout(layout.dtype(), shape);
    return shape.rank() == 2 ? dense.with(shape, new long[] {1, shape.dim(0)}, 0) : dense;
  }

  /** Whether some product reads lines side by side in one layout, and none does in the other. */
  private static boolean isBetter(View turned, View layout, Source.Memory source, Plan body) {
    boolean better = false;
    for (Step step : body.steps()) {
      if (step instanceof Step.Routine routine
          && routine.prim() instanceof Contraction.DotGeneral(DotDimensions of, _)
          && of.lhsBatch().isEmpty()) {
        Access left = routine.from().get(0);
        Access right = routine.from().get(1);
        List<Integer> rows = of.lhsFree(left.type().shape().rank());
        List<Integer> columns = of.rhsFree(right.type().shape().rank());
        if (left.source().equals(source) && isFew(right, columns)) {
          if (isSideBySide(left, rows, layout)) {
            return false;
          }
          better |= isSideBySide(left, rows, turned);
        }
        if (right.source().equals(source) && isFew(left, rows)) {
          if (isSideBySide(right, columns, layout)) {
            return false;
          }
          better |= isSideBySide(right, columns, turned);
        }
      }
    }
    return better;
  }

  private static boolean isFew(Access other, List<Integer> lines) {
    return lines.stream().mapToLong(other.type().shape()::dim).reduce(1, (a, b) -> a * b) <= FEW;
  }

  private static boolean isSideBySide(Access access, List<Integer> lines, View base) {
    View view = access.on(base);
    return view != null && lines.size() == 1 && view.stride(lines.getFirst()) == 1;
  }
}
