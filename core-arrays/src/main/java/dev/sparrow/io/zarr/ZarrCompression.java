package dev.sparrow.io.zarr;

/** How chunks are made small when they are written. Reading knows more ways than these. */
public enum ZarrCompression {
  /** Elements as they are. */
  NONE,
  /** Gzip, level 6: slow, known to every program. */
  GZIP,
  /** Zstandard, level 3: small and fast. */
  ZSTD,
  /** Blosc's shuffle of bytes and LZ4: fastest, good for numbers whose upper bytes repeat. */
  BLOSC
}
