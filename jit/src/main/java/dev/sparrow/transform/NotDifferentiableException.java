package dev.sparrow.transform;

/**
 * A derivative was asked for that does not exist.
 *
 * <p>Cause: the result is no scalar, an argument is an integer, or a loop of unknown length is
 * differentiated in reverse. Example: {@code grad(x -> x.mul(2)).apply(vector)}. Fix: sum the
 * result, convert the argument, or use {@code scan}; the message says which.
 */
public final class NotDifferentiableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message operation, what is wrong, what to do
   */
  public NotDifferentiableException(String message) {
    super(message);
  }
}
