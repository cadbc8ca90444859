/**
 * How an array lies in shards: a mesh of named axes, which array axis is cut along which mesh axis,
 * and, by arithmetic, where each shard begins. In: extents. Out: ranges. Next: {@link
 * dev.sparrow.sharding.plan}, which turns a program into one for each shard.
 */
@NullMarked
package dev.sparrow.sharding;

import org.jspecify.annotations.NullMarked;
