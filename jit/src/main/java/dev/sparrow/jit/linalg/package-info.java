/**
 * Factorizations of matrices. In: matrices as Java arrays, from {@code dev.sparrow.jit.run}. Out:
 * their factors, the same bits on every machine: the Java translation of LAPACK and loops of our
 * own, neither of which calls native code. float32 is computed in float64 and rounded once.
 */
@NullMarked
package dev.sparrow.jit.linalg;

import org.jspecify.annotations.NullMarked;
