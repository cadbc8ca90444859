/**
 * Arrays in folders of chunks: the Zarr format, versions 2 and 3. In: an array and a path. Out: a
 * folder that other programs read, written whole or not at all; and back, whole or only the chunks
 * that a part touches.
 *
 * <p>{@link dev.sparrow.io.zarr.Zarr} is where to start. The metadata of either version ({@code
 * MetadataV2}, {@code MetadataV3}) become one {@code ArrayMetadata}, whose {@code ChunkCodec} says
 * how the bytes of a chunk become elements; {@code ChunkReader} and {@code ChunkWriter} move them.
 *
 * <p>Source of the layout: the Zarr specification, "Zarr Storage Specification Version 2" and "Zarr
 * core specification Version 3", with the codecs bytes, transpose, gzip, zstd, blosc, crc32c and
 * sharding_indexed, and numcodecs' documentation for the codecs of version 2.
 */
@NullMarked
package dev.sparrow.io.zarr;

import org.jspecify.annotations.NullMarked;
