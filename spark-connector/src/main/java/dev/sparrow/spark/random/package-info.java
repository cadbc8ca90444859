/**
 * The data source {@code sparrow-random}. In: a key, a number of rows and of columns, a
 * distribution. Out: a DataFrame of draws that any number of tasks makes without talking to each
 * other, in Arrow batches. {@link dev.sparrow.spark.RandomFrames} is the way to call it from Java.
 */
@NullMarked
package dev.sparrow.spark.random;

import org.jspecify.annotations.NullMarked;
