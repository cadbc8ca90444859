package dev.sparrow.spark.internal;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The most bytes one task may hold, known before any task runs: its share of the memory that Spark
 * keeps for execution on each executor. A plan that needs more is refused on the driver.
 */
final class TaskLimit {
  /**
   * Heap that Spark leaves to itself: {@code RESERVED_SYSTEM_MEMORY_BYTES} of its memory manager.
   */
  private static final long RESERVED_BYTES = 300L << 20;

  private TaskLimit() {}

  /**
   * The limit in a cluster.
   *
   * @param context the running application
   * @return bytes
   */
  static long of(SparkContext context) {
    SparkConf conf = context.getConf();
    int tasks = Math.max(1, tasksPerExecutor(context));
    if (conf.getBoolean("spark.memory.offHeap.enabled", false)) {
      return conf.getSizeAsBytes("spark.memory.offHeap.size", "0") / tasks;
    }
    long heap =
        context.isLocal() && !context.master().startsWith("local-cluster")
            ? Runtime.getRuntime().maxMemory()
            : conf.getSizeAsBytes("spark.executor.memory", "1g");
    double fraction = conf.getDouble("spark.memory.fraction", 0.6);
    return (long) ((heap - RESERVED_BYTES) * fraction) / tasks;
  }

  /** In local mode all cores are one executor's; in a cluster an executor says how many it has. */
  private static int tasksPerExecutor(SparkContext context) {
    int cores =
        context.isLocal()
            ? context.defaultParallelism()
            : context.getConf().getInt("spark.executor.cores", 1);
    return cores / Math.max(1, context.getConf().getInt("spark.task.cpus", 1));
  }
}
