package dev.sparrow.debug;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Effect;
import dev.sparrow.trace.InvalidValues;
import dev.sparrow.trace.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looking into functions while they run, compiled or not: {@code jax.debug}.
 *
 * <p>Where Java's own {@code System.out.println} in a compiled function runs once, while the
 * function is traced, and sees no values, {@link #print} and {@link #callback} become a part of the
 * program and run each time it does, with the values of that run:
 *
 * <ul>
 *   <li>in a loop once for each step, in a branch only if it is taken;
 *   <li>under {@code vmap} once for each element of the batch that comes there, in order;
 *   <li>under {@code grad} and {@code jvp} once, with the values and not with the tangents; in a
 *       {@code checkpoint} once more when the values are computed again.
 * </ul>
 *
 * <p>They never change a bit of a result, and no result has to depend on them. Within a program
 * they run in the order in which they are written; a program that has one runs on the thread that
 * calls it, to its end, so that the order holds from call to call too (JAX promises neither unless
 * asked to, and needs {@code effects_barrier}). Programs with a print can be saved, and sent to
 * Spark's executors, which print where they run; programs with a callback cannot.
 */
public final class Debug {
  private static final AtomicReference<@Nullable Consumer<String>> OUTPUT = new AtomicReference<>();

  private Debug() {}

  /**
   * Writes a line when the program comes here.
   *
   * <pre>{@code
   * Debug.print("x = {}, mean = {:.3f}", x, x.mean());
   * }</pre>
   *
   * <p>A scalar is written as Python writes the number, an array as NumPy's {@code str} does, or
   * for {@code {!r}} as {@link NDArray#toString()}. A scalar may have a format, such as {@code
   * {:.3f}}, {@code {:8d}} or {@code {:+.2e}}: {@code
   * [[fill]align][sign][0][width][,][.precision][d|f|e|%]}.
   *
   * @param format the line, with {@code {}} for each argument in order, or {@code {0}} by number; a
   *     brace that is written twice is a brace
   * @param arguments arrays, whose values are those of the run; anything else is written as it is
   *     now
   * @throws IllegalArgumentException if the format is malformed, or does not fit the arguments
   */
  public static void print(String format, @Nullable Object... arguments) {
    ValueLine line = ValueLine.of("debug.print", format, Arrays.asList(arguments));
    Trace.current().bind(new Effect.Print(line.format(), List.of()), line.operands());
  }

  /**
   * Calls a function with values when the program comes here.
   *
   * <p>It runs on the thread that runs the program, which goes on when it returns; what it throws
   * ends the program and reaches its caller. It may compute with the arrays and keep them.
   *
   * @param consumer takes the values, in the order of the arguments
   * @param arguments the arrays
   */
  public static void callback(Consumer<List<NDArray>> consumer, NDArray... arguments) {
    Trace.current().bind(new Effect.Callback(consumer, List.of()), List.of(arguments));
  }

  /**
   * Says where lines go, in this process: {@code System.out} unless said. For a while, with
   *
   * <pre>{@code
   * try (var _ = Debug.output(lines::add)) {
   *   step.apply(x);
   * }
   * }</pre>
   *
   * @param output takes lines without their ends, on the thread that runs the program
   * @return closing it has lines go where they went before
   */
  public static Setting output(Consumer<String> output) {
    Consumer<String> before = OUTPUT.getAndSet(output);
    return () -> OUTPUT.set(before);
  }

  /**
   * Looks for NaNs: {@code jax_debug_nans}. While it is on, in this process, every eager operation
   * and every call of a compiled function is waited for, and if a result has a NaN, an error names
   * the operation that made it, the types of its operands, and the line of code. To find it, a
   * compiled function is run again operation by operation, in its loops too, so a failing call
   * takes longer. NaNs that no result has are nobody's concern.
   *
   * <p>{@code -Dsparrow.debug.nans=true} has it on from the start.
   *
   * <pre>{@code
   * try (var _ = Debug.nans()) {
   *   step.apply(x); // FloatingPointException: log: invalid value (nan) encountered in …
   * }
   * }</pre>
   *
   * @return closing it turns the setting off, unless others want it too
   */
  public static Setting nans() {
    return wanted(Invalid.NAN);
  }

  /**
   * Looks for infinities, as {@link #nans} looks for NaNs: {@code jax_debug_infs}, {@code
   * -Dsparrow.debug.infs=true}.
   *
   * @return closing it turns the setting off, unless others want it too
   */
  public static Setting infs() {
    return wanted(Invalid.INF);
  }

  private static Setting wanted(Invalid value) {
    InvalidValues.want(value, 1);
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.getAndSet(false)) {
        InvalidValues.want(value, -1);
      }
    };
  }

  /** A setting that holds until it is closed. */
  @FunctionalInterface
  public interface Setting extends AutoCloseable {
    @Override
    void close();
  }

  // Where print goes unless it is said otherwise: the console.
  @SuppressWarnings("SystemOut")
  static void write(String line) {
    Consumer<String> output = OUTPUT.get();
    if (output == null) {
      System.out.println(line);
    } else {
      output.accept(line);
    }
  }
}
