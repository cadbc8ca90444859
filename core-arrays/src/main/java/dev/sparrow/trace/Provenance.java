package dev.sparrow.trace;

import dev.sparrow.graph.Equation;
import dev.sparrow.graph.SourceLine;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which line of the user's code an operation comes from. While a recorded program is run again,
 * under another trace say, its operations come from the lines where they were recorded and not from
 * the line that has them run.
 */
public final class Provenance {
  private static final ThreadLocal<@Nullable SourceLine> RUNNING = new ThreadLocal<>();

  private Provenance() {}

  /** {@return the line that the operation that is being bound comes from} */
  public static SourceLine here() {
    SourceLine running = RUNNING.get();
    return running != null ? running : UserCode.source();
  }

  /**
   * Runs a step of a recorded program: what it binds comes from the step's line.
   *
   * @param <R> result type
   * @param equation the step
   * @param body what to run
   * @return its result
   */
  public static <R extends @Nullable Object> R of(Equation equation, Supplier<R> body) {
    if (!equation.source().isKnown()) {
      return body.get();
    }
    SourceLine before = RUNNING.get();
    RUNNING.set(equation.source());
    try {
      return body.get();
    } finally {
      if (before == null) {
        RUNNING.remove();
      } else {
        RUNNING.set(before);
      }
    }
  }
}
