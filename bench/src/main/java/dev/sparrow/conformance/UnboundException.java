package dev.sparrow.conformance;

/** A call cannot be made in this release; the message says why. Makes a case unsupported. */
final class UnboundException extends Exception {
  private static final long serialVersionUID = 1L;

  UnboundException(String reason) {
    super(reason, null, false, false);
  }
}
