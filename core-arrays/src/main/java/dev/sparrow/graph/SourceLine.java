package dev.sparrow.graph;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The line of the user's code that called an operation. No part of a program: programs are equal
 * whatever lines they come from, and a saved one has none.
 */
public final class SourceLine implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The line of an operation that nobody wrote, or of a program that was loaded. */
  public static final SourceLine UNKNOWN = new SourceLine(null);

  // Kept as it is: writing it out takes longer and can wait.
  private final transient StackWalker.@Nullable StackFrame frame;

  private SourceLine(StackWalker.@Nullable StackFrame frame) {
    this.frame = frame;
  }

  /**
   * The line of a frame.
   *
   * @param frame a frame of the user's code
   * @return its line
   */
  public static SourceLine of(StackWalker.StackFrame frame) {
    return new SourceLine(frame);
  }

  /** {@return whether there is a line} */
  public boolean isKnown() {
    return frame != null;
  }

  /** {@return the line as a phrase to append, {@code at Trainer.java:40 (step)}, or nothing} */
  public String atLine() {
    return isKnown() ? " at " + this : "";
  }

  /** {@return for example {@code Trainer.java:40 (step)}} */
  @Override
  public String toString() {
    return frame == null
        ? "an unknown line"
        : frame.getFileName()
            + ":"
            + frame.getLineNumber()
            + " ("
            + method(frame.getMethodName())
            + ")";
  }

  /** The method a lambda stands in: javac names its body {@code lambda$step$0}. */
  private static String method(String name) {
    return name.startsWith("lambda$") ? name.substring(7, name.lastIndexOf('$')) : name;
  }
}
