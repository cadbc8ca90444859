package dev.sparrow.io.zarr;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the metadata of either version say of an array.
 *
 * @param format the version
 * @param dtype element type
 * @param shape extents
 * @param chunks extents of a chunk
 * @param keys names of chunks
 * @param codec how a chunk becomes bytes
 * @param fill the elements of missing chunks
 * @param dimensionNames names of the axes, "" for one without; empty if there are none
 * @param attributes what else is said
 */
record ArrayMetadata(
    ZarrFormat format,
    DType dtype,
    Shape shape,
    List<Long> chunks,
    ChunkKeys keys,
    ChunkCodec codec,
    FillValue fill,
    List<String> dimensionNames,
    Map<String, Object> attributes) {
  /** A chunk of the default extents has at most this many bytes. */
  private static final long CHUNK_BYTES = 1 << 20;

  ArrayMetadata {
    chunks = List.copyOf(chunks);
    dimensionNames = List.copyOf(dimensionNames);
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The longest extents halved until a chunk is small enough. */
  static List<Long> defaultChunks(ArrayType type) {
    List<Long> chunks = new ArrayList<>();
    for (long dim : type.shape().dims()) {
      chunks.add(Math.max(dim, 1));
    }
    while (bytes(type.dtype(), chunks) > CHUNK_BYTES) {
      int longest = chunks.indexOf(Collections.max(chunks));
      chunks.set(longest, Math.ceilDiv(chunks.get(longest), 2));
    }
    return chunks;
  }

  /** Bytes of the elements of a chunk. */
  static double bytes(DType dtype, List<Long> extents) {
    double bytes = dtype.bytes();
    for (long extent : extents) {
      bytes *= extent;
    }
    return bytes;
  }
}
