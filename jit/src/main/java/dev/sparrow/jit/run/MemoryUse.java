package dev.sparrow.jit.run;

import dev.sparrow.jit.fuse.Plan;

/**
 * The memory that a program moves and takes when its inputs are dense.
 *
 * @param movedBytes bytes that its steps read from arrays in memory and write there
 * @param temporaryBytes bytes for values between steps and within a block, on one thread
 */
public record MemoryUse(long movedBytes, long temporaryBytes) {
  static MemoryUse of(Plan plan, KernelCache kernels) {
    return new MemoryUse(
        Explanation.movedBytes(plan), PlanBinder.bindDense(plan, kernels).temporaryBytes());
  }
}
