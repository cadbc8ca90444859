package dev.sparrow.io.zarr;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Names of chunks.
 *
 * @param style how they begin
 * @param separator between the numbers
 */
record ChunkKeys(Style style, String separator) {
  /** How names begin. */
  enum Style {
    /** With {@code c}, as those of version 3 do: {@code c/0/1}. */
    DEFAULT,
    /** With the first number: {@code 0.1}. */
    V2
  }

  /** The name of a chunk, a path relative to the array's. */
  String key(List<Long> numbers) {
    String joined = numbers.stream().map(String::valueOf).collect(Collectors.joining(separator));
    return switch (style) {
      case DEFAULT -> numbers.isEmpty() ? "c" : "c" + separator + joined;
      case V2 -> numbers.isEmpty() ? "0" : joined;
    };
  }
}
