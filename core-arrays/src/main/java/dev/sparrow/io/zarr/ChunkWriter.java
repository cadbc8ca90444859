package dev.sparrow.io.zarr;

import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.io.zarr.AxisPart.Piece;
import dev.sparrow.io.zarr.StridedCopy.Strided;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Writes an array chunk by chunk, in row-major order and little-endian. */
final class ChunkWriter {
  private final Path folder;
  private final ArrayMetadata metadata;
  private final View view;
  private final byte[] fill;

  private ChunkWriter(Path folder, ArrayMetadata metadata, View view) {
    this.folder = folder;
    this.metadata = metadata;
    this.view = view;
    this.fill = metadata.fill().bytes();
  }

  /** The codec of chunks as they are written. */
  static ChunkCodec codec(int rank, ZarrCompression compression) {
    List<ByteCodec> codecs =
        switch (compression) {
          case NONE -> List.of();
          case GZIP -> List.of(new ByteCodec.Gzip());
          case ZSTD -> List.of(new ByteCodec.Zstd());
          case BLOSC -> List.of(new ByteCodec.Blosc());
        };
    return new ChunkCodec(
        ChunkCodec.rowMajor(rank), new ChunkCodec.Elements(ByteOrder.LITTLE_ENDIAN), codecs);
  }

  /** Writes the metadata and every chunk. */
  static void write(Path folder, ArrayMetadata metadata, ZarrCompression compression, NDArray x)
      throws IOException {
    Files.createDirectories(folder);
    switch (metadata.format()) {
      case V2 -> MetadataV2.write(folder, metadata, compression);
      case V3 -> MetadataV3.write(folder, metadata, compression);
    }
    try {
      HostValues.read(
          "zarr",
          x,
          view -> {
            try {
              new ChunkWriter(folder, metadata, view).write();
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
            return folder;
          });
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private void write() throws IOException {
    List<AxisPart> whole =
        LongStream.of(metadata.shape().dims()).mapToObj(dim -> AxisPart.range(0, dim)).toList();
    for (List<Piece> chunk : new ChunkGrid(metadata.chunks()).touched(whole)) {
      byte[] bytes = elements(chunk);
      for (ByteCodec codec : metadata.codec().compression()) {
        bytes = codec.encode(bytes, metadata.dtype().bytes());
      }
      Path file = folder.resolve(metadata.keys().key(chunk.stream().map(Piece::number).toList()));
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
  }

  /** The elements of a chunk; where it reaches out of the array, the fill value. */
  private byte[] elements(List<Piece> chunk) {
    int width = metadata.dtype().bytes();
    List<AxisPart> parts = new ArrayList<>();
    List<Long> to = new ArrayList<>();
    List<Long> from = new ArrayList<>();
    long size = width;
    boolean inside = true;
    for (int axis = chunk.size() - 1; axis >= 0; axis--) {
      AxisPart part = chunk.get(axis).part();
      long extent = metadata.chunks().get(axis);
      parts.addFirst(AxisPart.range(part.origin(), part.count()));
      to.addFirst(size);
      from.addFirst(view.stride(axis) * width);
      inside &= part.count() == extent;
      size *= extent;
    }
    byte[] bytes = new byte[Math.toIntExact(size)];
    if (!inside && !Arrays.equals(fill, new byte[width])) {
      for (int at = 0; at < bytes.length; at += width) {
        System.arraycopy(fill, 0, bytes, at, width);
      }
    }
    Strided source = new Strided(view.buffer().segment(), view.offset() * width, from);
    Strided target = new Strided(MemorySegment.ofArray(bytes), 0, to);
    new StridedCopy(width, source, target).copy(parts);
    return bytes;
  }
}
