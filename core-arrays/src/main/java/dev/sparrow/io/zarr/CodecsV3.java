package dev.sparrow.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sparrow.array.DType;
import dev.sparrow.io.zarr.MetadataV3.Named;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Codecs in metadata of version 3: some that transpose, one that makes bytes of elements, some that
 * change the bytes.
 *
 * @param file where they stand
 * @param dtype element type
 */
record CodecsV3(MetadataFile file, DType dtype) {
  private static final String KNOWN =
      "transpose, bytes, sharding_indexed, gzip, zstd, blosc and crc32c can be read";

  /** Bytes of a place in the index of a shard. */
  private static final int INDEX_ENTRY = 2 * Long.BYTES;

  /**
   * Reads them.
   *
   * @param json the list
   * @param extents extents of a chunk
   */
  ChunkCodec parse(JsonNode json, List<Long> extents) throws IOException {
    List<Integer> order = ChunkCodec.rowMajor(extents.size());
    ChunkCodec.@Nullable Packing packing = null;
    List<ByteCodec> compression = new ArrayList<>();
    for (Iterator<JsonNode> codecs = json.elements(); codecs.hasNext(); ) {
      Named codec = Named.of(file, codecs.next());
      if (packing != null) {
        compression.add(compression(codec));
      } else if (codec.name().equals("transpose")) {
        // The second of two permutes what the first one gave.
        order = transposed(codec, extents.size()).stream().map(order::get).toList();
      } else {
        packing = packing(codec, order.stream().map(extents::get).toList());
      }
    }
    if (packing == null) {
      throw file.wrong("codecs " + json, "none of them makes bytes of elements");
    }
    return new ChunkCodec(order, packing, compression);
  }

  private ByteCodec compression(Named codec) throws IOException {
    return switch (codec.name()) {
      case "gzip" -> new ByteCodec.Gzip();
      case "zstd" -> new ByteCodec.Zstd();
      case "blosc" -> new ByteCodec.Blosc();
      case "crc32c" -> new ByteCodec.Crc32c();
      default -> throw unknown(codec);
    };
  }

  private IOException unknown(Named codec) {
    return file.wrong("the codec " + codec.name(), KNOWN);
  }

  private List<Integer> transposed(Named codec, int rank) throws IOException {
    JsonNode json = codec.configuration().path("order");
    List<Long> order = file.longs(json, "order", 0);
    List<Long> axes = LongStream.range(0, rank).boxed().toList();
    if (!order.stream().sorted().toList().equals(axes)) {
      throw file.wrong("the transposition " + json, "it has " + rank + " axes");
    }
    return order.stream().map(Long::intValue).toList();
  }

  private ChunkCodec.Packing packing(Named codec, List<Long> extents) throws IOException {
    return switch (codec.name()) {
      case "bytes" -> new ChunkCodec.Elements(byteOrder(codec));
      case "sharding_indexed" -> shards(codec.configuration(), extents);
      default -> throw unknown(codec);
    };
  }

  private ByteOrder byteOrder(Named codec) throws IOException {
    String endian = codec.configuration().path("endian").asText("");
    return switch (endian) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default -> {
        if (dtype.bytes() > 1) {
          throw file.wrong("endian '" + endian + "'", "it is little or big");
        }
        yield ByteOrder.LITTLE_ENDIAN;
      }
    };
  }

  private ChunkCodec.Shards shards(JsonNode configuration, List<Long> extents) throws IOException {
    List<Long> inner = file.longs(configuration.path("chunk_shape"), "chunk_shape", 1);
    double chunks = 1;
    boolean fits = inner.size() == extents.size();
    for (int axis = 0; fits && axis < extents.size(); axis++) {
      fits = extents.get(axis) % inner.get(axis) == 0;
      chunks *= (double) extents.get(axis) / inner.get(axis);
    }
    if (!fits || chunks * INDEX_ENTRY > Integer.MAX_VALUE) {
      throw file.wrong("chunks of " + inner + " in shards of " + extents);
    }
    // The index is an array of one more axis, whose elements are uint64.
    List<Long> words = new ArrayList<>(inner);
    words.add(2L);
    CodecsV3 ofIndex = new CodecsV3(file, DType.UINT64);
    ChunkCodec index = ofIndex.parse(configuration.path("index_codecs"), words);
    if (!index.isRowMajor()
        || !(index.packing() instanceof ChunkCodec.Elements)
        || index.storedSize(INDEX_ENTRY) == ByteCodec.UNKNOWN) {
      throw file.wrong("index_codecs " + configuration.path("index_codecs"));
    }
    String location = configuration.path("index_location").asText("end");
    return new ChunkCodec.Shards(
        inner,
        parse(configuration.path("codecs"), inner),
        index,
        switch (location) {
          case "start" -> ChunkCodec.Location.START;
          case "end" -> ChunkCodec.Location.END;
          default -> throw file.wrong("index_location " + location, "it is start or end");
        });
  }

  /** Writes the codecs of an array. */
  static void write(ArrayNode codecs, DType dtype, ZarrCompression compression) {
    MetadataV3.configured(codecs.addObject(), "bytes").put("endian", "little");
    switch (compression) {
      case NONE -> {
        // Nothing is done to the bytes.
      }
      case GZIP ->
          MetadataV3.configured(codecs.addObject(), "gzip").put("level", ByteCodec.Level6.LEVEL);
      case ZSTD ->
          MetadataV3.configured(codecs.addObject(), "zstd")
              .put("level", ByteCodec.ZSTD_LEVEL)
              .put("checksum", true);
      case BLOSC ->
          MetadataV3.configured(codecs.addObject(), "blosc")
              .put("typesize", dtype.bytes())
              .put("cname", "lz4")
              .put("clevel", BloscFrame.LEVEL)
              .put("shuffle", dtype.bytes() > 1 ? "shuffle" : "noshuffle")
              .put("blocksize", 0);
    }
  }
}
