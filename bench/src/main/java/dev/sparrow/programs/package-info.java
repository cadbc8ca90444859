/**
 * Small programs by name: what cases of the conformance corpus run that is no single function. In:
 * arrays. Out: arrays, in nested lists where there are several. {@link dev.sparrow.conformance}
 * calls them and transforms them.
 */
@NullMarked
package dev.sparrow.programs;

import org.jspecify.annotations.NullMarked;
