package dev.sparrow.arrow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ExtensionType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * What a column says of the shape of its elements. A number has none; a list of a fixed size is an
 * axis; the canonical extension type {@code arrow.fixed_shape_tensor} is a list of a fixed size
 * whose metadata, {@code {"shape": [2, 3], "permutation": [1, 0]}}, tell the axes (Arrow's columnar
 * format, "Canonical Extension Types").
 */
final class TensorField {
  private static final String TENSOR = "arrow.fixed_shape_tensor";
  private static final String SHAPE = "shape";
  private static final String PERMUTATION = "permutation";

  private TensorField() {}

  /**
   * Axes of an element.
   *
   * @param stored extents as they lie in memory, outermost first
   * @param order which stored axis is the first of the element, which the second, and so on
   */
  record Axes(List<Long> stored, List<Integer> order) {
    static final Axes NONE = new Axes(List.of(), List.of());

    static Axes inOrder(List<Long> stored) {
      return new Axes(stored, IntStream.range(0, stored.size()).boxed().toList());
    }

    /** These axes, and inside of them those of their elements. */
    Axes around(Axes inner) {
      List<Long> extents = new ArrayList<>(stored);
      extents.addAll(inner.stored);
      List<Integer> places = new ArrayList<>(order);
      inner.order.forEach(place -> places.add(stored.size() + place));
      return new Axes(extents, places);
    }
  }

  /** The field of a column whose elements are arrays of a shape. */
  static Field of(String name, DType dtype, Shape element) {
    ArrowType values = ArrowTypes.of(dtype);
    if (element.rank() == 0) {
      return new Field(name, FieldType.notNullable(values), List.of());
    }
    int size = Math.toIntExact(element.size());
    ArrowType list = new ArrowType.FixedSizeList(size);
    Field item = new Field("item", FieldType.notNullable(values), List.of());
    if (element.rank() == 1) {
      return new Field(name, FieldType.notNullable(list), List.of(item));
    }
    ObjectNode metadata = new ObjectMapper().createObjectNode();
    ArrayNode dims = metadata.putArray(SHAPE);
    for (long dim : element.dims()) {
      dims.add(dim);
    }
    Map<String, String> extension =
        Map.of(
            ExtensionType.EXTENSION_METADATA_KEY_NAME,
            TENSOR,
            ExtensionType.EXTENSION_METADATA_KEY_METADATA,
            metadata.toString());
    return new Field(name, new FieldType(false, list, null, extension), List.of(item));
  }

  /**
   * The axes of a column's lists of a fixed size: those of a tensor, if it says so, or one.
   *
   * @param field the column
   * @param size values in a list
   */
  static Axes axes(Field field, int size) {
    String name = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_NAME);
    String metadata = field.getMetadata().get(ExtensionType.EXTENSION_METADATA_KEY_METADATA);
    if (field.getType() instanceof ExtensionType registered) {
      name = registered.extensionName();
      metadata = registered.serialize();
    }
    if (!TENSOR.equals(name) || metadata == null) {
      return Axes.inOrder(List.of((long) size));
    }
    try {
      JsonNode json = new ObjectMapper().readTree(metadata);
      Axes axes = Axes.inOrder(numbers(json, SHAPE));
      if (json.has(PERMUTATION)) {
        List<Integer> order = numbers(json, PERMUTATION).stream().map(Math::toIntExact).toList();
        if (!order.stream().sorted().toList().equals(axes.order)) {
          throw malformed(field, metadata, size, null);
        }
        axes = new Axes(axes.stored, order);
      }
      if (axes.stored.stream().reduce(1L, Math::multiplyExact) != size) {
        throw malformed(field, metadata, size, null);
      }
      return axes;
    } catch (JsonProcessingException | ArithmeticException notATensor) {
      throw malformed(field, metadata, size, notATensor);
    }
  }

  private static List<Long> numbers(JsonNode json, String name) {
    List<Long> numbers = new ArrayList<>();
    json.path(name).forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }

  private static IllegalArgumentException malformed(
      Field field, String metadata, int size, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "arrow: column '%s' is a fixed-shape tensor of %d values with metadata %s, which do not fit"
            .formatted(field.getName(), size, metadata),
        cause);
  }
}
