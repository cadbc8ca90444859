/**
 * What is computed together. In: a {@link dev.sparrow.graph.Graph}, which the named passes of
 * {@link dev.sparrow.jit.fuse.Pipeline} rewrite. Out: a {@link dev.sparrow.jit.fuse.Plan}, steps
 * over whole arrays, most of them regions: pointwise functions and reductions over one iteration
 * space. Next: {@code dev.sparrow.jit.run} lays the steps out in memory and runs them.
 */
@NullMarked
package dev.sparrow.jit.fuse;

import org.jspecify.annotations.NullMarked;
