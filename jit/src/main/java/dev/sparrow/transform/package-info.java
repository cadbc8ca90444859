/**
 * Function transformations. In: a function on arrays. Out: another function on arrays, which runs
 * the first one on stand-ins that carry more than a value: {@link dev.sparrow.transform.Vmap} adds
 * a batch axis, {@link dev.sparrow.transform.Jvp} a tangent. Each is a {@link
 * dev.sparrow.trace.Trace} with one rule for each primitive, run under the trace outside, so
 * transformations nest with each other and with jit.
 *
 * <p>Reverse mode ({@link dev.sparrow.transform.Vjp}, {@link dev.sparrow.transform.Grad}) has no
 * rules of its own for what a function computes: forward mode is recorded as a program that is
 * linear in the tangents, and that program runs backwards, each primitive transposed.
 */
@NullMarked
package dev.sparrow.transform;

import org.jspecify.annotations.NullMarked;
