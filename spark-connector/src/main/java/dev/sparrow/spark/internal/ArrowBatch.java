package dev.sparrow.spark.internal;

import dev.sparrow.array.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** One Arrow vector, filled again and again with the pieces of a shard, as Spark's rows. */
final class ArrowBatch implements AutoCloseable {
  private final DType dtype;
  private final BufferAllocator allocator;
  private final BaseFixedWidthVector vector;
  private final ColumnarBatch batch;

  /**
   * @param dtype element type
   * @param allocator memory; closed with this batch
   */
  ArrowBatch(DType dtype, BufferAllocator allocator) {
    this.dtype = dtype;
    this.allocator = allocator;
    this.vector =
        switch (dtype) {
          case BOOL -> new BitVector("values", allocator);
          case INT32 -> new IntVector("values", allocator);
          case INT64, UINT32 -> new BigIntVector("values", allocator);
          case FLOAT32 -> new Float4Vector("values", allocator);
          case FLOAT64 -> new Float8Vector("values", allocator);
          case INT8, INT16, UINT8, UINT16, UINT64, FLOAT16, BFLOAT16, COMPLEX64, COMPLEX128, KEY ->
              throw new IllegalStateException(dtype.toString());
        };
    this.batch = new ColumnarBatch(new ColumnVector[] {new ArrowColumnVector(vector)});
  }

  /**
   * Puts a piece in place of the one before.
   *
   * @param piece elements of an array of one axis
   * @return its elements as rows, valid until the next call
   */
  Iterator<InternalRow> fill(Piece piece) {
    int elements = piece.elements();
    if (vector.getValueCapacity() < elements) {
      vector.clear();
      vector.allocateNew(elements);
    }
    vector.setValueCount(elements);
    ArrowBuf validity = vector.getValidityBuffer();
    validity.setOne(0L, (long) BitVectorHelper.getValidityBufferSizeFromCount(elements));
    copy(piece);
    batch.setNumRows(elements);
    return batch.rowIterator();
  }

  private void copy(Piece piece) {
    ArrowBuf data = vector.getDataBuffer();
    ByteBuffer bytes = ByteBuffer.wrap(piece.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    switch (vector) {
      case BitVector bits -> {
        for (int i = 0; i < piece.elements(); i++) {
          bits.set(i, bytes.get(i));
        }
      }
      case BigIntVector _ when dtype == DType.UINT32 -> {
        for (int i = 0; i < piece.elements(); i++) {
          data.setLong(
              i * (long) Long.BYTES, Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES)));
        }
      }
      default -> data.setBytes(0, piece.bytes());
    }
  }

  @Override
  public void close() {
    vector.close();
    allocator.close();
  }
}
