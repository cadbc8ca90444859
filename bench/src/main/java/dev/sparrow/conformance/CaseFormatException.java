package dev.sparrow.conformance;

/** A case file does not follow the format. The message says what is wrong; readers add the line. */
final class CaseFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CaseFormatException(String message) {
    super(message);
  }
}
