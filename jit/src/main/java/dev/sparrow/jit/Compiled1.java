package dev.sparrow.jit;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiled function of one argument of any types that are structures of arrays ({@link
 * dev.sparrow.tree.Tree}) or static.
 *
 * @param <A> type of the argument
 * @param <R> type of the result
 */
public final class Compiled1<A extends @Nullable Object, R extends @Nullable Object>
    extends CompiledFunction<R> implements Function<A, R> {
  Compiled1(ProgramCache programs) {
    super(programs);
  }

  /** Calls the function. */
  @Override
  public R apply(A a) {
    return invoke(a);
  }
}
