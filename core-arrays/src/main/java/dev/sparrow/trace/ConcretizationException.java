package dev.sparrow.trace;

/**
 * The value of a traced array was asked for while the function was being traced.
 *
 * <p>Cause: {@code if (x.item() > 0)}, printing, or converting to a Java array inside a jitted
 * function, where only types are known. Fix: use {@code where(condition, a, b)}, return the value
 * and read it outside, or leave that part of the function out of {@code jit}. JAX calls it {@code
 * ConcretizationTypeError}.
 */
public sealed class ConcretizationException extends IllegalStateException
    permits TracerBoolConversionException,
        TracerIntegerConversionException,
        TracerArrayConversionException,
        NonConcreteBooleanIndexException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message operation, which value, what to do
   */
  public ConcretizationException(String message) {
    super(message);
  }
}
