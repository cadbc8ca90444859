package dev.sparrow.trace;

/**
 * A traced value was used after, or outside, the function that was being traced.
 *
 * <p>Cause: the function stored a value in a field or collection that outlives it. Example: {@code
 * jit(x -> { saved = x.mul(2); return x; })}, then {@code saved.add(1)}. Fix: return the value from
 * the function instead.
 */
public final class TracerEscapedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message operation, which value, what to do
   */
  public TracerEscapedException(String message) {
    super(message);
  }
}
