package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;

/**
 * Combines partial results of a fold that lie in runs: a kernel of two inputs does it element by
 * element, another folds runs by halves, several at a time.
 */
final class Combination {
  /** Factor by which one call of {@link #halving} makes runs fewer. */
  private static final int HALVED = 8;

  private final FoldArithmetic arithmetic;
  private final TieredKernel pair;
  private final TieredKernel halving;
  private final int bytes;

  /**
   * @param arithmetic how elements combine
   * @param kernels where kernels come from
   */
  Combination(FoldArithmetic arithmetic, KernelCache kernels) {
    this.arithmetic = arithmetic;
    this.bytes = arithmetic.dtype().bytes();
    FoldBodies bodies = new FoldBodies(arithmetic);
    this.pair = kernels.get(bodies.body(2, bodies.byHalves(bodies.loads(2))));
    this.halving = kernels.get(bodies.body(HALVED, bodies.byHalves(bodies.loads(HALVED))));
  }

  int bytes() {
    return bytes;
  }

  /** Says how many blocks of rows, and how many leaves, are about to be combined. */
  void expect(long blocks, long leaves) {
    pair.expect(blocks);
    halving.expect(leaves);
  }

  /** left[i] = left[i] combined with right[i]. */
  void combine(long left, long right, int count, long[] frame) {
    for (int at = 0; at < count; at += Kernel.BLOCK) {
      frame[1] = left + (long) at * bytes;
      frame[2] = right + (long) at * bytes;
      frame[3] = frame[1];
      pair.run(frame, Math.min(Kernel.BLOCK, count - at));
    }
  }

  /** Writes the identity. */
  void clear(long address, int count) {
    StridedCopy.fill(arithmetic.identity(), address, count, bytes);
  }

  /**
   * Folds runs of elements by halves into the first.
   *
   * @param address the first run; the memory of all of them changes
   * @param runs number of runs, a power of two
   * @param pitch elements in a run
   * @param frame room for a frame
   */
  void halve(long address, int runs, int pitch, long[] frame) {
    int left = runs;
    while (left >= HALVED) {
      left /= HALVED;
      int count = left * pitch;
      // Calls write up to ROUND elements, in ascending order: only what has been read already.
      for (int at = 0; at < count; at += Kernel.BLOCK) {
        for (int run = 0; run < HALVED; run++) {
          frame[1 + run] = address + ((long) run * count + at) * bytes;
        }
        frame[1 + HALVED] = frame[1];
        halving.run(frame, Math.min(Kernel.BLOCK, count - at));
      }
    }
    for (left /= 2; left > 0; left /= 2) {
      combine(address, address + (long) left * pitch * bytes, left * pitch, frame);
    }
  }
}
