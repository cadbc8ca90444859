package dev.sparrow.graph;

import dev.sparrow.array.DType;

/**
 * The order in which a contraction sums its terms: part of the numerical contract.
 *
 * <p>The terms, in row-major order of the contracting axes, are cut into leaves. A leaf starts from
 * +0 and takes its terms in order, each by one fused multiply-add; integers multiply and add,
 * wrapping. Above the leaves stands the binary tree of {@link ReductionTree}: node (level, i) is
 * the sum of nodes (level-1, 2i) and (level-1, 2i+1), where a missing right child changes nothing.
 *
 * <p>float16 and bfloat16 are summed as float32 and rounded once. The real part of a complex term
 * adds re·re and then -im·im, the imaginary part re·im and then im·re, of left and right.
 *
 * <p>A leaf is short enough for its packed operands to stay in the first-level cache, and a power
 * of two that divides {@link ReductionTree#LEAF}, so that shards cut between leaves of a reduction
 * cut between leaves of a contraction too.
 */
public final class ContractionOrder {
  /** Real products in a leaf of one sum. */
  private static final int PRODUCTS = 256;

  private ContractionOrder() {}

  /**
   * Terms in a leaf.
   *
   * @param dtype dtype of the result
   * @return 256, and half of it for complex terms, which are two products for each part
   */
  public static int leaf(DType dtype) {
    return dtype.isComplex() ? PRODUCTS / 2 : PRODUCTS;
  }
}
