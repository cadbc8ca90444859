/**
 * Random streams by key splitting, bit for bit those of JAX (threefry2x32, partitionable). In: keys
 * and shapes. Out: graphs over the global index of each element, bound on the current {@link
 * dev.sparrow.trace.Trace}, so they run eagerly, compile, batch over keys, and shard like anything
 * else ({@link dev.sparrow.sharding.plan}).
 */
@NullMarked
package dev.sparrow.random;

import org.jspecify.annotations.NullMarked;
