/**
 * Arrays and Arrow's vectors. In: vectors, record batches, structures of the C Data Interface. Out:
 * arrays on the same memory where the layouts agree, and back. Files and streams of record batches
 * are in {@link dev.sparrow.io}.
 */
@NullMarked
package dev.sparrow.arrow;

import org.jspecify.annotations.NullMarked;
