package dev.sparrow.jit;

/**
 * A function of three operands of one type, the next after {@link
 * java.util.function.BinaryOperator}.
 *
 * @param <T> type of operands and result
 */
@FunctionalInterface
public interface TernaryOperator<T> {
  /**
   * Applies the function.
   *
   * @param x first operand
   * @param y second operand
   * @param z third operand
   * @return the result
   */
  T apply(T x, T y, T z);
}
