package dev.sparrow.graph;

import dev.sparrow.array.DType;
import java.util.Locale;

/**
 * Sorting, and searching in what is sorted. Everything is stable. In the order of sorting, NaN
 * comes last and zeros of both signs are equal; complex numbers are ordered by real, then by
 * imaginary part.
 */
public sealed interface Ordering extends Primitive.Whole {
  /**
   * Sorts operands of one shape along an axis, all by the first ones: ties of one key are decided
   * by the next, and ties of all keep their order.
   *
   * @param dimension the axis
   * @param stable whether ties were asked to keep their order; they always do
   * @param keys number of operands that decide
   */
  record Sort(int dimension, boolean stable, int keys) implements Ordering {
    @Override
    public String jaxName() {
      return "sort";
    }
  }

  /**
   * The largest elements along an axis, descending, and their indices; of equals the first. Here +0
   * is larger than -0, and NaN is largest.
   *
   * @param axis the axis
   * @param count how many
   */
  record TopK(int axis, int count) implements Ordering {
    @Override
    public String jaxName() {
      return "top_k";
    }
  }

  /**
   * Where queries would be put into sorted lines: (…, n), (…, queries) → (…, queries). The leading
   * axes, all but the last of the lines, are shared. Of lines that are not sorted the result says
   * nothing, though it is the same each time.
   *
   * @param side which of the equals a query goes next to
   * @param indexDType dtype of the result
   */
  record SearchSorted(Side side, DType indexDType) implements Ordering {
    @Override
    public String jaxName() {
      return "searchsorted_" + side.name().toLowerCase(Locale.ROOT);
    }
  }

  /** An end of a run of equals. */
  enum Side {
    /** Before the first of the equals. */
    LEFT,
    /** Behind the last of the equals. */
    RIGHT
  }
}
