package dev.sparrow.jit.codegen;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.ReductionTree;

/**
 * Reduces one leaf of a reduction: up to {@link ReductionTree#LEAF} contiguous elements to one
 * value, combined exactly in the order that {@link ReductionTree} defines, so with the same bits in
 * every form. Stateless.
 */
@FunctionalInterface
public interface LeafReducer {
  /**
   * Reduces elements 0 to n - 1. Memory must be readable up to n rounded up to {@link
   * ReductionTree#LANES} elements; what lies beyond n does not matter.
   *
   * @param address address of the first element
   * @param n number of elements, from 0 to {@link ReductionTree#LEAF}
   * @return raw bits of the result in the element type: a float's bits with canonical NaN, an
   *     integer sign-extended, 0 or 1 for bool
   */
  long reduce(long address, int n);

  /**
   * The reducer of a monoid and a type.
   *
   * @param monoid how elements combine; SUM of bool is OR, PROD of bool is AND
   * @param dtype element type: bool, a 32- or 64-bit integer, float32 or float64
   * @param form how its loop is written
   * @return the reducer; the same object for the same arguments
   * @throws IllegalArgumentException for another element type, or a bitwise monoid on floats
   */
  static LeafReducer of(Monoid monoid, DType dtype, LoopForm form) {
    return LeafReducerWriter.CACHE.computeIfAbsent(
        new LeafReducerWriter.Key(monoid, dtype, form), LeafReducerWriter::write);
  }
}
