package dev.sparrow.array;

/**
 * Shapes, axes or index lists do not fit together.
 *
 * <p>Example: {@code add: incompatible shapes for broadcasting: (3,) and (4,)}. Fix: reshape or
 * broadcast one operand, or correct the axis that the message names.
 */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * An error with its message.
   *
   * @param message operation, what is wrong with the numbers, what to do
   */
  public ShapeException(String message) {
    super(message);
  }
}
