package dev.sparrow.spark.shim;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/** DataFrames made of Spark's own rows, which may be views of Arrow batches. */
public final class InternalFrames {
  private InternalFrames() {}

  /**
   * A DataFrame of rows that are made when it is read.
   *
   * @param session the session
   * @param rows the rows; each may be reused for the next
   * @param schema their type
   * @return the DataFrame
   */
  public static Dataset<Row> of(
      SparkSession session, JavaRDD<InternalRow> rows, StructType schema) {
    return ((org.apache.spark.sql.classic.SparkSession) session)
        .internalCreateDataFrame(rows.rdd(), schema, false);
  }

  /**
   * Memory for Arrow vectors of a task.
   *
   * @param context the task
   * @return a child of Spark's own Arrow allocator; whoever asks closes it
   */
  public static BufferAllocator allocator(TaskContext context) {
    String name = "sparrow-task-" + context.taskAttemptId();
    return ArrowUtils.rootAllocator().newChildAllocator(name, 0, Long.MAX_VALUE);
  }
}
