package dev.sparrow.jit.run;

import dev.sparrow.jit.codegen.Kernel;

/** Combines arrays of partial results of a fold, element by element, in blocks. */
final class Combination {
  private final FoldArithmetic arithmetic;
  private final TieredKernel kernel;
  private final int bytes;

  /**
   * @param arithmetic how elements combine
   * @param kernel its two-input kernel
   */
  Combination(FoldArithmetic arithmetic, TieredKernel kernel) {
    this.arithmetic = arithmetic;
    this.kernel = kernel;
    this.bytes = arithmetic.dtype().bytes();
  }

  int bytes() {
    return bytes;
  }

  /** Says how many calls are about to come. */
  void expect(long calls) {
    kernel.expect(calls);
  }

  /** left[i] = left[i] combined with right[i]. */
  void combine(long left, long right, int count, long[] frame) {
    for (int at = 0; at < count; at += Kernel.BLOCK) {
      frame[1] = left + (long) at * bytes;
      frame[2] = right + (long) at * bytes;
      frame[3] = frame[1];
      kernel.run(frame, Math.min(Kernel.BLOCK, count - at));
    }
  }

  /** Writes the identity. */
  void clear(long address, int count) {
    StridedCopy.fill(arithmetic.identity(), address, count, bytes);
  }

  /** Folds {@code lanes} runs of {@code pitch} elements by halves into the first. */
  void halve(long address, int lanes, int pitch, long[] frame) {
    for (int half = lanes / 2; half > 0; half /= 2) {
      combine(address, address + (long) half * pitch * bytes, half * pitch, frame);
    }
  }
}
