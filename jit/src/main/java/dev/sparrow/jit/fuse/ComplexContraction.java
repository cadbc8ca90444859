package dev.sparrow.jit.fuse;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Primitive;
import dev.sparrow.jit.fuse.ComplexFunctions.Parts;
import java.util.ArrayList;
import java.util.List;

/**
 * A contraction of complex numbers as two of real ones, over one more axis of extent 2 behind the
 * contracting ones: (re, -im) with (re, im) gives the real part, (re, im) with (im, re) the
 * imaginary one. So terms are summed in the order that {@link dev.sparrow.graph.ContractionOrder}
 * defines.
 */
final class ComplexContraction {
  private final PartEmitter emit;

  ComplexContraction(PartEmitter emit) {
    this.emit = emit;
  }

  /**
   * Emits a contraction.
   *
   * @param dot the contraction
   * @param lhs left operand
   * @param rhs right operand
   * @param result dtype of the result
   * @return its parts
   */
  Parts contract(Contraction.DotGeneral dot, Parts lhs, Parts rhs, DType result) {
    DotDimensions of = dot.dimensions();
    DotDimensions paired =
        new DotDimensions(
            with(of.lhsContracting(), lhs.re().type().rank()),
            with(of.rhsContracting(), rhs.re().type().rank()),
            of.lhsBatch(),
            of.rhsBatch());
    Primitive real = new Contraction.DotGeneral(paired, result.component());
    Atom left = pair(lhs.re(), lhs.im());
    Atom conjugate = pair(lhs.re(), emit.neg(lhs.im()));
    Atom right = pair(rhs.re(), rhs.im());
    Atom swapped = pair(rhs.im(), rhs.re());
    return new Parts(emit.emit(real, conjugate, right), emit.emit(real, left, swapped));
  }

  private static List<Integer> with(List<Integer> axes, int last) {
    List<Integer> longer = new ArrayList<>(axes);
    longer.add(last);
    return longer;
  }

  /** The two values side by side along a new last axis. */
  private Atom pair(Atom first, Atom second) {
    int rank = first.type().rank();
    Primitive column = new Primitive.Reshape(first.type().shape().insert(rank, 1));
    return emit.emit(
        new Primitive.Concatenate(rank), emit.emit(column, first), emit.emit(column, second));
  }
}
