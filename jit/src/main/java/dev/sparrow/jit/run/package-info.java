/**
 * Runs plans. In: a {@link dev.sparrow.jit.fuse.Plan} and views on Arrow buffers. Out: views on new
 * buffers. A plan is bound once to the strides of its inputs, which decides loops, kernels and
 * scratch; a run then fills in addresses and calls kernels block by block, on as many threads as
 * the work is worth. {@link dev.sparrow.jit.run.JitBackend} is the door.
 */
@NullMarked
package dev.sparrow.jit.run;

import org.jspecify.annotations.NullMarked;
