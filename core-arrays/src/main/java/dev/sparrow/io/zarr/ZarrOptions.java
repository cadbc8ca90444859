package dev.sparrow.io.zarr;

import dev.sparrow.array.NDArray;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All options of one writing.
 *
 * @param format the version
 * @param chunks extents of a chunk, or null for the default
 * @param compression how chunks are made small
 * @param fill the elements of missing chunks
 * @param dimensionNames names of the axes, or none
 * @param attributes what else to say
 * @param existing what happens to what is there
 */
record ZarrOptions(
    ZarrFormat format,
    @Nullable List<Long> chunks,
    ZarrCompression compression,
    Number fill,
    List<String> dimensionNames,
    Map<String, Object> attributes,
    WholeFolder.Existing existing) {

  static ZarrOptions of(ZarrOption... options) {
    ZarrFormat format = ZarrFormat.V3;
    List<Long> chunks = null;
    ZarrCompression compression = ZarrCompression.ZSTD;
    Number fill = 0L;
    List<String> names = List.of();
    Map<String, Object> attributes = Map.of();
    WholeFolder.Existing existing = WholeFolder.Existing.REFUSE;
    for (ZarrOption option : options) {
      switch (option) {
        case ZarrOption.Format given -> format = given.format();
        case ZarrOption.Chunks given -> chunks = given.extents();
        case ZarrOption.Compression given -> compression = given.compression();
        case ZarrOption.Fill given -> fill = given.value();
        case ZarrOption.DimensionNames given -> names = given.names();
        case ZarrOption.Attributes given -> attributes = given.attributes();
        case ZarrOption.ReplaceExisting _ -> existing = WholeFolder.Existing.REPLACE;
      }
    }
    return new ZarrOptions(format, chunks, compression, fill, names, attributes, existing);
  }

  /**
   * The metadata of an array written so.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  ArrayMetadata metadata(NDArray x) {
    boolean has =
        switch (format) {
          case V2 -> MetadataV2.has(x.dtype());
          case V3 -> MetadataV3.has(x.dtype());
        };
    if (!has) {
      throw new IllegalArgumentException(
          "zarr: the format has no dtype %s in %s; %s"
              .formatted(
                  x.dtype(),
                  format,
                  MetadataV3.has(x.dtype())
                      ? "write format(V3), or convert with astype(float32) first"
                      : "save keyData(key) instead"));
    }
    if (chunks != null && chunks.size() != x.rank()) {
      throw new IllegalArgumentException(
          "zarr: chunks of " + chunks + " for " + x.type() + "; give an extent for each axis");
    }
    if (!dimensionNames.isEmpty() && dimensionNames.size() != x.rank()) {
      throw new IllegalArgumentException(
          "zarr: dimension names %s for %s; give a name for each axis"
              .formatted(dimensionNames, x.type()));
    }
    List<Long> extents = chunks == null ? ArrayMetadata.defaultChunks(x.type()) : chunks;
    if (ArrayMetadata.bytes(x.dtype(), extents) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "zarr: chunks of " + extents + " of " + x.type() + " take more than 2 GiB; halve them");
    }
    return new ArrayMetadata(
        format,
        x.dtype(),
        x.shape(),
        extents,
        switch (format) {
          case V2 -> new ChunkKeys(ChunkKeys.Style.V2, ".");
          case V3 -> new ChunkKeys(ChunkKeys.Style.DEFAULT, "/");
        },
        ChunkWriter.codec(x.rank(), compression),
        FillValue.of(x.dtype(), fill),
        dimensionNames,
        attributes);
  }
}
