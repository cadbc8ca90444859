package dev.sparrow.trace;

/**
 * A traced array was asked for an integer.
 *
 * <p>Cause: {@code zeros(n.toLong())} or {@code list.get((int) i.toLong())} inside a traced
 * function. Shapes must be known while tracing. Fix: make the argument static, or use array
 * operations (indexing by an array, {@code where}, a loop primitive). JAX calls it {@code
 * TracerIntegerConversionError}.
 */
public final class TracerIntegerConversionException extends ConcretizationException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message operation, which value, what to do
   */
  public TracerIntegerConversionException(String message) {
    super(message);
  }
}
