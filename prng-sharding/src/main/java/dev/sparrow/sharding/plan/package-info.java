/**
 * Turns one program over whole arrays into programs over shards. In: a graph and which inputs are
 * sharded. Out: a {@link dev.sparrow.sharding.plan.ShardPlan}: for each step a graph that every
 * shard runs on its own, an ordered combine of what the shards reduced, and a last graph over
 * combined values. Results have the bits of the unsharded program. Knows no Spark; a runner (the
 * Spark connector) moves the data.
 */
@NullMarked
package dev.sparrow.sharding.plan;

import org.jspecify.annotations.NullMarked;
