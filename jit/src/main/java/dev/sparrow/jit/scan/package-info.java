/**
 * Running folds of lines in memory, in the order of {@link dev.sparrow.graph.CumulativeOrder}.
 * {@link dev.sparrow.jit.run} says where lines lie and shares out their leaves.
 */
@NullMarked
package dev.sparrow.jit.scan;

import org.jspecify.annotations.NullMarked;
