package dev.sparrow.trace;

/**
 * A traced array was asked whether it is true.
 *
 * <p>Cause: {@code if (x.gt(0).toBoolean())} inside a traced function, where the answer would have
 * to be both. Fix: {@code where(condition, a, b)} or {@code cond}; or make the argument static if
 * only few values occur. JAX calls it {@code TracerBoolConversionError}.
 */
public final class TracerBoolConversionException extends ConcretizationException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message operation, which value, what to do
   */
  public TracerBoolConversionException(String message) {
    super(message);
  }
}
