package dev.sparrow.jit.codegen;

import dev.sparrow.graph.Monoid;

/**
 * Reduces bytes that are 0 or 1, eight at a time. The order of combination cannot show: on truth
 * values every monoid is exact.
 *
 * @param monoid how elements combine
 */
record BoolLeafReducer(Monoid monoid) implements LeafReducer {
  private static final long ONES = 0x0101010101010101L;

  @Override
  public long reduce(long address, int n) {
    int ones = 0;
    for (int i = 0; i < n; i += 8) {
      long bytes = Memory.loadI64(address + i);
      int beyond = Math.max(0, i + 8 - n);
      ones += Long.bitCount((bytes << 8 * beyond) & ONES);
    }
    return switch (monoid) {
      case SUM, MAX, OR -> ones > 0 ? 1 : 0;
      case PROD, MIN, AND -> ones == n ? 1 : 0;
      case XOR -> ones & 1;
    };
  }
}
