package dev.sparrow.ops;

/** Which way a sorted line runs. */
public enum SortOrder {
  /** Smallest first, NaN last. */
  ASCENDING,
  /** Largest first, NaN before all others. */
  DESCENDING
}
