package dev.sparrow.spark.random;

import dev.sparrow.array.NDArray;
import dev.sparrow.arrow.ArrowVectors;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * Makes the readers of a draw's partitions, on the executors.
 *
 * @param draw the draw
 * @param columns positions of the columns
 */
record RandomReaders(RandomDraw draw, List<Integer> columns) implements PartitionReaderFactory {
  /** Rows of a batch: large enough to amortise a call, small enough to stay in cache. */
  private static final int BATCH_ROWS = 16_384;

  /**
   * Rows of a partition. Any attempt at the task draws the same.
   *
   * @param from the first
   * @param to behind the last
   */
  record Rows(long from, long to) implements InputPartition {}

  /**
   * What Spark may assume.
   *
   * @param rows number of rows
   * @param bytes their size
   */
  record Size(long rows, long bytes) implements Statistics {
    @Override
    public OptionalLong sizeInBytes() {
      return OptionalLong.of(bytes);
    }

    @Override
    public OptionalLong numRows() {
      return OptionalLong.of(rows);
    }
  }

  @Override
  public boolean supportColumnarReads(InputPartition partition) {
    return true;
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    throw new UnsupportedOperationException("sparrow-random reads columns only");
  }

  @Override
  public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
    return new Reader((Rows) partition);
  }

  /** Draws a batch at a time. */
  private final class Reader implements PartitionReader<ColumnarBatch> {
    private final BufferAllocator allocator = new RootAllocator();
    private final long end;
    private long next;
    private @Nullable ColumnarBatch batch;

    Reader(Rows rows) {
      this.next = rows.from;
      this.end = rows.to;
    }

    @Override
    public boolean next() {
      closeBatch();
      if (next >= end) {
        return false;
      }
      int rows = (int) Math.min(BATCH_ROWS, end - next);
      ColumnVector[] vectors = new ColumnVector[columns.size()];
      for (int i = 0; i < vectors.length; i++) {
        try (NDArray values = draw.values(columns.get(i), next, rows)) {
          FieldVector vector =
              ArrowVectors.vector(draw.columns().get(columns.get(i)), values, allocator);
          vectors[i] = new ArrowColumnVector(vector);
        }
      }
      batch = new ColumnarBatch(vectors, rows);
      next += rows;
      return true;
    }

    @Override
    public ColumnarBatch get() {
      if (batch == null) {
        throw new IllegalStateException("sparrow-random: no batch; call next() first");
      }
      return batch;
    }

    private void closeBatch() {
      if (batch != null) {
        batch.close();
        batch = null;
      }
    }

    @Override
    public void close() {
      closeBatch();
      allocator.close();
    }
  }
}
