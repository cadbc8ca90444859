package dev.sparrow.jit.run;

import dev.sparrow.array.Shape;
import dev.sparrow.buffer.View;
import dev.sparrow.jit.fuse.Source;
import dev.sparrow.jit.fuse.Step;
import java.util.ArrayList;
import java.util.List;

/** Makes an assembly runnable: one move for each piece, cut to what lies inside the target. */
final class AssemblyBinder {
  private AssemblyBinder() {}

  static List<BoundStep> bind(Step.Assembly assembly, Placements placements) {
    Shape shape = assembly.target().type().shape();
    int slot = placements.of(assembly.target()).slot();
    List<BoundStep> moves = new ArrayList<>();
    for (Step.Piece piece : assembly.pieces()) {
      int rank = shape.rank();
      long[] targetStrides = shape.rowMajorStrides();
      long[] sourceStrides = new long[rank];
      Placement from =
          piece.from().source() instanceof Source.Constant ? null : placements.of(piece.from());
      long sourceOffset = 0;
      if (from != null) {
        View layout = from.layout();
        // A scalar fills the window: its strides stay 0.
        sourceStrides = layout.shape().rank() == rank ? layout.strides() : sourceStrides;
        sourceOffset = layout.offset();
      }
      long targetOffset = 0;
      long[] dims = new long[rank];
      boolean empty = false;
      for (int axis = 0; axis < rank; axis++) {
        long start = piece.start().get(axis);
        long step = piece.strides().get(axis);
        long first = start < 0 ? Math.ceilDiv(-start, step) : 0;
        long last = Math.floorDiv(shape.dim(axis) - 1 - start, step);
        dims[axis] = Math.min(piece.extents().get(axis) - 1, last) - first + 1;
        empty |= dims[axis] <= 0;
        sourceOffset += first * sourceStrides[axis];
        targetOffset += (start + first * step) * targetStrides[axis];
        targetStrides[axis] *= step;
      }
      if (empty) {
        continue;
      }
      int bytes = assembly.target().type().dtype().bytes();
      StridedMove.Window target = new StridedMove.Window(slot, targetOffset, targetStrides);
      moves.add(
          from == null
              ? StridedMove.fill(placements.scalar(piece.from()), target, dims, bytes)
              : StridedMove.of(
                  new StridedMove.Window(from.slot(), sourceOffset, sourceStrides),
                  target,
                  dims,
                  bytes));
    }
    return moves;
  }
}
