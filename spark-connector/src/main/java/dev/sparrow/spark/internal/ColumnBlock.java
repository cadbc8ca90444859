package dev.sparrow.spark.internal;

import dev.sparrow.spark.shim.FileSplit;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A run of values of a column, in order, from one split of one partition. Not a record: its class
 * must suit Kryo, and an array is inside.
 */
public final class ColumnBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FileSplit split;
  private final int elements;
  private final long nulls;
  private final byte[] bytes;

  /**
   * @param split where the values come from
   * @param elements number of values
   * @param nulls nulls met on the way, whether left out or filled
   * @param bytes the values, little-endian; owned by the block from here on
   */
  ColumnBlock(FileSplit split, int elements, long nulls, byte[] bytes) {
    this.split = split;
    this.elements = elements;
    this.nulls = nulls;
    this.bytes = bytes;
  }

  /** {@return where the values come from} */
  FileSplit split() {
    return split;
  }

  /** {@return number of values} */
  int elements() {
    return elements;
  }

  /** {@return nulls met on the way, whether left out or filled} */
  long nulls() {
    return nulls;
  }

  /** {@return the values, little-endian; not to be changed} */
  byte[] bytes() {
    return bytes;
  }

  /**
   * A buffer in the byte order of blocks, which is Arrow's.
   *
   * @param bytes what it writes to
   * @return the buffer, at its start
   */
  static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
