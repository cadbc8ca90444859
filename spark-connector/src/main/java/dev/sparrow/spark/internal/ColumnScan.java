package dev.sparrow.spark.internal;

import dev.sparrow.spark.ColumnException;
import dev.sparrow.spark.NullPolicy;
import dev.sparrow.spark.shim.ColumnSource;
import dev.sparrow.spark.shim.FileSplit;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * The values of a DataFrame column as blocks, in the partitions in which Spark reads them.
 *
 * @param type type of the column
 * @param blocks the values
 * @param isColumnar whether they are read without making rows
 * @param isDeterminate whether a task that runs again yields the same blocks
 */
public record ColumnScan(
    ColumnType type, JavaRDD<ColumnBlock> blocks, boolean isColumnar, boolean isDeterminate) {
  /**
   * Plans the scan of a column; reads nothing yet.
   *
   * @param frame the DataFrame
   * @param column name of the column
   * @param nulls what becomes of nulls; under {@code Refuse} they are left out and counted
   * @return the scan
   * @throws ColumnException if there is no such column, or none that can become an array
   */
  public static ColumnScan of(Dataset<Row> frame, String column, NullPolicy nulls) {
    ColumnType type = ColumnType.of(column, field(frame, column).dataType());
    byte @Nullable [] fill =
        switch (nulls) {
          case NullPolicy.Refuse(), NullPolicy.Skip() -> null;
          case NullPolicy.Fill(double value) -> type.fill(column, value);
        };
    String quoted = "`" + column.replace("`", "``") + "`";
    ColumnSource source = ColumnSource.of(frame.select(functions.col(quoted)));
    boolean readsFiles = source.readsFiles();
    return switch (source) {
      case ColumnSource.Batches(JavaRDD<ColumnarBatch> batches, int ordinal, boolean _) ->
          new ColumnScan(
              type,
              batches.mapPartitions(in -> ofBatches(in, ordinal, type, fill, readsFiles)),
              true,
              source.isDeterminate());
      case ColumnSource.Rows(JavaRDD<InternalRow> rows, boolean _) ->
          new ColumnScan(
              type,
              rows.mapPartitions(in -> ofRows(in, type, fill, readsFiles)),
              false,
              source.isDeterminate());
    };
  }

  private static StructField field(Dataset<Row> frame, String column) {
    List<StructField> named =
        Arrays.stream(frame.schema().fields()).filter(f -> f.name().equals(column)).toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    String columns =
        Arrays.stream(frame.schema().fields())
            .map(f -> f.name() + " " + f.dataType().simpleString())
            .collect(Collectors.joining(", "));
    throw new ColumnException(
        "column %s: %s; columns are %s"
            .formatted(column, named.isEmpty() ? "not found" : "not unique", columns));
  }

  private static Iterator<ColumnBlock> ofBatches(
      Iterator<ColumnarBatch> batches,
      int ordinal,
      ColumnType type,
      byte @Nullable [] fill,
      boolean readsFiles) {
    BlockBuilder builder = new BlockBuilder(type, fill);
    return new Blocks<>(
        batches,
        builder,
        batch -> builder.append(batch.column(ordinal), batch.numRows(), split(readsFiles)));
  }

  private static Iterator<ColumnBlock> ofRows(
      Iterator<InternalRow> rows, ColumnType type, byte @Nullable [] fill, boolean readsFiles) {
    BlockBuilder builder = new BlockBuilder(type, fill);
    return new Blocks<>(rows, builder, row -> builder.append(row, split(readsFiles)));
  }

  private static FileSplit split(boolean readsFiles) {
    return readsFiles ? FileSplit.current() : FileSplit.NONE;
  }

  /** Reads its source only as far as the next block needs. */
  private static final class Blocks<T> implements Iterator<ColumnBlock> {
    private final Iterator<T> source;
    private final BlockBuilder builder;
    private final Consumer<T> append;

    Blocks(Iterator<T> source, BlockBuilder builder, Consumer<T> append) {
      this.source = source;
      this.builder = builder;
      this.append = append;
    }

    @Override
    public boolean hasNext() {
      while (builder.finished().isEmpty() && source.hasNext()) {
        append.accept(source.next());
      }
      if (builder.finished().isEmpty()) {
        builder.finish();
      }
      return !builder.finished().isEmpty();
    }

    @Override
    public ColumnBlock next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return builder.finished().remove();
    }
  }
}
