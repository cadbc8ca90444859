/**
 * The traced program. In: operations bound by {@code dev.sparrow.trace}. Out: a {@link
 * dev.sparrow.graph.Graph}, checked and printable, which a backend compiles ({@code
 * dev.sparrow.jit}) and the planner partitions ({@code dev.sparrow.sharding.plan}).
 */
@NullMarked
package dev.sparrow.graph;

import org.jspecify.annotations.NullMarked;
