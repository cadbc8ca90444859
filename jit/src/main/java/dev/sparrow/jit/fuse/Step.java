package dev.sparrow.jit.fuse;

import dev.sparrow.graph.Control;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Var;
import java.util.List;

/** A step of a {@link Plan}: reads whole arrays, writes whole arrays. */
public sealed interface Step permits Region, Step.Assembly, Step.Routine, Step.Flow {
  /** {@return the arrays this step writes, dense row-major} */
  List<Var> written();

  /**
   * Puts arrays into windows of a new array: concatenate, pad, update of a slice.
   *
   * @param target the new array
   * @param pieces what is put, in order; later ones overwrite
   */
  record Assembly(Var target, List<Piece> pieces) implements Step {
    /** Copies the list. */
    public Assembly {
      pieces = List.copyOf(pieces);
    }

    @Override
    public List<Var> written() {
      return List.of(target);
    }
  }

  /**
   * One array and the window of the target that it fills.
   *
   * @param from what is put; a scalar fills the whole window
   * @param start first index of the window along each axis; may lie outside the target
   * @param strides step of the window along each axis
   * @param extents extents of the window; what lies outside the target is dropped
   */
  record Piece(Access from, List<Long> start, List<Long> strides, List<Long> extents) {
    /** Copies the lists. */
    public Piece {
      start = List.copyOf(start);
      strides = List.copyOf(strides);
      extents = List.copyOf(extents);
    }
  }

  /**
   * A primitive that is computed by a routine of its own.
   *
   * @param prim the primitive
   * @param from its operands, each a window on an array in memory
   * @param targets its results
   */
  record Routine(Primitive.Whole prim, List<Access> from, List<Var> targets) implements Step {
    /** Copies the lists. */
    public Routine {
      from = List.copyOf(from);
      targets = List.copyOf(targets);
    }

    @Override
    public List<Var> written() {
      return targets;
    }
  }

  /**
   * A loop or a branch.
   *
   * @param control what runs when
   * @param inner plans of its graphs, in the order of {@link Control#graphs}
   * @param from its operands: constants, or windows on arrays in memory
   * @param targets its results
   */
  record Flow(Control control, List<Plan> inner, List<Access> from, List<Var> targets)
      implements Step {
    /** Copies the lists. */
    public Flow {
      inner = List.copyOf(inner);
      from = List.copyOf(from);
      targets = List.copyOf(targets);
    }

    @Override
    public List<Var> written() {
      return targets;
    }
  }
}
