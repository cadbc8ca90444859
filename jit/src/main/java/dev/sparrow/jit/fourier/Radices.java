package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.ButterflyBody;
import java.util.ArrayList;
import java.util.List;

/** Lengths as products of the radices there are passes for. */
final class Radices {
  private static final int MOST_EIGHTS = 2;

  private Radices() {}

  /** Whether a length is a product of radices. */
  static boolean make(long n) {
    return rest(n) == 1;
  }

  private static long rest(long n) {
    long rest = n;
    for (int radix = 2; radix <= ButterflyBody.LARGEST_RADIX; radix++) {
      while (rest % radix == 0) {
        rest /= radix;
      }
    }
    return rest;
  }

  /** The radices of a length that is their product; eights before fours before odd numbers. */
  static List<Integer> of(int n) {
    List<Integer> radices = new ArrayList<>();
    int twos = Integer.numberOfTrailingZeros(n);
    // A pass of two does little for a look at all elements: 16 is 4 · 4, not 8 · 2.
    int fours = twos == 1 ? 0 : (3 - twos % 3) % 3;
    int eights = (twos - 2 * fours) / 3;
    // The turns of a later pass of eights would fill the cache.
    while (eights > MOST_EIGHTS + 1) {
      eights -= 2;
      fours += 3;
    }
    for (int i = 0; i < eights; i++) {
      radices.add(8);
    }
    for (int i = 0; i < fours; i++) {
      radices.add(4);
    }
    if (twos == 1) {
      radices.add(2);
    }
    int rest = n >> twos;
    for (int radix = 3; radix <= ButterflyBody.LARGEST_RADIX; radix += 2) {
      while (rest % radix == 0) {
        radices.add(radix);
        rest /= radix;
      }
    }
    if (radices.isEmpty()) {
      radices.add(1);
    }
    return radices;
  }

  /**
   * The first of two factors whose tiles waste least, and among those the nearest to the root.
   *
   * @param n a product of radices
   * @param columns columns of a tile
   */
  static long split(long n, int columns) {
    long best = 1;
    long least = Long.MAX_VALUE;
    for (long factor = 1; factor * factor <= n; factor++) {
      if (n % factor == 0) {
        long other = n / factor;
        long work = padded(factor, columns) * other + padded(other, columns) * factor;
        // Work is that of passes over tiles; long columns leave the first cache.
        if (work <= least) {
          best = factor;
          least = work;
        }
      }
    }
    return best;
  }

  static long padded(long n, int columns) {
    return (n + columns - 1) / columns * columns;
  }
}
