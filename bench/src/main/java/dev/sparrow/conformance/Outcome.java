package dev.sparrow.conformance;

/** What became of a case. */
sealed interface Outcome {
  /** The result was compared and is as expected, or the call was refused as it should be. */
  record Passed() implements Outcome {}

  /**
   * The result is not as expected.
   *
   * @param difference what differs, in one line
   */
  record Failed(String difference) implements Outcome {}

  /**
   * The result is not as expected, and is not meant to be.
   *
   * @param difference what differs, in one line
   * @param reason why it should
   */
  record Deliberate(String difference, String reason) implements Outcome {}

  /**
   * The call cannot be made in this release; nothing was compared.
   *
   * @param reason what is missing
   */
  record Unsupported(String reason) implements Outcome {}
}
