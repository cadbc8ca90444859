/**
 * Everything that needs Spark's own packages rather than its public API: physical plans, columnar
 * batches, the file a task is reading, task memory. In: public Spark objects. Out: what {@code
 * dev.sparrow.spark.internal} works with. A new Spark version is met here.
 */
@NullMarked
package dev.sparrow.spark.shim;

import org.jspecify.annotations.NullMarked;
