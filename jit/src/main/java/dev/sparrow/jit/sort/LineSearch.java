package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.sort.OrderedBits.Zeros;
import org.jspecify.annotations.Nullable;

/**
 * Binary search in sorted lines. Queries are searched in step, so that the processor fetches for
 * one while it waits for another; a step takes the upper half or not without a branch, because
 * which one it is cannot be foretold.
 */
public final class LineSearch {
  /** Queries searched in step: {@link #halveNarrow} and {@link #halveWide} name them. */
  private static final int TOGETHER = 8;

  /** The largest integer of 32 bits, as {@link #key} makes it: of float32 that of NaN. */
  private static final long LARGEST_32 = 0xFFFF_FFFFL ^ Long.MIN_VALUE;

  private final Line line;
  private final int count;
  private final boolean right;
  private final boolean narrow;
  private final boolean wide;
  private final boolean isFloat;
  private final long largest;
  private final int numbers;

  /** The elements' keys, where the line is so short that finding each once pays; else null. */
  private final long @Nullable [] elements;

  private final long[] keys = new long[TOGETHER];
  private final long[] bounds = new long[TOGETHER];
  private final int[] low = new int[TOGETHER];

  /** Which end of a run of equals is sought. */
  public enum End {
    /** Before the first. */
    LEFT,
    /** Behind the last. */
    RIGHT
  }

  /**
   * @param line the sorted line
   * @param count its elements
   * @param queries how many will be searched
   * @param end which end of a run of equals is sought
   */
  public LineSearch(Line line, long count, long queries, End end) {
    this.line = line;
    this.count = Math.toIntExact(count);
    this.right = end == End.RIGHT;
    DType dtype = line.dtype();
    this.isFloat = dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
    this.narrow = dtype.bytes() == Integer.BYTES;
    this.wide = dtype.bytes() == Long.BYTES;
    this.largest = narrow ? LARGEST_32 : Long.MAX_VALUE;
    this.numbers = isFloat ? firstNan() : this.count;
    this.elements = !narrow && !wide && count <= queries ? keys(line, this.count) : null;
  }

