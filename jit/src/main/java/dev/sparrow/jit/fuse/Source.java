package dev.sparrow.jit.fuse;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Var;
import java.util.List;

/** Where the elements of an operand come from, before views on it. */
public sealed interface Source {
  /**
   * An array in memory: an input of the graph, or what an earlier step stored, then dense
   * row-major.
   *
   * @param variable the array
   */
  record Memory(Var variable) implements Source {}

  /**
   * An array that is never stored: element i, in row-major order, is {@code first + i}, of which
   * {@code part} is taken.
   *
   * @param shape its extents
   * @param part what is taken of the 64-bit count
   * @param first high and low word of the first element; empty for 0
   */
  record Counter(Shape shape, Part part, List<Access> first) implements Source {
    /** Copies the list. */
    public Counter {
      first = List.copyOf(first);
    }
  }

  /** What is taken of a 64-bit count. */
  sealed interface Part {
    /**
     * The count in a dtype.
     *
     * @param dtype element type
     */
    record Value(DType dtype) implements Part {}

    /** Bits 63 to 32. */
    record High() implements Part {}

    /** Bits 31 to 0. */
    record Low() implements Part {}
  }

  /**
   * A scalar constant.
   *
   * @param literal the value
   */
  record Constant(Literal literal) implements Source {}
}
