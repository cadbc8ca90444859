package dev.sparrow.peers;

import dev.sparrow.array.DType;
import java.util.List;

/**
 * One thing to measure. The same name stands in {@code bench/peers/peer.py}, which says what each
 * peer does for it.
 *
 * @param name such as {@code softmax_rows}
 * @param sizes values of n; what n counts is the workload's own affair
 * @param quickSizes those that a quick run measures
 * @param limit what bounds the time from below
 * @param preparation makes the call that is timed
 */
record Workload(
    String name,
    List<Integer> sizes,
    List<Integer> quickSizes,
    Limit limit,
    Preparation preparation) {
  /** Sizes of workloads over arrays: in the first cache, in the last one, in memory. */
  static final List<Integer> ARRAYS = List.of(1_000, 1_000_000, 10_000_000);

  private static final List<Integer> ARRAYS_QUICK = List.of(1_000_000);

  /** Copies the lists. */
  Workload {
    sizes = List.copyOf(sizes);
    quickSizes = List.copyOf(quickSizes);
  }

  /** Makes what is timed. */
  @FunctionalInterface
  interface Preparation {
    /**
     * Makes inputs and compiles.
     *
     * @param n size
     * @param dtype float32 or float64
     * @return a call that returns when its result is computed
     */
    Runnable prepare(int n, DType dtype);
  }

  /** A workload over arrays of the usual sizes. */
  static Workload arrays(String name, Limit limit, Preparation preparation) {
    return new Workload(name, ARRAYS, ARRAYS_QUICK, limit, preparation);
  }

  /** A workload of sizes of its own, all of which a quick run measures too. */
  static Workload sized(String name, List<Integer> sizes, Limit limit, Preparation preparation) {
    return new Workload(name, sizes, sizes, limit, preparation);
  }
}
