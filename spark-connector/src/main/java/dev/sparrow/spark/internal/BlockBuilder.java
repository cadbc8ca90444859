package dev.sparrow.spark.internal;

import dev.sparrow.spark.shim.FileSplit;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Packs the values of one partition into blocks; a block ends where its split ends. */
final class BlockBuilder {
  /** Values in a full block: large enough to make per-block costs vanish, 512 KiB at most. */
  private static final int BLOCK_ELEMENTS = 1 << 16;

  private final ColumnType type;
  private final byte @Nullable [] fill;
  private final Queue<ColumnBlock> finished = new ArrayDeque<>();
  private byte[] bytes = new byte[0];
  private ByteBuffer values = ColumnBlock.buffer(bytes);
  private FileSplit split = FileSplit.NONE;
  private long nulls;

  /**
   * @param type type of the column
   * @param fill one element that stands for a null, or null to leave nulls out
   */
  BlockBuilder(ColumnType type, byte @Nullable [] fill) {
    this.type = type;
    this.fill = fill;
  }

  /** {@return finished blocks, oldest first} */
  Queue<ColumnBlock> finished() {
    return finished;
  }

  /** Appends the values of a batch, which is read from {@code from}. */
  void append(ColumnVector vector, int rows, FileSplit from) {
    makeRoom(rows, from);
    if (!vector.hasNull()) {
      type.appendAll(vector, rows, values);
      return;
    }
    for (int row = 0; row < rows; row++) {
      if (vector.isNullAt(row)) {
        appendNull();
      } else {
        type.append(vector, row, values);
      }
    }
  }

  /** Appends the first field of a row, which is read from {@code from}. */
  void append(InternalRow row, FileSplit from) {
    makeRoom(1, from);
    if (row.isNullAt(0)) {
      appendNull();
    } else {
      type.append(row, values);
    }
  }

  private void appendNull() {
    nulls++;
    if (fill != null) {
      values.put(fill);
    }
  }

  private void makeRoom(int rows, FileSplit from) {
    int wanted = Math.multiplyExact(rows, type.dtype().bytes());
    if (!from.equals(split) || values.remaining() < wanted) {
      finish();
      split = from;
      startWith(new byte[Math.max(wanted, BLOCK_ELEMENTS * type.dtype().bytes())]);
    }
  }

  private void startWith(byte[] empty) {
    bytes = empty;
    values = ColumnBlock.buffer(empty);
  }

  /** Ends the block under construction, if it holds anything. */
  void finish() {
    int used = values.position();
    if (used > 0 || nulls > 0) {
      byte[] content = used == bytes.length ? bytes : Arrays.copyOf(bytes, used);
      finished.add(new ColumnBlock(split, used / type.dtype().bytes(), nulls, content));
    }
    startWith(new byte[0]);
    nulls = 0;
  }
}
