package dev.sparrow.jit;

import dev.sparrow.graph.Graph;
import dev.sparrow.jit.run.JitBackend;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled function. Traces once for each combination of argument types, structures and static
 * values, and keeps the {@link #CACHE_SIZE} programs used last. Thread-safe.
 *
 * <p>Arrays that the function captures become hidden parameters of its program, not constants:
 * their values are those of the arrays captured when it was traced.
 *
 * @param <R> type of the result
 */
public abstract sealed class CompiledFunction<R extends @Nullable Object>
    permits Compiled, Compiled1, Compiled2, Compiled3, Compiled4 {
  /** Most programs a compiled function keeps. */
  public static final int CACHE_SIZE = ProgramCache.CAPACITY;

  private final ProgramCache programs;

  CompiledFunction(ProgramCache programs) {
    this.programs = programs;
  }

  /** Calls the function; the result has the type that the function's results have. */
  @SuppressWarnings("unchecked")
  final R invoke(@Nullable Object... arguments) {
    return (R) programs.call(Arrays.asList(arguments));
  }

  /**
   * Traces the function, the first step of compiling it ahead of time. The arguments' arrays serve
   * as examples of types only, so they may be {@link dev.sparrow.trace.AbstractArray}s.
   *
   * @param arguments arguments of the types to compile for, in order
   * @return the traced program
   */
  public final Traced<R> trace(@Nullable Object... arguments) {
    Signature signature = Arguments.of(programs.options(), Arrays.asList(arguments)).signature();
    return new Traced<>(programs.options(), signature, programs.program(signature));
  }

  /**
   * The traced program, whose text is JAX's.
   *
   * @param arguments arguments of the types to trace for
   * @return the graph
   */
  public final Graph graph(@Nullable Object... arguments) {
    return trace(arguments).graph();
  }

  /**
   * What runs: regions, kernels and their tier, bytes read and written, updates in place, floating
   * point operations and cost.
   *
   * @param arguments arguments of the types to explain
   * @return text
   */
  public final String explain(@Nullable Object... arguments) {
    return new JitBackend().explain(graph(arguments));
  }

  /**
   * What runs and how long it takes: runs the program some times on the arguments.
   *
   * @param arguments arguments with values; none of them is given up, donated or not
   * @return what {@link #explain} says, with the shortest time of each step
   * @throws IllegalArgumentException if the arguments or what the function captures are traced
   */
  public final String profile(@Nullable Object... arguments) {
    Arguments given = Arguments.of(programs.options(), Arrays.asList(arguments));
    return programs.program(given.signature()).profile(given.leaves());
  }

  /** {@return what the cache of programs did since the function was made} */
  public final CacheStatistics cacheStatistics() {
    return programs.statistics();
  }

  /** {@return the number of programs kept} */
  public final int cacheSize() {
    return programs.size();
  }

  /** Forgets all programs. */
  public final void clearCache() {
    programs.clear();
  }

  /**
   * {@return why the last calls that had to trace did: which argument differed, and in what, from
   * the call before that differs least}
   */
  public final List<String> explainMisses() {
    return programs.misses();
  }

  /** {@return the function's name} */
  @Override
  public final String toString() {
    return "jit(" + programs.options().name() + ")";
  }
}
