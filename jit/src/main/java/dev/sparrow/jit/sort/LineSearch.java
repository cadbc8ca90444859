package dev.sparrow.jit.sort;

import dev.sparrow.array.DType;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.sort.OrderedBits.Zeros;

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
   * @param end which end of a run of equals is sought
   */
  public LineSearch(Line line, long count, End end) {
    this.line = line;
    this.count = Math.toIntExact(count);
    this.steps = 64 - Long.numberOfLeadingZeros(count);
    this.right = end == End.RIGHT;
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
      for (int i = 0; i < together; i++) {
        if (results.dtype() == DType.INT64) {
          Memory.store((long) low[i], results.at(first + i));
        } else {
          Memory.storeBytes4(low[i], results.at(first + i));
        }
      }
    }
  }

  private static long key(long address, DType dtype) {
    return OrderedBits.of(address, dtype, Zeros.EQUAL) ^ Long.MIN_VALUE;
  }
}
