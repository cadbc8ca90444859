package dev.sparrow.tree;

/**
 * A value cannot be taken as a structure of arrays, or two structures differ.
 *
 * <p>Cause: a {@code String} where an array should be, a list of another length, a record that
 * cannot be built again. Fix: the message names the place, as in {@code params.layers[1].w}; mark
 * record components that are no arrays with {@link Static}.
 */
public final class TreeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * A refusal.
   *
   * @param message operation, place, what is wrong, what to do
   */
  public TreeException(String message) {
    super(message);
  }

  /**
   * A refusal with a cause.
   *
   * @param message operation, place, what is wrong, what to do
   * @param cause what refused
   */
  public TreeException(String message, Throwable cause) {
    super(message, cause);
  }
}
