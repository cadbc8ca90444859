package dev.sparrow.trace;

/**
 * A traced array was asked for its elements as a plain Java array.
 *
 * <p>Cause: {@code x.toFloatArray()} inside a traced function. Fix: use operations on arrays,
 * return the value and read it outside, or look at it with {@code Debug.callback}. JAX calls it
 * {@code TracerArrayConversionError}.
 */
public final class TracerArrayConversionException extends ConcretizationException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message operation, which value, what to do
   */
  public TracerArrayConversionException(String message) {
    super(message);
  }
}
