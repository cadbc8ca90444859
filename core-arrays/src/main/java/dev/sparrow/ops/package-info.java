/**
 * The functions users call, by topic, made to be imported statically. In: arrays. Out: primitives
 * bound on the current {@link dev.sparrow.trace.Trace}. NumPy's rules (promotion, broadcasting)
 * live here; {@link dev.sparrow.ops.Lax} is the strict layer below.
 */
@NullMarked
package dev.sparrow.ops;

import org.jspecify.annotations.NullMarked;
