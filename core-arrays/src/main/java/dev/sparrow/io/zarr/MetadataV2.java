package dev.sparrow.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Metadata of version 2: {@code .zarray}, {@code .zgroup}, and attributes in {@code .zattrs}. */
final class MetadataV2 {
  static final String ARRAY = ".zarray";
  static final String GROUP = ".zgroup";
  static final String ATTRIBUTES = ".zattrs";

  /** Where xarray keeps names of axes. */
  private static final String DIMENSIONS = "_ARRAY_DIMENSIONS";

  private static final int VERSION = 2;
  private static final Pattern DTYPE = Pattern.compile("([<>|])([a-zA-Z])(\\d+)");

  private MetadataV2() {}

  /** The array in a folder, or null if there is none. */
  static @Nullable ArrayMetadata read(Path folder) throws IOException {
    MetadataFile file = MetadataFile.read(folder.resolve(ARRAY));
    if (!file.exists()) {
      return null;
    }
    if (file.field("zarr_format").asInt() != VERSION) {
      throw file.wrong("zarr_format " + file.field("zarr_format"), "in " + ARRAY + " it is 2");
    }
    JsonNode filters = file.root().path("filters");
    if (!filters.isEmpty()) {
      throw file.wrong("filters " + filters, "arrays without filters can be read");
    }
    Shape shape = file.shape();
    // Some programs write 0 for the chunks of an axis of extent 0.
    List<Long> chunks =
        file.longs(file.field("chunks"), "chunks", 0).stream().map(c -> Math.max(c, 1)).toList();
    if (chunks.size() != shape.rank()) {
      throw file.wrong("chunks " + chunks, "its shape is " + shape);
    }
    JsonNode stored = file.field("dtype");
    Matcher code = DTYPE.matcher(stored.asText());
    DType dtype = code.matches() ? dtype(code.group(2) + code.group(3)) : null;
    if (dtype == null) {
      throw file.wrong("dtype " + stored, "no array here can have it");
    }
    ByteOrder order = code.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    JsonNode compressor = file.root().path("compressor");
    String separator = file.root().path("dimension_separator").asText(".");
    Map<String, Object> attributes = MetadataFile.read(folder.resolve(ATTRIBUTES)).attributes("");
    return new ArrayMetadata(
        ZarrFormat.V2,
        dtype,
        shape,
        chunks,
        new ChunkKeys(ChunkKeys.Style.V2, separator),
        new ChunkCodec(
            order(file, shape.rank()),
            new ChunkCodec.Elements(order),
            compressor.isObject() ? List.of(codec(file, compressor)) : List.of()),
        FillValue.parse(dtype, file.field("fill_value"), file.path().toString()),
        attributes.get(DIMENSIONS) instanceof List<?> names && names.size() == shape.rank()
            ? names.stream().map(String::valueOf).toList()
            : List.of(),
        attributes);
  }

  private static List<Integer> order(MetadataFile file, int rank) throws IOException {
    JsonNode order = file.field("order");
    return switch (order.asText()) {
      case "C" -> ChunkCodec.rowMajor(rank);
      case "F" -> ChunkCodec.columnMajor(rank);
      default -> throw file.wrong("order " + order, "it is C or F");
    };
  }

  private static ByteCodec codec(MetadataFile file, JsonNode compressor) throws IOException {
    return switch (compressor.path("id").asText()) {
      case "gzip" -> new ByteCodec.Gzip();
      case "zlib" -> new ByteCodec.Zlib();
      case "zstd" -> new ByteCodec.Zstd();
      case "blosc" -> new ByteCodec.Blosc();
      case "lz4" -> new ByteCodec.Lz4();
      default ->
          throw file.wrong(
              "compressor " + compressor, "gzip, zlib, zstd, blosc and lz4 can be read");
    };
  }

  private static @Nullable DType dtype(String code) {
    for (DType dtype : DType.values()) {
      if (code.equals(code(dtype))) {
        return dtype;
      }
    }
    return null;
  }

  /** NumPy's letter and byte count; empty for dtypes that version 2 does not have. */
  private static String code(DType dtype) {
    String letter =
        switch (dtype.kind()) {
          case BOOL -> "b";
          case SIGNED -> "i";
          case UNSIGNED -> "u";
          case FLOAT -> dtype == DType.BFLOAT16 ? "" : "f";
          case COMPLEX -> "c";
          case KEY -> "";
        };
    return letter.isEmpty() ? "" : letter + dtype.bytes();
  }

  static boolean has(DType dtype) {
    return !code(dtype).isEmpty();
  }

  /** Writes the metadata of an array. */
  static void write(Path folder, ArrayMetadata array, ZarrCompression compression)
      throws IOException {
    ObjectNode root = MetadataFile.object().put("zarr_format", VERSION);
    ArrayNode shape = root.putArray("shape");
    for (long dim : array.shape().dims()) {
      shape.add(dim);
    }
    ArrayNode chunks = root.putArray("chunks");
    array.chunks().forEach(chunks::add);
    root.put("dtype", (array.dtype().bytes() == 1 ? "|" : "<") + code(array.dtype()));
    switch (compression) {
      case NONE -> root.putNull("compressor");
      case GZIP ->
          root.putObject("compressor").put("id", "gzip").put("level", ByteCodec.Level6.LEVEL);
      case ZSTD ->
          root.putObject("compressor").put("id", "zstd").put("level", ByteCodec.ZSTD_LEVEL);
      case BLOSC ->
          root.putObject("compressor")
              .put("id", "blosc")
              .put("cname", "lz4")
              .put("clevel", BloscFrame.LEVEL)
              .put("shuffle", 1)
              .put("blocksize", 0);
    }
    root.set("fill_value", array.fill().json());
    root.put("order", "C").putNull("filters").put("dimension_separator", array.keys().separator());
    MetadataFile.write(folder.resolve(ARRAY), root);
    Map<String, Object> attributes = new LinkedHashMap<>(array.attributes());
    if (!array.dimensionNames().isEmpty()) {
      attributes.put(DIMENSIONS, array.dimensionNames());
    }
    if (!attributes.isEmpty()) {
      MetadataFile.write(folder.resolve(ATTRIBUTES), MetadataFile.json(attributes));
    }
  }

  /** Writes the metadata of a group. */
  static void writeGroup(Path folder) throws IOException {
    Files.createDirectories(folder);
    MetadataFile.write(folder.resolve(GROUP), MetadataFile.object().put("zarr_format", VERSION));
  }
}
