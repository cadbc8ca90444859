package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.buffer.ArrowBuffer;
import dev.sparrow.jit.dot.MatrixProduct;
import dev.sparrow.jit.dot.Sharing;
import dev.sparrow.jit.dot.Target;

/**
 * Computes a batch of products of matrices. Many products are shared out whole; few large ones are
 * computed one after another, each by all threads.
 *
 * @param product how each is computed
 * @param left operand whose lines are rows
 * @param right operand whose lines are columns
 * @param batches number of products
 * @param targetSlot where results go, one after another
 * @param dtype their dtype
 * @param rowStride distance between rows of a result
 * @param columnStride distance between its columns
 */
record ProductLoop(
    MatrixProduct product,
    ProductOperand left,
    ProductOperand right,
    long batches,
    int targetSlot,
    DType dtype,
    long rowStride,
    long columnStride)
    implements BoundStep {
  /** Shared memory up to this size is part of every thread's scratch. */
  private static final long SMALL_BYTES = 256 << 10;

  /** Products of fewer terms than this are not worth sharing out in parts. */
  private static final long SMALL_WORK = 1 << 20;

  @Override
  public long scratchBytes() {
    return sharedAt() + (hasOwnShare() ? product.sharedBytes() : 0);
  }

  private long sharedAt() {
    return ScratchPlan.align(product.scratchBytes());
  }

  private boolean isMany() {
    return batches > 1 && (work() < SMALL_WORK || batches >= 2L * ParallelLoop.threads());
  }

  private long work() {
    return left.lines() * right.lines() * Math.max(1, left.terms());
  }

  private boolean hasOwnShare() {
    return isMany() || product.sharedBytes() <= SMALL_BYTES;
  }

  @Override
  public void run(Addresses addresses) {
    try (ProductOperand.Held lefts = left.hold(addresses);
        ProductOperand.Held rights = right.hold(addresses)) {
      if (isMany()) {
        ParallelLoop.run(
            batches,
            addresses.threads(),
            (worker, begin, end) -> {
              long scratch = addresses.scratch(worker);
              Sharing alone = (items, body) -> body.run(0, 0, items);
              for (long batch = begin; batch < end; batch++) {
                one(addresses, lefts, rights, batch, scratch, scratch + sharedAt(), alone);
              }
            });
        return;
      }
      int threads = work() < SMALL_WORK ? 1 : addresses.threads();
      Sharing all = (items, body) -> ParallelLoop.run(items, threads, body::run);
      ArrowBuffer shared = hasOwnShare() ? null : ArrowBuffer.allocate(product.sharedBytes());
      try {
        long scratch = addresses.scratch(0);
        long sharedAddress = shared == null ? scratch + sharedAt() : shared.address();
        for (long batch = 0; batch < batches; batch++) {
          one(addresses, lefts, rights, batch, scratch, sharedAddress, all);
        }
      } finally {
        if (shared != null) {
          shared.release();
        }
      }
    }
  }

  private void one(
      Addresses addresses,
      ProductOperand.Held lefts,
      ProductOperand.Held rights,
      long batch,
      long scratch,
      long shared,
      Sharing sharing) {
    long elements = left.lines() * right.lines();
    Target target =
        new Target(
            addresses.base()[targetSlot] + batch * elements * dtype.bytes(),
            dtype,
            rowStride,
            columnStride);
    product.run(
        lefts.lines(batch),
        rights.lines(batch),
        target,
        new MatrixProduct.Scratch(scratch, addresses.scratchBytes()),
        shared,
        sharing);
  }
}
