/**
 * Arrays spread over a Spark cluster. In: a DataFrame column ({@link
 * dev.sparrow.spark.ShardedArray#ofColumn}). Out: a {@link dev.sparrow.spark.ShardedArray}, whose
 * steps run the same compiled kernels as a local array, one shard a task, and give the same bytes.
 * The work happens in {@code dev.sparrow.spark.internal}.
 */
@NullMarked
package dev.sparrow.spark;

import org.jspecify.annotations.NullMarked;
