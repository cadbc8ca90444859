package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.sort.OrderedBits.Zeros;
import org.jspecify.annotations.Nullable;

/**
 * Binary search in sorted lines. Several queries are searched in step, so that the processor
 * fetches for one while it waits for another.
 */
public final class LineSearch {
  /** Queries searched in step. */
  private static final int TOGETHER = 8;

  private final Line line;
  private final int count;
  private final int steps;
  private final boolean right;

  /** The elements' keys, where the line is so short that finding each once pays; else null. */
  private final long @Nullable [] elements;

  private final long[] keys = new long[TOGETHER];
  private final int[] low = new int[TOGETHER];
  private final int[] high = new int[TOGETHER];

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
    this.steps = 64 - Long.numberOfLeadingZeros(count);
    this.right = end == End.RIGHT;
    this.elements = count <= queries ? keys(line, this.count) : null;
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
        low[i] = 0;
        high[i] = count;
      }
      long[] known = elements;
      if (known != null) {
        for (int i = 0; i < together; i++) {
          low[i] = right ? behind(known, keys[i]) : before(known, keys[i]);
        }
      } else {
        halve(together);
      }
      for (int i = 0; i < together; i++) {
        if (results.dtype() == DType.INT64) {
          Memory.store((long) low[i], results.at(first + i));
        } else {
          Memory.storeBytes4(low[i], results.at(first + i));
        }
      }
    }
  }

  /** Halves the ranges of some queries in turn until nothing is left of them. */
  private void halve(int together) {
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < together; i++) {
        if (low[i] < high[i]) {
          int middle = (low[i] + high[i]) >>> 1;
          long element = key(line.at(middle), line.dtype());
          boolean before = right ? element <= keys[i] : element < keys[i];
          low[i] = before ? middle + 1 : low[i];
          high[i] = before ? high[i] : middle;
        }
      }
    }
  }

  /** How many keys are less than another, by the same halves as {@link #halve}. */
  private static int before(long[] sorted, long key) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = sorted[middle] < key;
      low = before ? middle + 1 : low;
      high = before ? high : middle;
    }
    return low;
  }

  /** How many keys are not greater than another, by the same halves as {@link #halve}. */
  private static int behind(long[] sorted, long key) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = sorted[middle] <= key;
      low = before ? middle + 1 : low;
      high = before ? high : middle;
    }
    return low;
  }

  private static long key(long address, DType dtype) {
    return OrderedBits.of(address, dtype, Zeros.EQUAL) ^ Long.MIN_VALUE;
  }
}
