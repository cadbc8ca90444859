package dev.sparrow.io.zarr;

import dev.sparrow.array.DType;
import dev.sparrow.io.zarr.AxisPart.Piece;
import dev.sparrow.io.zarr.StridedCopy.Strided;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes elements out of chunks.
 *
 * @param dtype element type
 * @param fill bytes of the elements of missing chunks
 * @param memory where elements go
 * @param start where the first one goes
 */
record ChunkReader(DType dtype, MemorySegment fill, MemorySegment memory, long start) {
  /** Bytes of a place in the index of a shard. */
  private static final int INDEX_ENTRY = 2 * Long.BYTES;

  /**
   * Reads some elements of a chunk.
   *
   * @param codec how it is stored
   * @param stored its bytes; null if it is missing
   * @param extents its extents
   * @param parts the elements, along each axis
   * @param strides bytes between neighbours where they go, along each axis
   * @throws IOException if it is damaged; the message begins with what it is
   */
  void read(
      ChunkCodec codec,
      @Nullable StoredBytes stored,
      List<Long> extents,
      List<AxisPart> parts,
      List<Long> strides)
      throws IOException {
    Strided target = new Strided(memory, start, codec.stored(strides));
    List<AxisPart> wanted = codec.stored(parts);
    List<Long> axes = codec.stored(extents);
    if (stored == null) {
      List<Long> nowhere = axes.stream().map(axis -> 0L).toList();
      new StridedCopy(dtype.bytes(), new Strided(fill, 0, nowhere), target).copy(wanted);
      return;
    }
    switch (codec.packing()) {
      case ChunkCodec.Elements(ByteOrder order) -> {
        byte[] bytes = codec.decompress(stored.readAll(), bytes(axes));
        normalize(bytes, order);
        Strided source = new Strided(MemorySegment.ofArray(bytes), 0, rowMajor(axes));
        new StridedCopy(dtype.bytes(), source, target).copy(wanted);
      }
      case ChunkCodec.Shards shards -> {
        StoredBytes plain =
            codec.compression().isEmpty()
                ? stored
                : new StoredBytes.InMemory(codec.decompress(stored.readAll(), ByteCodec.UNKNOWN));
        readShards(shards, plain, axes, wanted, target.strides());
      }
    }
  }

  private int bytes(List<Long> extents) throws IOException {
    long bytes = dtype.bytes();
    for (long extent : extents) {
      if (extent > Integer.MAX_VALUE / bytes) {
        throw new IOException(
            "it has " + extents + " elements of type " + dtype + "; up to 2 GiB can be read");
      }
      bytes *= extent;
    }
    return (int) bytes;
  }

  private List<Long> rowMajor(List<Long> extents) {
    List<Long> strides = new ArrayList<>();
    long stride = dtype.bytes();
    for (long extent : extents.reversed()) {
      strides.addFirst(stride);
      stride *= extent;
    }
    return strides;
  }

  /** To little-endian elements; a bool that is not 0 is 1. */
  private void normalize(byte[] bytes, ByteOrder order) {
    int width = dtype.component().bytes();
    if (dtype == DType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (bytes[i] == 0 ? 0 : 1);
      }
    } else if (order == ByteOrder.BIG_ENDIAN && width > 1) {
      for (int at = 0; at < bytes.length; at += width) {
        for (int low = 0, high = width - 1; low < high; low++, high--) {
          byte swapped = bytes[at + low];
          bytes[at + low] = bytes[at + high];
          bytes[at + high] = swapped;
        }
      }
    }
  }

  private void readShards(
      ChunkCodec.Shards shards,
      StoredBytes stored,
      List<Long> extents,
      List<AxisPart> parts,
      List<Long> strides)
      throws IOException {
    long count = 1;
    for (int axis = 0; axis < extents.size(); axis++) {
      count *= extents.get(axis) / shards.extents().get(axis);
    }
    ByteBuffer index = index(shards, stored, Math.toIntExact(count));
    for (List<Piece> chunk : new ChunkGrid(shards.extents()).touched(parts)) {
      long linear = 0;
      for (int axis = 0; axis < extents.size(); axis++) {
        long along = extents.get(axis) / shards.extents().get(axis);
        linear = linear * along + chunk.get(axis).number();
      }
      long at = index.getLong((int) linear * INDEX_ENTRY);
      long size = index.getLong((int) linear * INDEX_ENTRY + Long.BYTES);
      boolean missing = at == -1 && size == -1;
      if (!missing && (at < 0 || size < 0 || size > stored.size() - at)) {
        throw new IOException(
            "its index places %s bytes at %s of %d"
                .formatted(Long.toUnsignedString(size), Long.toUnsignedString(at), stored.size()));
      }
      read(
          shards.inner(),
          missing ? null : new StoredBytes.Part(stored, at, size),
          shards.extents(),
          chunk.stream().map(Piece::part).toList(),
          strides);
    }
  }

  private static ByteBuffer index(ChunkCodec.Shards shards, StoredBytes stored, int count)
      throws IOException {
    int bytes = Math.multiplyExact(count, INDEX_ENTRY);
    int size = shards.index().storedSize(bytes);
    if (size > stored.size()) {
      throw new IOException(
          "it has %d bytes, and the index of its %d chunks alone takes %d"
              .formatted(stored.size(), count, size));
    }
    long from = shards.location() == ChunkCodec.Location.START ? 0 : stored.size() - size;
    ByteOrder order = ((ChunkCodec.Elements) shards.index().packing()).byteOrder();
    byte[] packed = stored.read(from, size);
    try {
      return ByteBuffer.wrap(shards.index().decompress(packed, bytes)).order(order);
    } catch (IOException damaged) {
      throw new IOException("its index is damaged: " + damaged.getMessage(), damaged);
    }
  }
}
