/**
 * The {@code sparrow} command. In: the words a person typed. Out: a call of the demo, the tour, the
 * conformance runner, the benchmarks or the shell, and an exit code: 0 for success, 1 for failures
 * found, 2 for input that cannot be used.
 */
@NullMarked
package dev.sparrow.cli;

import org.jspecify.annotations.NullMarked;
