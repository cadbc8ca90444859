/**
 * Memory. In: sizes. Out: Arrow-layout buffers, 64-byte aligned and padded, taken from a pool and
 * returned when nobody holds them; strided views on them. The only package that allocates.
 */
@NullMarked
package dev.sparrow.buffer;

import org.jspecify.annotations.NullMarked;
