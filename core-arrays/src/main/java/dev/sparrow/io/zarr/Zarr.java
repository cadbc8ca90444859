package dev.sparrow.io.zarr;

import dev.sparrow.array.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arrays in folders of chunks, as {@code zarr.save_array} and {@code zarr.open} of Python write and
 * read them, in versions 2 and 3 of the format. Every dtype but random keys; bfloat16 in version 3
 * alone, where it is a registered extension.
 *
 * <p>{@link #load} reads an array whole; {@link #open} reads its metadata, and then only the chunks
 * that a part touches. Read are little- and big-endian elements, row-major and column-major chunks,
 * transposed ones and shards, bare or compressed by gzip, zlib, zstd, LZ4 or Blosc (with LZ4, zstd,
 * zlib, snappy or blosclz, and either shuffle). A missing chunk reads as the fill value.
 */
public final class Zarr {
  private Zarr() {}

  /**
   * Writes an array, whole or not at all. Someone who reads while an array is replaced sees the old
   * one or the new one, or for a moment none.
   *
   * @param folder where to; nothing may be there, unless {@link ZarrOption#replaceExisting} is
   *     given
   * @param x the array; waits for it
   * @param options version, chunks, compression and so on
   * @throws IOException if the folder cannot be written
   * @throws java.nio.file.FileAlreadyExistsException if something is there
   * @throws IllegalArgumentException if the format has no such dtype, or options do not fit the
   *     array
   */
  public static void save(Path folder, NDArray x, ZarrOption... options) throws IOException {
    ZarrOptions chosen = ZarrOptions.of(options);
    // Everything is checked before anything is touched.
    ArrayMetadata metadata = chosen.metadata(x);
    WholeFolder.write(
        folder,
        chosen.existing(),
        draft -> ChunkWriter.write(draft, metadata, chosen.compression(), x));
  }

  /**
   * Writes arrays by name as a group, whole or not at all.
   *
   * @param folder where to; nothing may be there, unless {@link ZarrOption#replaceExisting} is
   *     given
   * @param arrays the arrays; a name such as {@code "model/w"} is an array in a group in the group;
   *     waits for them
   * @param options version, chunks, compression and so on, of each array
   * @throws IOException if the folder cannot be written
   * @throws java.nio.file.FileAlreadyExistsException if something is there
   * @throws IllegalArgumentException if the format has no such dtype, options do not fit an array,
   *     or a name is none
   */
  public static void saveGroup(
      Path folder, Map<String, ? extends NDArray> arrays, ZarrOption... options)
      throws IOException {
    ZarrOptions chosen = ZarrOptions.of(options);
    Map<String, ArrayMetadata> metadata = new LinkedHashMap<>();
    arrays.forEach((name, x) -> metadata.put(name, chosen.metadata(x)));
    GroupNames names = GroupNames.of(arrays.keySet());
    WholeFolder.write(
        folder,
        chosen.existing(),
        draft -> {
          for (String group : names.groups()) {
            switch (chosen.format()) {
              case V2 -> MetadataV2.writeGroup(draft.resolve(group));
              case V3 -> MetadataV3.writeGroup(draft.resolve(group));
            }
          }
          for (Map.Entry<String, ? extends NDArray> array : arrays.entrySet()) {
            ChunkWriter.write(
                draft.resolve(array.getKey()),
                metadata.get(array.getKey()),
                chosen.compression(),
                array.getValue());
          }
        });
  }

  /**
   * Reads an array whole.
   *
   * @param folder an array of either version
   * @return the array
   * @throws IOException if it is no array, has something that cannot be read, or is damaged
   */
  public static NDArray load(Path folder) throws IOException {
    return open(folder).load();
  }

  /**
   * Reads what is said of an array, and nothing of its elements.
   *
   * @param folder an array of either version
   * @return the array, whose parts can be read; nothing of it needs to be closed
   * @throws IOException if it is no array, or has something that cannot be read
   */
  public static ZarrArray open(Path folder) throws IOException {
    return ZarrArray.open(folder);
  }

  /**
   * Reads what is in a group.
   *
   * @param folder a group of either version
   * @return the group
   * @throws IOException if it is no group
   */
  public static ZarrGroup openGroup(Path folder) throws IOException {
    return ZarrGroup.open(folder);
  }
}
