package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import java.util.List;
import java.util.stream.Stream;

/** What a case expects of its call. */
sealed interface Expected {
  /**
   * An array, every element given.
   *
   * @param array the elements
   */
  record Whole(HostArray array) implements Expected {}

  /**
   * A large array, some elements given.
   *
   * @param dtype element type
   * @param shape extents
   * @param positions row-major positions of the given elements
   * @param values these elements, in that order
   * @param crc32 checksum of the whole array's little-endian bytes
   */
  record Sampled(DType dtype, Shape shape, List<Long> positions, HostArray values, long crc32)
      implements Expected {}

  /**
   * Random keys.
   *
   * @param array the keys
   */
  record Keys(HostArray array) implements Expected {}

  /**
   * A plain value: bool, int, float, string or null.
   *
   * @param value the value
   */
  record Plain(Json value) implements Expected {}

  /**
   * Several results.
   *
   * @param parts the results in order
   */
  record Tuple(List<Expected> parts) implements Expected {}

  /**
   * The call must be refused.
   *
   * @param error JAX's exception class
   */
  record Refusal(String error) implements Expected {}

  static Expected parse(Json json) {
    if (json instanceof Json.Arr(List<Json> items)) {
      return new Tuple(items.stream().map(Expected::parse).toList());
    }
    Json.Obj fields = json.object();
    if (fields.has("error")) {
      return new Refusal(fields.require("error").string());
    }
    if (fields.has("json")) {
      return new Plain(fields.require("json"));
    }
    if (fields.has("key")) {
      return new Keys(HostArray.parseKeys(fields));
    }
    if (fields.has("samples")) {
      return sampled(fields);
    }
    return new Whole(HostArray.parse(fields));
  }

  private static Expected sampled(Json.Obj fields) {
    DType dtype = DType.of(fields.require("dtype").string());
    List<List<Json>> samples = fields.require("samples").list().stream().map(Json::list).toList();
    List<Long> positions = samples.stream().map(sample -> sample.get(0).integer()).toList();
    HostArray values =
        HostArray.ofData(
            dtype,
            Shape.of(samples.size()),
            samples.stream().map(sample -> sample.get(1)).toList());
    return new Sampled(
        dtype,
        HostArray.shape(fields.require("shape")),
        positions,
        values,
        fields.require("crc32").integer());
  }

  /** The dtypes that a result must have for the case to be computable at all. */
  default Stream<DType> dtypes() {
    return switch (this) {
      case Whole(HostArray array) -> Stream.of(array.dtype());
      case Sampled(DType dtype, Shape _, List<Long> _, HostArray _, long _) -> Stream.of(dtype);
      case Tuple(List<Expected> parts) -> parts.stream().flatMap(Expected::dtypes);
      case Keys _, Plain _, Refusal _ -> Stream.empty();
    };
  }
}