  private static long[] keys(Line line, int count) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = key(line.at(i), line.dtype());
    }
    return keys;
  }

  /**
   * Searches for queries.
   *
   * @param queries the queries
   * @param number how many
   * @param results where their places go
   */
  public void search(Line queries, long number, Line results) {
    for (long first = 0; first < number; first += TOGETHER) {
      int together = (int) Math.min(TOGETHER, number - first);
      for (int i = 0; i < together; i++) {
        keys[i] = key(queries.at(first + i), queries.dtype());
      }
      halve(together);
      for (int i = 0; i < together; i++) {
        if (results.dtype() == DType.INT64) {
          Memory.store((long) low[i], results.at(first + i));
        } else {
          Memory.storeBytes4(low[i], results.at(first + i));
        }
      }
    }
  }

  /** Finds how many elements stand before each of the queries. */
  private void halve(int together) {
    if (narrow || wide) {
      for (int i = 0; i < TOGETHER; i++) {
        bounds[i] = i < together ? bound(keys[i]) : 0;
      }
      if (narrow) {
        int flip = line.dtype() == DType.UINT32 ? Integer.MIN_VALUE : 0;
        halveNarrow(line.address(), line.step(), numbers, isFloat ? -1 : 0, flip, bounds, low);
      } else {
        long flip = line.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
        halveWide(line.address(), line.step(), numbers, isFloat ? -1 : 0, flip, bounds, low);
      }
      for (int i = 0; i < together; i++) {
        // Nothing lies behind the largest.
        low[i] = right && keys[i] == largest ? count : low[i];
      }
      return;
    }
    long[] known = elements;
    if (known != null) {
      for (int i = 0; i < together; i++) {
        low[i] = right ? behind(known, keys[i]) : before(known, keys[i]);
      }
      return;
    }
    for (int i = 0; i < together; i++) {
      low[i] = 0;
    }
    int length = count;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      for (int i = 0; i < together; i++) {
        long element = key(line.at(low[i] + half - 1), line.dtype());
        boolean before = right ? element <= keys[i] : element < keys[i];
        low[i] += before ? half : 0;
      }
      length -= half;
    }
  }

  /** The first NaN of the line. */
  private int firstNan() {
    int from = 0;
    int to = count;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (key(line.at(middle), line.dtype()) == largest) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /**
   * What elements before a query are less than. Of floats, the element -0 is less than +0 by its
   * bits, so that what is sought from the left is -0.
   */
  private long bound(long key) {
    long ordered = narrow ? (int) (key ^ Long.MIN_VALUE) ^ Integer.MIN_VALUE : key;
    if (right) {
      return ordered + 1;
    }
    return isFloat && ordered == 0 ? -1 : ordered;
  }

  /**
   * Searches for eight queries among elements of 32 bits.
   *
   * @param sign -1 if the bits below the sign run backwards where it is set, as those of floats do
   * @param flip what turns bits into signed integers of their order
   */
  private static void halveNarrow(
      long base, long step, int count, int sign, int flip, long[] keys, int[] low) {
    int mask = sign & Integer.MAX_VALUE;
    long k0 = keys[0];
    long k1 = keys[1];
    long k2 = keys[2];
    long k3 = keys[3];
    long k4 = keys[4];
    long k5 = keys[5];
    long k6 = keys[6];
    long k7 = keys[7];
    int l0 = 0;
    int l1 = 0;
    int l2 = 0;
    int l3 = 0;
    int l4 = 0;
    int l5 = 0;
    int l6 = 0;
    int l7 = 0;
    int length = count;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      long probe = base + (half - 1) * step;
      l0 += half & below(probe + l0 * step, mask, flip, k0);
      l1 += half & below(probe + l1 * step, mask, flip, k1);
      l2 += half & below(probe + l2 * step, mask, flip, k2);
      l3 += half & below(probe + l3 * step, mask, flip, k3);
      l4 += half & below(probe + l4 * step, mask, flip, k4);
      l5 += half & below(probe + l5 * step, mask, flip, k5);
      l6 += half & below(probe + l6 * step, mask, flip, k6);
      l7 += half & below(probe + l7 * step, mask, flip, k7);
      length -= half;
    }
    low[0] = l0;
    low[1] = l1;
    low[2] = l2;
    low[3] = l3;
    low[4] = l4;
    low[5] = l5;
    low[6] = l6;
    low[7] = l7;
  }

  /** -1 if an element is less than a key, else 0. */
  private static int below(long address, int mask, int flip, long key) {
    int bits = Memory.loadI32(address);
    int ordered = bits ^ (bits >> 31 & mask) ^ flip;
    return (int) (ordered - key >> 63);
  }

  /** Searches for eight queries among elements of 64 bits, as {@link #halveNarrow} does. */
  private static void halveWide(
      long base, long step, int count, long sign, long flip, long[] keys, int[] low) {
    long mask = sign & Long.MAX_VALUE;
    long k0 = keys[0];
    long k1 = keys[1];
    long k2 = keys[2];
    long k3 = keys[3];
    long k4 = keys[4];
    long k5 = keys[5];
    long k6 = keys[6];
    long k7 = keys[7];
    int l0 = 0;
    int l1 = 0;
    int l2 = 0;
    int l3 = 0;
    int l4 = 0;
    int l5 = 0;
    int l6 = 0;
    int l7 = 0;
    int length = count;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      long probe = base + (half - 1) * step;
      l0 += half & below(probe + l0 * step, mask, flip, k0);
      l1 += half & below(probe + l1 * step, mask, flip, k1);
      l2 += half & below(probe + l2 * step, mask, flip, k2);
      l3 += half & below(probe + l3 * step, mask, flip, k3);
      l4 += half & below(probe + l4 * step, mask, flip, k4);
      l5 += half & below(probe + l5 * step, mask, flip, k5);
      l6 += half & below(probe + l6 * step, mask, flip, k6);
      l7 += half & below(probe + l7 * step, mask, flip, k7);
      length -= half;
    }
    low[0] = l0;
    low[1] = l1;
    low[2] = l2;
    low[3] = l3;
    low[4] = l4;
    low[5] = l5;
    low[6] = l6;
    low[7] = l7;
  }

  private static int below(long address, long mask, long flip, long key) {
    long bits = Memory.loadI64(address);
    long ordered = bits ^ (bits >> 63 & mask) ^ flip;
    return isLess(ordered, key);
  }

  /** -1 if an integer is less than another, from which it may differ by 64 bits; else 0. */
  static int isLess(long one, long other) {
    return (int) ((one & ~other | ~(one ^ other) & one - other) >> 63);
  }

  /** How many keys are less than another, by the same halves as {@link #halve}. */
  private static int before(long[] sorted, long key) {
    int low = 0;
    int length = sorted.length;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      low += sorted[low + half - 1] < key ? half : 0;
      length -= half;
    }
    return low;
  }

  /** How many keys are not greater than another, by the same halves as {@link #halve}. */
  private static int behind(long[] sorted, long key) {
    int low = 0;
    int length = sorted.length;
    while (length > 0) {
      int half = (length + 1) >>> 1;
      low += sorted[low + half - 1] <= key ? half : 0;
      length -= half;
    }
    return low;
  }

  private static long key(long address, DType dtype) {
    return OrderedBits.of(address, dtype, Zeros.EQUAL) ^ Long.MIN_VALUE;
  }
}
