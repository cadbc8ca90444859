package dev.sparrow.spark.internal;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.spark.shim.InternalFrames;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/** Shards as a DataFrame: pieces are copied to an Arrow vector, and Spark reads that. */
public final class ArrowFrames {
  private ArrowFrames() {}

  /**
   * A DataFrame of one column.
   *
   * @param session the session
   * @param dtype element type: int32, int64, uint32 (as bigint), float32, float64 or bool
   * @param blocks the shards of an array of one axis
   * @param column name of the column
   * @return the DataFrame, one element a row, in order
   */
  public static Dataset<Row> frame(
      SparkSession session, DType dtype, JavaRDD<ShardBlock> blocks, String column) {
    StructType schema = new StructType().add(column, type(dtype), false);
    JavaRDD<InternalRow> rows = blocks.mapPartitions(in -> rows(dtype, in));
    return InternalFrames.of(session, rows, schema);
  }

  private static DataType type(DType dtype) {
    return switch (dtype) {
      case BOOL -> DataTypes.BooleanType;
      case INT32 -> DataTypes.IntegerType;
      case INT64, UINT32 -> DataTypes.LongType;
      case FLOAT32 -> DataTypes.FloatType;
      case FLOAT64 -> DataTypes.DoubleType;
      case INT8, INT16, UINT8, UINT16, UINT64, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128, KEY ->
          throw new DTypeException(
              "toDataFrame: no column type for %s; convert with astype first".formatted(dtype));
    };
  }

  private static Iterator<InternalRow> rows(DType dtype, Iterator<ShardBlock> blocks) {
    TaskContext context = TaskContext.get();
    ArrowBatch batch = new ArrowBatch(dtype, InternalFrames.allocator(context));
    context.addTaskCompletionListener((TaskCompletionListener) ended -> batch.close());
    return new Rows(blocks, batch);
  }

  /** The rows of one batch after another; each batch is filled when the one before is read. */
  private static final class Rows implements Iterator<InternalRow> {
    private final Iterator<ShardBlock> blocks;
    private final ArrowBatch batch;
    private Iterator<Piece> pieces = Collections.emptyIterator();
    private Iterator<InternalRow> rows = Collections.emptyIterator();

    Rows(Iterator<ShardBlock> blocks, ArrowBatch batch) {
      this.blocks = blocks;
      this.batch = batch;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext()) {
        if (pieces.hasNext()) {
          rows = batch.fill(pieces.next());
        } else if (blocks.hasNext()) {
          pieces = blocks.next().pieces().iterator();
        } else {
          return false;
        }
      }
      return true;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.next();
    }
  }
}
