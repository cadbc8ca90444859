package dev.sparrow.jit.fuse;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Primitive;
import dev.sparrow.jit.fuse.Step.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Which windows of their result the structural primitives fill with which operand. */
final class Pieces {
  private Pieces() {}

  /** An array as it is. */
  static List<Piece> of(Access whole) {
    return List.of(whole(whole, whole.type().shape()));
  }

  static List<Piece> of(Primitive.SliceUpdate update, List<Access> operands) {
    return List.of(
        whole(operands.get(0), operands.get(0).type().shape()),
        new Piece(
            operands.get(1), update.start(), update.strides(), extents(operands.get(1).type())));
  }

  static List<Piece> of(Primitive.Pad pad, List<Access> operands, ArrayType result) {
    Access operand = operands.get(0);
    List<Long> strides = pad.interior().stream().map(gap -> gap + 1).toList();
    return List.of(
        whole(operands.get(1), result.shape()),
        new Piece(operand, pad.low(), strides, extents(operand.type())));
  }

  static List<Piece> of(Primitive.Concatenate concatenate, List<Access> operands) {
    List<Piece> pieces = new ArrayList<>();
    long at = 0;
    for (Access operand : operands) {
      Long[] start = new Long[operand.type().rank()];
      Arrays.fill(start, 0L);
      start[concatenate.dimension()] = at;
      pieces.add(
          new Piece(operand, List.of(start), ones(operand.type().rank()), extents(operand.type())));
      at += operand.type().shape().dim(concatenate.dimension());
    }
    return pieces;
  }

  private static Piece whole(Access from, Shape shape) {
    return new Piece(
        from,
        Collections.nCopies(shape.rank(), 0L),
        ones(shape.rank()),
        Arrays.stream(shape.dims()).boxed().toList());
  }

  private static List<Long> ones(int rank) {
    return Collections.nCopies(rank, 1L);
  }

  private static List<Long> extents(ArrayType type) {
    return Arrays.stream(type.shape().dims()).boxed().toList();
  }
}
