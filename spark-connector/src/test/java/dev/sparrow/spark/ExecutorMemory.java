package dev.sparrow.spark;

import dev.sparrow.buffer.BufferPool;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What executors hold. */
final class ExecutorMemory {
  private static final int TASKS = 8;

  private ExecutorMemory() {}

  /** Bytes of array memory in use, summed over tasks that spread over all executors. */
  static long bytesInUse(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Integer> tasks = IntStream.range(0, TASKS).boxed().toList();
    return context
        .parallelize(tasks, tasks.size())
        .map(task -> BufferPool.shared().bytesInUse())
        .reduce(Long::sum);
  }
}
