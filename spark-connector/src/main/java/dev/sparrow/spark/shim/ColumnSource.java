package dev.sparrow.spark.shim;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.DeterministicLevel;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How the values of a one-column DataFrame can be read: as columnar batches where the plan is a
 * columnar scan with nothing but column pruning above it, else as rows.
 *
 * <p>Filters, limits and expressions are evaluated above the columnar scan, so a plan with any of
 * them is read as rows: the batches below it hold rows that the DataFrame does not.
 */
public sealed interface ColumnSource {
  /**
   * {@return whether tasks read splits of files, so that (path, start of split) orders the rows}
   */
  boolean readsFiles();

  /** {@return whether a task that runs again yields the same values in the same order} */
  boolean isDeterminate();

  /**
   * Columnar batches. A batch and its vectors are reused: nothing of it may be kept beyond the next
   * one.
   *
   * @param batches the batches of each partition
   * @param ordinal position of the column in a batch
   * @param readsFiles whether tasks read splits of files
   */
  record Batches(JavaRDD<ColumnarBatch> batches, int ordinal, boolean readsFiles)
      implements ColumnSource {
    @Override
    public boolean isDeterminate() {
      return determinate(batches.rdd());
    }
  }

  /**
   * Rows whose first field is the column. A row is reused for the next one.
   *
   * @param rows the rows of each partition
   * @param readsFiles whether tasks read splits of files
   */
  record Rows(JavaRDD<InternalRow> rows, boolean readsFiles) implements ColumnSource {
    @Override
    public boolean isDeterminate() {
      return determinate(rows.rdd());
    }
  }

  /**
   * Chooses how to read a column.
   *
   * @param column a DataFrame of one column
   * @return the way to read it
   */
  static ColumnSource of(Dataset<Row> column) {
    var execution = ((org.apache.spark.sql.classic.Dataset<Row>) column).queryExecution();
    SparkPlan root = execution.executedPlan();
    Batches batches = batches(root);
    return batches != null
        ? batches
        : new Rows(execution.toRdd().toJavaRDD(), isNarrowFileScan(root));
  }

  private static @Nullable Batches batches(SparkPlan root) {
    SparkPlan node = root;
    ExprId wanted = root.output().head().exprId();
    while (true) {
      switch (node) {
        case AdaptiveSparkPlanExec adaptive -> node = adaptive.executedPlan();
        case QueryStageExec stage -> node = stage.plan();
        case WholeStageCodegenExec stage -> node = stage.child();
        case InputAdapter adapter -> node = adapter.child();
        case ColumnarToRowExec transition -> node = transition.child();
        case ProjectExec project -> {
          wanted = source(project, wanted);
          if (wanted == null) {
            return null;
          }
          node = project.child();
        }
        default -> {
          int ordinal = ordinal(node, wanted);
          if (!node.children().isEmpty() || !node.supportsColumnar() || ordinal < 0) {
            return null;
          }
          return new Batches(
              node.executeColumnar().toJavaRDD(), ordinal, node instanceof FileSourceScanExec);
        }
      }
    }
  }

  /** The attribute a projection passes on under an id, or null if it computes something. */
  private static @Nullable ExprId source(ProjectExec project, ExprId wanted) {
    for (NamedExpression named : CollectionConverters.asJava(project.projectList())) {
      if (named.exprId().equals(wanted)) {
        return switch (named) {
          case Attribute attribute -> attribute.exprId();
          case Alias alias when alias.child() instanceof Attribute attribute -> attribute.exprId();
          default -> null;
        };
      }
    }
    return null;
  }

  private static int ordinal(SparkPlan node, ExprId wanted) {
    int ordinal = 0;
    for (Attribute attribute : CollectionConverters.asJava(node.output())) {
      if (attribute.exprId().equals(wanted)) {
        return ordinal;
      }
      ordinal++;
    }
    return -1;
  }

  private static boolean isNarrowFileScan(SparkPlan root) {
    SparkPlan node = root;
    while (true) {
      switch (node) {
        case WholeStageCodegenExec stage -> node = stage.child();
        case InputAdapter adapter -> node = adapter.child();
        case ColumnarToRowExec transition -> node = transition.child();
        case ProjectExec project -> node = project.child();
        case FilterExec filter -> node = filter.child();
        case FileSourceScanExec _ -> {
          return true;
        }
        default -> {
          return false;
        }
      }
    }
  }

  private static boolean determinate(RDD<?> rdd) {
    return rdd.outputDeterministicLevel().equals(DeterministicLevel.DETERMINATE());
  }
}
