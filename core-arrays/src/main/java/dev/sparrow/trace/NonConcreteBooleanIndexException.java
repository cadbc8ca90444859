package dev.sparrow.trace;

/**
 * A traced mask was used as an index, so the shape of the result would depend on its values.
 *
 * <p>Cause: {@code x.get(x.gt(0))} inside a traced function. Fix: {@code where(mask, x, 0)}, or the
 * three-argument reductions with a {@code where}. JAX calls it {@code
 * NonConcreteBooleanIndexError}.
 */
public final class NonConcreteBooleanIndexException extends ConcretizationException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message operation, which value, what to do
   */
  public NonConcreteBooleanIndexException(String message) {
    super(message);
  }
}
