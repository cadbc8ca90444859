/**
 * Fourier transforms of lines in memory: a length is taken apart into passes of small transforms,
 * which {@link dev.sparrow.jit.codegen} writes as loops. What is done to an element depends on the
 * length alone. {@link dev.sparrow.jit.run} says where lines lie and spreads them over threads.
 */
@NullMarked
package dev.sparrow.jit.fourier;

import org.jspecify.annotations.NullMarked;
