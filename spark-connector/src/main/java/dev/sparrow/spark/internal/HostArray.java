package dev.sparrow.spark.internal;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import java.io.Serializable;

/** An array as it travels: its type and its bytes. Not a record: as ColumnBlock. */
public final class HostArray implements Serializable {
  private static final long serialVersionUID = 1L;

  private final DType dtype;
  private final long[] dims;
  private final byte[] bytes;

  private HostArray(DType dtype, long[] dims, byte[] bytes) {
    this.dtype = dtype;
    this.dims = dims;
    this.bytes = bytes;
  }

  /**
   * Copies an array; waits for its value.
   *
   * @param array the array
   * @return the copy
   */
  static HostArray of(NDArray array) {
    return new HostArray(array.dtype(), array.shape().dims(), array.toByteArray());
  }

  /** {@return the same elements as an array in off-heap memory} */
  NDArray toNDArray() {
    return HostValues.fromBytes(dtype, Shape.of(dims), bytes);
  }

  /** {@return size of the elements} */
  long bytes() {
    return bytes.length;
  }
}
