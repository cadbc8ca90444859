/**
 * How a column becomes shards and how a step runs on them. In: rows or columnar batches from {@code
 * dev.sparrow.spark.shim}. Out: shard blocks as an RDD, and partial results in order of shards.
 */
@NullMarked
package dev.sparrow.spark.internal;

import org.jspecify.annotations.NullMarked;
