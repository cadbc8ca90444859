/**
 * The conformance runner. In: case files that say what JAX answers to a call. Out: per group what
 * passed, failed and is unsupported. Calls go to the public functions of {@code dev.sparrow.ops},
 * {@code dev.sparrow.random} and {@code dev.sparrow.jit}, found by their {@link
 * dev.sparrow.ops.JaxName}.
 */
@NullMarked
package dev.sparrow.conformance;

import org.jspecify.annotations.NullMarked;
