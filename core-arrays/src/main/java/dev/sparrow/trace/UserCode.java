package dev.sparrow.trace;

import dev.sparrow.graph.SourceLine;
import java.util.List;
import java.util.Optional;

/** Where in the user's code the library was called: the first frame that is not the library's. */
public final class UserCode {
  private static final StackWalker WALKER = StackWalker.getInstance();

  /** Packages of the JDK, whose frames stand between a lambda and its caller. */
  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.");

  private static final String LIBRARY = "dev.sparrow.";

  /** Programs that use the library and live beside it. */
  private static final List<String> PROGRAMS =
      List.of("dev.sparrow.demo.", "dev.sparrow.tour.", "dev.sparrow.examples.");

  private UserCode() {}

  /** {@return the frame that called the library; writing it out takes longer and can wait} */
  public static Optional<StackWalker.StackFrame> frame() {
    return WALKER.walk(frames -> frames.filter(frame -> isUsers(frame.getClassName())).findFirst());
  }

  /** {@return the line that called the library, as {@code Trainer.java:40 (step)}} */
  public static Optional<String> line() {
    return frame().map(UserCode::line);
  }

  /**
   * A frame in words.
   *
   * @param frame the frame
   * @return for example {@code Trainer.java:40 (step)}
   */
  public static String line(StackWalker.StackFrame frame) {
    return SourceLine.of(frame).toString();
  }

  /** {@return the line that called the library} */
  public static SourceLine source() {
    return frame().map(SourceLine::of).orElse(SourceLine.UNKNOWN);
  }

  /** {@return the line that called the library as a phrase to append, or nothing if unknown} */
  public static String atLine() {
    return line().map(line -> " at " + line).orElse("");
  }

  private static boolean isUsers(String className) {
    if (className.startsWith(LIBRARY)) {
      return PROGRAMS.stream().anyMatch(className::startsWith);
    }
    return JDK.stream().noneMatch(className::startsWith);
  }
}
