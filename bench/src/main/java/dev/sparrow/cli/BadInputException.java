package dev.sparrow.cli;

/**
 * What the user gave cannot be used: a file that is missing, an option out of range. The command
 * line prints the message as one line and exits with code 2. The message says what is wrong, with
 * the value given, and what to do.
 */
public final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * An error the user can mend.
   *
   * @param message one line: what is wrong and what to do
   */
  public BadInputException(String message) {
    super(message);
  }
}
