/**
 * The main job: a bootstrap over a column of a Parquet table. In: options. Out: printed facts,
 * files, a hash that is the same for any partitioning. Reads with {@code dev.sparrow.spark}, draws
 * with {@code dev.sparrow.random}.
 */
@NullMarked
package dev.sparrow.demo;

import org.jspecify.annotations.NullMarked;
