package dev.sparrow.io.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of metadata.
 *
 * @param path where it is
 * @param root what it holds; missing if there is no such file
 */
record MetadataFile(Path path, JsonNode root) {
  /** Python writes NaN in attributes as it is. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private static final TypeReference<LinkedHashMap<String, Object>> ATTRIBUTES =
      new TypeReference<>() {};

  /** Reads a file, which may not be there. */
  static MetadataFile read(Path path) throws IOException {
    try {
      JsonNode root = MAPPER.readTree(Files.readAllBytes(path));
      if (!root.isObject()) {
        throw new IOException("zarr: " + path + " is no JSON object");
      }
      return new MetadataFile(path, root);
    } catch (NoSuchFileException none) {
      return new MetadataFile(path, MissingNode.getInstance());
    } catch (JsonProcessingException wrong) {
      throw new IOException("zarr: " + path + " is no JSON: " + wrong.getOriginalMessage(), wrong);
    }
  }

  static void write(Path path, JsonNode root) throws IOException {
    Files.write(path, MAPPER.writeValueAsBytes(root));
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Attributes as JSON.
   *
   * @throws IllegalArgumentException if JSON has no such value
   */
  static JsonNode json(Map<String, Object> attributes) {
    return MAPPER.valueToTree(attributes);
  }

  boolean exists() {
    return !root.isMissingNode();
  }

  /** The attributes at a field, or of the whole file if it is "". */
  Map<String, Object> attributes(String field) throws IOException {
    JsonNode node = field.isEmpty() ? root : root.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    if (!node.isObject()) {
      throw wrong("attributes " + node);
    }
    return MAPPER.convertValue(node, ATTRIBUTES);
  }

  JsonNode field(String name) throws IOException {
    JsonNode node = root.get(name);
    if (node == null) {
      throw new IOException("zarr: " + path + " has no " + name);
    }
    return node;
  }

  List<Long> longs(JsonNode node, String name, long least) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : node) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < least) {
        throw wrong(name + " " + node);
      }
      numbers.add(number.longValue());
    }
    if (!node.isArray()) {
      throw wrong(name + " " + node);
    }
    return numbers;
  }

  Shape shape() throws IOException {
    List<Long> dims = longs(field("shape"), "shape", 0);
    try {
      return Shape.of(dims.stream().mapToLong(Long::longValue).toArray());
    } catch (ShapeException tooLarge) {
      throw new IOException("zarr: " + path + ": " + tooLarge.getMessage(), tooLarge);
    }
  }

  /** The error of something that is not understood. */
  IOException wrong(String what) {
    return new IOException("zarr: " + path + " has " + what + ", which cannot be read");
  }

  IOException wrong(String what, String instead) {
    return new IOException("zarr: " + path + " has " + what + "; " + instead);
  }
}
