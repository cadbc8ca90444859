/**
 * Interpreters of operations. In: a primitive and its operands, from {@code dev.sparrow.ops}. Out:
 * values. {@link dev.sparrow.trace.EagerTrace} computes at once through the backend, {@link
 * dev.sparrow.trace.GraphTrace} records a {@link dev.sparrow.graph.Graph}; transformations in
 * {@code dev.sparrow.transform} add their own.
 */
@NullMarked
package dev.sparrow.trace;

import org.jspecify.annotations.NullMarked;
