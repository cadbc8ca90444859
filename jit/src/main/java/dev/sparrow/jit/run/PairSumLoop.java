package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.jit.dot.MatrixProduct;
import dev.sparrow.jit.dot.PairSums;
import dev.sparrow.jit.dot.Sharing;

/**
 * Computes a batch of sums of products of two lines each.
 *
 * @param sums how each is computed
 * @param left one line for each
 * @param right the other
 * @param batches number of sums
 * @param targetSlot where results go, one after another
 * @param dtype their dtype
 */
record PairSumLoop(
    PairSums sums,
    ProductOperand left,
    ProductOperand right,
    long batches,
    int targetSlot,
    DType dtype)
    implements BoundStep {
  /** Terms from which the work is spread over threads. */
  private static final long PARALLEL_TERMS = 1 << 17;

  @Override
  public long scratchBytes() {
    return sums.scratchBytes();
  }

  @Override
  public void run(Addresses addresses) {
    boolean parallel = batches * left.terms() >= PARALLEL_TERMS;
    int threads = parallel ? addresses.threads() : 1;
    Sharing sharing = (items, body) -> ParallelLoop.run(items, threads, body::run);
    try (ProductOperand.Held lefts = left.hold(addresses);
        ProductOperand.Held rights = right.hold(addresses)) {
      sums.run(
          batches,
          lefts.lines(0),
          lefts::address,
          rights.lines(0),
          rights::address,
          addresses.base()[targetSlot],
          dtype,
          new MatrixProduct.Scratch(addresses.scratch(0), addresses.scratchBytes()),
          sharing);
    }
  }
}
