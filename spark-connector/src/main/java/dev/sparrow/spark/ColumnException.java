package dev.sparrow.spark;

/**
 * A DataFrame column cannot become an array.
 *
 * <p>Causes: no column of that name, a type that is not numeric, nulls where none are allowed, no
 * rows. Example: {@code ShardedArray.ofColumn(flights, "origin", 4, NullPolicy.error())}, a string
 * column. Fix: the message names it: which columns there are, how many nulls, which policy.
 */
public final class ColumnException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its message.
   *
   * @param message column, what is wrong with numbers, what to do
   */
  public ColumnException(String message) {
    super(message);
  }
}
