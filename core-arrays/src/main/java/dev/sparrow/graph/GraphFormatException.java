package dev.sparrow.graph;

/** Thrown for bytes that are no saved program, are damaged, or are of a version not known here. */
public final class GraphFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong with the bytes
   */
  public GraphFormatException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong with the bytes
   * @param cause what found it
   */
  public GraphFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
