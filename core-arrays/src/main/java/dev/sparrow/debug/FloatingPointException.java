package dev.sparrow.debug;

/**
 * A NaN, or an infinity, that {@link Debug#nans} or {@link Debug#infs} looks for. The message names
 * the operation that made it, its operands and the line of code.
 */
public final class FloatingPointException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its message.
   *
   * @param message operation, types, line
   */
  public FloatingPointException(String message) {
    super(message);
  }
}
