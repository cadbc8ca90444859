package dev.sparrow.array;

/**
 * An operation was given an element type that it does not accept.
 *
 * <p>Example: {@code sub: does not accept dtype bool; use bitwiseXor or logicalXor}. Fix: convert
 * with {@link NDArray#astype}, or use the operation that the message names.
 */
public final class DTypeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its message.
   *
   * @param message operation, what is wrong, what to do
   */
  public DTypeException(String message) {
    super(message);
  }
}
