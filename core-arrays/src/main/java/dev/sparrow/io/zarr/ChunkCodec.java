package dev.sparrow.io.zarr;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the elements of a chunk become bytes.
 *
 * @param order which axis of the chunk is stored outermost, which next, and so on
 * @param packing how the elements become bytes
 * @param compression what is done to the bytes then, in this order when writing
 */
record ChunkCodec(List<Integer> order, Packing packing, List<ByteCodec> compression) {
  ChunkCodec {
    order = List.copyOf(order);
    compression = List.copyOf(compression);
  }

  /** How elements in the stored order become bytes. */
  sealed interface Packing {}

  /**
   * One after another.
   *
   * @param byteOrder order of the bytes of each element, of each part of a complex one
   */
  record Elements(ByteOrder byteOrder) implements Packing {}

  /**
   * Chunks inside the chunk, and an index of them: of each the first byte and how many, all ones if
   * it is missing.
   *
   * @param extents extents of an inner chunk
   * @param inner how inner chunks become bytes
   * @param index how the index, unsigned 64-bit words, becomes bytes
   * @param location where the index stands
   */
  record Shards(List<Long> extents, ChunkCodec inner, ChunkCodec index, Location location)
      implements Packing {}

  /** Where the index of a shard stands. */
  enum Location {
    /** Before the chunks. */
    START,
    /** Behind them. */
    END
  }

  static List<Integer> rowMajor(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  static List<Integer> columnMajor(int rank) {
    return rowMajor(rank).reversed();
  }

  boolean isRowMajor() {
    return order.equals(rowMajor(order.size()));
  }

  /** What belongs to the axes of a chunk, in the order in which they are stored. */
  <T> List<T> stored(List<T> byAxis) {
    return order.stream().map(byAxis::get).toList();
  }

  /**
   * The bytes of elements from what is stored of them.
   *
   * @param bytes what is stored
   * @param size how many bytes they have, or {@link ByteCodec#UNKNOWN}
   * @throws IOException if it is damaged
   */
  byte[] decompress(byte[] bytes, int size) throws IOException {
    List<Integer> sizes = new ArrayList<>(List.of(size));
    for (ByteCodec codec : compression) {
      sizes.add(codec.storedSize(sizes.getLast()));
    }
    byte[] decoded = bytes;
    for (int i = compression.size() - 1; i >= 0; i--) {
      decoded = compression.get(i).decode(decoded, sizes.get(i));
    }
    if (size != ByteCodec.UNKNOWN && decoded.length != size) {
      throw new IOException("it has " + decoded.length + " of " + size + " bytes");
    }
    return decoded;
  }

  /** {@return bytes that are stored for some, or {@link ByteCodec#UNKNOWN}} */
  int storedSize(int bytes) {
    int size = bytes;
    for (ByteCodec codec : compression) {
      size = codec.storedSize(size);
    }
    return size;
  }
}
