package dev.sparrow.jit.run;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The pieces of a loop, dealt out to the threads that may run it: each takes its own share from the
 * front, some pieces at a time and ever fewer, then what is left of others' from the back. So a
 * thread meets the same items as in the loop before, which its cache may still hold; one that comes
 * late, or never, leaves its share to the others; and all are done at about the same time.
 */
final class LoopShares {
  /** For each worker, its next piece in the upper half and one past its last in the lower. */
  private final AtomicLongArray shares;

  /**
   * @param pieces number of pieces
   * @param workers number of shares
   */
  LoopShares(int pieces, int workers) {
    this.shares = new AtomicLongArray(workers);
    for (int worker = 0; worker < workers; worker++) {
      int begin = (int) ((long) pieces * worker / workers);
      int end = (int) ((long) pieces * (worker + 1) / workers);
      shares.setPlain(worker, span(begin, end));
    }
  }

  /** Pieces from {@code begin} to {@code end - 1} in one number. */
  private static long span(int begin, int end) {
    return (long) begin << Integer.SIZE | end;
  }

  /** First piece of a span. */
  static int begin(long span) {
    return (int) (span >>> Integer.SIZE);
  }

  /** One past the last piece of a span. */
  static int end(long span) {
    return (int) span;
  }

  /** Number of pieces of a span. */
  static int size(long span) {
    return end(span) - begin(span);
  }

  /**
   * Takes a worker's first piece alone, whose time tells what the others will take.
   *
   * @param worker the worker
   * @return a span of one piece, or of none
   */
  long takeOne(int worker) {
    return takeOwn(worker, Integer.MAX_VALUE);
  }

  /**
   * Takes the next pieces for a worker.
   *
   * @param worker the worker
   * @param part of what is left of a share one in so many is taken, at least one
   * @return a span of pieces that nobody else gets; of none when all are taken
   */
  long take(int worker, int part) {
    long own = takeOwn(worker, part);
    return size(own) > 0 ? own : takeFromOthers(part);
  }

  private long takeOwn(int worker, int part) {
    while (true) {
      long share = shares.get(worker);
      if (size(share) <= 0) {
        return 0;
      }
      int end = begin(share) + Math.max(1, size(share) / part);
      if (shares.compareAndSet(worker, share, span(end, end(share)))) {
        return span(begin(share), end);
      }
    }
  }

  private long takeFromOthers(int part) {
    while (true) {
      int richest = 0;
      long share = 0;
      for (int worker = 0; worker < shares.length(); worker++) {
        long candidate = shares.get(worker);
        if (size(candidate) > size(share)) {
          richest = worker;
          share = candidate;
        }
      }
      if (size(share) == 0) {
        return 0;
      }
      int begin = end(share) - Math.max(1, size(share) / part);
      if (shares.compareAndSet(richest, share, span(begin(share), begin))) {
        return span(begin, end(share));
      }
    }
  }

  /** {@return number of pieces that nobody has taken} */
  int left() {
    int left = 0;
    for (int worker = 0; worker < shares.length(); worker++) {
      left += size(shares.get(worker));
    }
    return left;
  }
}
