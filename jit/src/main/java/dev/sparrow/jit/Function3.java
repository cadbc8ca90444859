package dev.sparrow.jit;

import org.jspecify.annotations.Nullable;

/**
 * A function of three arguments, the next after {@link java.util.function.BiFunction}.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Function3<
    A extends @Nullable Object,
    B extends @Nullable Object,
    C extends @Nullable Object,
    R extends @Nullable Object> {
  /**
   * Applies the function.
   *
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @return the result
   */
  R apply(A a, B b, C c);
}
