package dev.sparrow.io.zarr;

/** Version of the format. */
public enum ZarrFormat {
  /** {@code .zarray} beside chunks such as {@code 0.1}; what most older programs read. */
  V2,
  /** {@code zarr.json} beside chunks such as {@code c/0/1}; the current one. */
  V3
}
