/**
 * Benchmarks, run by {@code ./sparrow bench NAME}. In: a benchmark's name. Out: time an element,
 * bytes a second, and how far that is from a plain copy of the same memory, which no elementwise
 * operation can beat by much.
 */
@NullMarked
package dev.sparrow.bench;

import org.jspecify.annotations.NullMarked;
