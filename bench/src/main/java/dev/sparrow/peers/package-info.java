/**
 * Measurements beside other array libraries, run by {@code ./sparrow bench peers}. In: a table of
 * {@link dev.sparrow.peers.Workload}s, and a Python that has some of the libraries. Out: a table, a
 * JSON file and charts of medians, each next to what the machine could do at best. Sparrow and the
 * peers are timed in turn, round by round, so that a machine whose speed drifts is as unfair to one
 * as to the other.
 */
@NullMarked
package dev.sparrow.peers;

import org.jspecify.annotations.NullMarked;
