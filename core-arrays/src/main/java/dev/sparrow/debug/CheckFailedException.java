package dev.sparrow.debug;

/** A check of the user's that failed, or what a checked function found in its own operations. */
public final class CheckFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What follows the user's own words. */
  public static final String USER = " (`check` failed)";

  /**
   * An error with its message.
   *
   * @param message what failed, and the line
   */
  public CheckFailedException(String message) {
    super(message);
  }
}
