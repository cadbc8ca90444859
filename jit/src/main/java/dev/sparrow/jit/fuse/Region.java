package dev.sparrow.jit.fuse;

import dev.sparrow.array.Shape;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Var;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pointwise equations over one iteration space, computed together in one pass. Each value is
 * computed in registers; outputs are stored, or folded over some axes of the space, the same for
 * all folds.
 *
 * @param space extents of the iteration space; every operand has them, or rank 0
 * @param reduced axes of the space that the folds fold, ascending; empty without folds
 * @param inputs variables that come from outside, and how each is read
 * @param equations pointwise equations, in order
 * @param stores arrays written element by element
 * @param folds arrays written by folding
 */
public record Region(
    Shape space,
    List<Integer> reduced,
    SequencedMap<Var, Access> inputs,
    List<Equation> equations,
    List<Store> stores,
    List<Fold> folds)
    implements Step {
  /** Copies the collections. */
  public Region {
    reduced = List.copyOf(reduced);
    inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
    equations = List.copyOf(equations);
    stores = List.copyOf(stores);
    folds = List.copyOf(folds);
  }

  /**
   * An output with one element for each point of the space.
   *
   * @param value input or result of an equation
   * @param target the array to write
   * @param component 1 for the imaginary part of a complex target, else 0
   */
  public record Store(Var value, Var target, int component) {
    Store(Var value, Var target) {
      this(value, target, 0);
    }

    /** {@return the distance between neighbours in the target, in elements of the value's dtype} */
    public int step() {
      return target.type().dtype().isComplex() && !value.type().dtype().isComplex() ? 2 : 1;
    }
  }

  /**
   * An output folded over the reduced axes.
   *
   * @param value input or result of an equation
   * @param target the array to write
   * @param monoid how elements combine
   * @param part which part of a larger fold this is, or null if it is the whole
   */
  public record Fold(Var value, Var target, Monoid monoid, @Nullable Part part) {}

  /**
   * A fold of some leaves of a larger one, down to the nodes that cover them.
   *
   * @param axis the folded axis, whose place the nodes take
   * @param firstLeaf index of the first leaf within the larger fold
   */
  public record Part(int axis, long firstLeaf) {}

  @Override
  public List<Var> written() {
    return Stream.concat(stores.stream().map(Store::target), folds.stream().map(Fold::target))
        .distinct()
        .toList();
  }
}
