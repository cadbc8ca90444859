package dev.sparrow.spark.internal;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Consecutive elements of an array, with the global index of the first. Not a record: as
 * ColumnBlock.
 */
public final class Piece implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long start;
  private final int elements;
  private final byte[] bytes;

  /**
   * @param start global index of the first element
   * @param elements number of elements
   * @param bytes the elements, little-endian; owned by the piece from here on
   */
  Piece(long start, int elements, byte[] bytes) {
    this.start = start;
    this.elements = elements;
    this.bytes = bytes;
  }

  /** {@return global index of the first element} */
  long start() {
    return start;
  }

  /** {@return global index after the last element} */
  long end() {
    return start + elements;
  }

  /** {@return number of elements} */
  int elements() {
    return elements;
  }

  /** {@return the elements, little-endian; not to be changed} */
  byte[] bytes() {
    return bytes;
  }

  /**
   * The part of this piece in a range of global indices.
   *
   * @param begin first index wanted
   * @param end one past the last index wanted
   * @return the part, this piece itself if it lies inside
   */
  Piece within(long begin, long end) {
    if (begin <= start && end() <= end) {
      return this;
    }
    int width = bytes.length / elements;
    int from = (int) (Math.max(begin, start) - start);
    int to = (int) (Math.min(end, end()) - start);
    return new Piece(start + from, to - from, Arrays.copyOfRange(bytes, from * width, to * width));
  }
}
