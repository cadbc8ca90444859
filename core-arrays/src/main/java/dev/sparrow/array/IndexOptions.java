package dev.sparrow.array;

import dev.sparrow.graph.Indexing.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * How positions are understood.
 *
 * @param mode what happens to positions that do not exist; null for the default, which refuses
 *     constant ones, clamps the others on reading and drops them on writing
 * @param fill what they read under {@link IndexMode#FILL}; null for the dtype's default
 * @param wrapNegative whether negative positions count from the end
 */
record IndexOptions(@Nullable IndexMode mode, @Nullable Double fill, boolean wrapNegative) {
  static final IndexOptions DEFAULT = new IndexOptions(null, null, true);

  /** How a read treats positions that do not exist. */
  Bounds reading() {
    if (mode == null) {
      return fill == null ? Bounds.PROMISE_IN_BOUNDS : Bounds.FILL_OR_DROP;
    }
    return mode.bounds("get");
  }

  /** How a write treats positions that do not exist. */
  Bounds writing() {
    return mode == null ? Bounds.FILL_OR_DROP : mode.bounds("at");
  }
}
