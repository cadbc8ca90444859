package dev.sparrow.io.zarr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Metadata of version 3: {@code zarr.json}. */
final class MetadataV3 {
  static final String FILE = "zarr.json";
  private static final int VERSION = 3;

  /** Fields that are understood; an array with others may only be read if they say so. */
  private static final Set<String> FIELDS =
      Set.of(
          "zarr_format",
          "node_type",
          "shape",
          "data_type",
          "chunk_grid",
          "chunk_key_encoding",
          "fill_value",
          "codecs",
          "attributes",
          "dimension_names",
          "storage_transformers");

  private MetadataV3() {}

  /** The array in a folder, or null if there is none. */
  static @Nullable ArrayMetadata read(Path folder) throws IOException {
    MetadataFile file = MetadataFile.read(folder.resolve(FILE));
    if (!isNode(file, "array")) {
      return null;
    }
    for (Map.Entry<String, JsonNode> field : file.root().properties()) {
      boolean optional =
          field.getValue().path("must_understand").isBoolean()
              && !field.getValue().path("must_understand").booleanValue();
      if (!FIELDS.contains(field.getKey()) && !optional) {
        throw file.wrong("the extension " + field.getKey());
      }
    }
    if (!file.root().path("storage_transformers").isEmpty()) {
      throw file.wrong("storage transformers");
    }
    Shape shape = file.shape();
    DType dtype = dtype(file);
    Named grid = Named.of(file, file.field("chunk_grid"));
    if (!grid.name.equals("regular")) {
      throw file.wrong("the chunk grid " + grid.name, "regular grids can be read");
    }
    List<Long> chunks = file.longs(grid.configuration.path("chunk_shape"), "chunk_shape", 1);
    if (chunks.size() != shape.rank()) {
      throw file.wrong("chunk_shape " + chunks, "its shape is " + shape);
    }
    return new ArrayMetadata(
        ZarrFormat.V3,
        dtype,
        shape,
        chunks,
        keys(file),
        new CodecsV3(file, dtype).parse(file.field("codecs"), chunks),
        FillValue.parse(dtype, file.field("fill_value"), file.path().toString()),
        names(file, shape.rank()),
        file.attributes("attributes"));
  }

  /** Whether a file is there and describes such a node. */
  static boolean isNode(MetadataFile file, String type) throws IOException {
    if (!file.exists()) {
      return false;
    }
    if (file.field("zarr_format").asInt() != VERSION) {
      throw file.wrong("zarr_format " + file.field("zarr_format"), "in " + FILE + " it is 3");
    }
    return file.field("node_type").asText().equals(type);
  }

  /**
   * Something with a name and a configuration, which may be left out with everything but the name.
   */
  record Named(String name, JsonNode configuration) {
    static Named of(MetadataFile file, JsonNode json) throws IOException {
      JsonNode name = json.isTextual() ? json : json.path("name");
      if (!name.isTextual()) {
        throw file.wrong(json.toString());
      }
      return new Named(name.textValue(), json.path("configuration"));
    }
  }

  private static DType dtype(MetadataFile file) throws IOException {
    String name = Named.of(file, file.field("data_type")).name;
    for (DType dtype : DType.values()) {
      if (has(dtype) && dtype.jaxName().equals(name)) {
        return dtype;
      }
    }
    throw file.wrong("data_type " + file.field("data_type"), "no array here can have it");
  }

  /** Whether version 3 has a dtype; it calls them as NumPy does. */
  static boolean has(DType dtype) {
    return dtype != DType.KEY;
  }

  private static ChunkKeys keys(MetadataFile file) throws IOException {
    Named encoding = Named.of(file, file.field("chunk_key_encoding"));
    JsonNode separator = encoding.configuration.path("separator");
    return switch (encoding.name) {
      case "default" -> new ChunkKeys(ChunkKeys.Style.DEFAULT, separator.asText("/"));
      case "v2" -> new ChunkKeys(ChunkKeys.Style.V2, separator.asText("."));
      default ->
          throw file.wrong("the chunk key encoding " + encoding.name, "default and v2 can be read");
    };
  }

  private static List<String> names(MetadataFile file, int rank) throws IOException {
    JsonNode json = file.root().path("dimension_names");
    List<String> names = new ArrayList<>();
    for (JsonNode name : json) {
      names.add(name.isNull() ? "" : name.asText());
    }
    if (json.isArray() && names.size() != rank) {
      throw file.wrong("dimension_names " + json, "it has " + rank + " axes");
    }
    return names;
  }

  /** Writes the metadata of an array. */
  static void write(Path folder, ArrayMetadata array, ZarrCompression compression)
      throws IOException {
    ObjectNode root = MetadataFile.object().put("zarr_format", VERSION).put("node_type", "array");
    ArrayNode shape = root.putArray("shape");
    for (long dim : array.shape().dims()) {
      shape.add(dim);
    }
    root.put("data_type", array.dtype().jaxName());
    ArrayNode chunks = configured(root.putObject("chunk_grid"), "regular").putArray("chunk_shape");
    array.chunks().forEach(chunks::add);
    configured(root.putObject("chunk_key_encoding"), "default")
        .put("separator", array.keys().separator());
    root.set("fill_value", array.fill().json());
    CodecsV3.write(root.putArray("codecs"), array.dtype(), compression);
    root.set("attributes", MetadataFile.json(array.attributes()));
    if (!array.dimensionNames().isEmpty()) {
      ArrayNode names = root.putArray("dimension_names");
      array.dimensionNames().forEach(names::add);
    }
    MetadataFile.write(folder.resolve(FILE), root);
  }

  /** Names an object and gives its configuration. */
  static ObjectNode configured(ObjectNode object, String name) {
    return object.put("name", name).putObject("configuration");
  }

  /** Writes the metadata of a group. */
  static void writeGroup(Path folder) throws IOException {
    Files.createDirectories(folder);
    ObjectNode root = MetadataFile.object().put("zarr_format", VERSION).put("node_type", "group");
    root.putObject("attributes");
    MetadataFile.write(folder.resolve(FILE), root);
  }
}
