package dev.sparrow.jit;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A compiled function of two arguments of any types that are structures of arrays ({@link
 * dev.sparrow.tree.Tree}) or static.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <R> type of the result
 */
public final class Compiled2<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends CompiledFunction<R> implements BiFunction<A, B, R> {
  Compiled2(ProgramCache programs) {
    super(programs);
  }

  /** Calls the function. */
  @Override
  public R apply(A a, B b) {
    return invoke(a, b);
  }
}
