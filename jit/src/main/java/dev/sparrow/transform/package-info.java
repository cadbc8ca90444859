/**
 * Function transformations. In: a function on arrays. Out: another function on arrays, which runs
 * the first one on stand-ins that carry more than a value: {@link dev.sparrow.transform.Vmap} adds
 * a batch axis. Each is a {@link dev.sparrow.trace.Trace} with one rule for each primitive, run
 * under the trace outside, so transformations nest with each other and with jit.
 */
@NullMarked
package dev.sparrow.transform;

import org.jspecify.annotations.NullMarked;
