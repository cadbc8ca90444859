package dev.sparrow.io.zarr;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How an array is written. */
public sealed interface ZarrOption {
  /**
   * The version of the format; without this it is {@link ZarrFormat#V3}.
   *
   * @param format the version
   * @return the option
   */
  static ZarrOption format(ZarrFormat format) {
    return new Format(format);
  }

  /**
   * Extents of a chunk. Without this the longest extents are halved until a chunk takes no more
   * than a mebibyte.
   *
   * @param extents an extent for each axis, at least 1
   * @return the option
   */
  static ZarrOption chunks(long... extents) {
    return new Chunks(Arrays.stream(extents).boxed().toList());
  }

  /**
   * How chunks are made small; without this {@link ZarrCompression#ZSTD}.
   *
   * @param compression the way
   * @return the option
   */
  static ZarrOption compression(ZarrCompression compression) {
    return new Compression(compression);
  }

  /**
   * What readers take the elements of a missing chunk to be; without this it is 0. Every chunk is
   * written, so it matters to those who delete chunks or let the array grow.
   *
   * @param value rounded to the array's dtype
   * @return the option
   */
  static ZarrOption fill(double value) {
    return new Fill(value);
  }

  /**
   * What readers take the elements of a missing chunk to be.
   *
   * @param value a value of the array's dtype
   * @return the option
   */
  static ZarrOption fill(long value) {
    return new Fill(value);
  }

  /**
   * Names of the axes. Version 2 has no place for them; they become the attribute {@code
   * _ARRAY_DIMENSIONS}, as xarray's.
   *
   * @param names a name for each axis
   * @return the option
   */
  static ZarrOption dimensionNames(String... names) {
    return new DimensionNames(List.of(names));
  }

  /**
   * What else to say of the array.
   *
   * @param attributes names and values: numbers, strings, booleans, lists and maps of them
   * @return the option
   */
  static ZarrOption attributes(Map<String, ?> attributes) {
    return new Attributes(new LinkedHashMap<>(attributes));
  }

  /**
   * Takes the place of an array or group that is there; without this that is an error.
   *
   * @return the option
   */
  static ZarrOption replaceExisting() {
    return new ReplaceExisting();
  }

  /**
   * The version of the format.
   *
   * @param format the version
   */
  record Format(ZarrFormat format) implements ZarrOption {}

  /**
   * Extents of a chunk.
   *
   * @param extents an extent for each axis
   */
  record Chunks(List<Long> extents) implements ZarrOption {
    /** Refuses chunks of nothing. */
    public Chunks {
      extents = List.copyOf(extents);
      if (extents.stream().anyMatch(extent -> extent < 1)) {
        throw new IllegalArgumentException(
            "zarr: extents of chunks must be at least 1, got " + extents);
      }
    }
  }

  /**
   * How chunks are made small.
   *
   * @param compression the way
   */
  record Compression(ZarrCompression compression) implements ZarrOption {}

  /**
   * The elements of a missing chunk.
   *
   * @param value a Double or a Long
   */
  record Fill(Number value) implements ZarrOption {}

  /**
   * Names of the axes.
   *
   * @param names a name for each axis
   */
  record DimensionNames(List<String> names) implements ZarrOption {
    /** Copies the list. */
    public DimensionNames {
      names = List.copyOf(names);
    }
  }

  /**
   * What else to say of the array.
   *
   * @param attributes values by name
   */
  record Attributes(Map<String, Object> attributes) implements ZarrOption {}

  /** Takes the place of what is there. */
  record ReplaceExisting() implements ZarrOption {}
}
