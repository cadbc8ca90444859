package dev.sparrow.jit;

import org.jspecify.annotations.Nullable;

/**
 * A compiled function of three arguments of any types that are structures of arrays ({@link
 * dev.sparrow.tree.Tree}) or static.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <R> type of the result
 */
public final class Compiled3<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        R extends @Nullable Object>
    extends CompiledFunction<R> implements Function3<A, B, C, R> {
  Compiled3(ProgramCache programs) {
    super(programs);
  }

  /** Calls the function. */
  @Override
  public R apply(A a, B b, C c) {
    return invoke(a, b, c);
  }
}
