/**
 * Kernels from expressions. In: a {@link dev.sparrow.jit.codegen.KernelBody}, outputs as {@link
 * dev.sparrow.jit.lower.KernelExpr} over inputs. Out: a {@link dev.sparrow.jit.codegen.Kernel} from
 * {@link dev.sparrow.jit.codegen.KernelWriter}: a hidden class with one loop over a block, in
 * scalar form or in vectors of a given width ({@link dev.sparrow.jit.codegen.LoopForm}), with the
 * same bits in every form. Next: {@code dev.sparrow.jit.run} fills frames and calls kernels block
 * by block.
 */
@org.jspecify.annotations.NullMarked
package dev.sparrow.jit.codegen;
