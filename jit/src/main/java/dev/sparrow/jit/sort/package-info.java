/**
 * Sorting and searching of lines in memory. {@link dev.sparrow.jit.run} says where lines lie; here
 * elements become integers of the same order, which are sorted by their digits. Everything is
 * stable, so results do not depend on how it is done.
 */
@NullMarked
package dev.sparrow.jit.sort;

import org.jspecify.annotations.NullMarked;
