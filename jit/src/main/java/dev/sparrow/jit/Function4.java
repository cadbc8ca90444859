package dev.sparrow.jit;

import org.jspecify.annotations.Nullable;

/**
 * A function of four arguments.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <C> type of the third argument
 * @param <D> type of the fourth argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface Function4<
    A extends @Nullable Object,
    B extends @Nullable Object,
    C extends @Nullable Object,
    D extends @Nullable Object,
    R extends @Nullable Object> {
  /**
   * Applies the function.
   *
   * @param a first argument
   * @param b second argument
   * @param c third argument
   * @param d fourth argument
   * @return the result
   */
  R apply(A a, B b, C c, D d);
}
