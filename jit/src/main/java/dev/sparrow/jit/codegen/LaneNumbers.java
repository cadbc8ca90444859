package dev.sparrow.jit.codegen;

/** The numbers of lanes, which generated loops read a vector of. */
final class LaneNumbers {
  /** Of vectors of 4-byte elements: as many as 512 bits hold. */
  static final int[] INTS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

  /** Of vectors of 8-byte elements. */
  static final long[] LONGS = {0, 1, 2, 3, 4, 5, 6, 7};

  private LaneNumbers() {}
}
