/**
 * Compilation of functions. In: a function on arrays. Out: a {@link dev.sparrow.jit.Compiled} that
 * traces it once for each kind of arguments and runs the traced graph as fused kernels. Next:
 * {@code dev.sparrow.jit.fuse} chooses what is computed together.
 */
@NullMarked
package dev.sparrow.jit;

import org.jspecify.annotations.NullMarked;
