package dev.sparrow.array;

import dev.sparrow.graph.Indexing.Bounds;

/** What happens to positions that do not exist; each function says which of these it takes. */
public enum IndexMode {
  /** The nearest position is taken. */
  CLIP,
  /** Reading gives a fill value, writing does nothing. */
  FILL,
  /** Another name of {@link #FILL}, for writing. */
  DROP,
  /** There are none, the caller says; if there are, reading clips and writing drops. */
  PROMISE_IN_BOUNDS,
  /** Positions count on from the start again. */
  WRAP,
  /** They are an error; values must be known, so not inside traced functions. */
  RAISE;

  /**
   * The bounds rule of primitives.
   *
   * @param operation the operation, for the error
   * @return the rule
   * @throws IllegalArgumentException if primitives have no such rule
   */
  Bounds bounds(String operation) {
    return switch (this) {
      case CLIP -> Bounds.CLIP;
      case FILL, DROP -> Bounds.FILL_OR_DROP;
      case PROMISE_IN_BOUNDS -> Bounds.PROMISE_IN_BOUNDS;
      case WRAP, RAISE ->
          throw new IllegalArgumentException(
              operation + ": unknown mode " + this + "; use CLIP, FILL, DROP or PROMISE_IN_BOUNDS");
    };
  }
}
