package dev.sparrow.ops;

import org.jspecify.annotations.Nullable;

/**
 * What a step of a scan returns, and what the scan returns: the carry and an output. In a step the
 * output is one element; in the result, all of them stacked along a new leading axis.
 *
 * @param <C> structure of the carry
 * @param <Y> structure of the output
 * @param carry what goes to the next step, or remains after the last
 * @param output what is kept of a step; null if nothing is
 */
public record Carried<C extends @Nullable Object, Y extends @Nullable Object>(C carry, Y output) {
  /**
   * A carry with an output.
   *
   * @param <C> structure of the carry
   * @param <Y> structure of the output
   * @param carry what goes to the next step
   * @param output what is kept of this one
   * @return both
   */
  public static <C extends @Nullable Object, Y extends @Nullable Object> Carried<C, Y> of(
      C carry, Y output) {
    return new Carried<>(carry, output);
  }
}
