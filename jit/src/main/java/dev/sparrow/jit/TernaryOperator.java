package dev.sparrow.jit;

/**
 * A function of three operands of one type, the next after {@link
 * java.util.function.BinaryOperator}.
 *
 * @param <T> type of operands and result
 */
@FunctionalInterface
public interface TernaryOperator<T> extends Function3<T, T, T, T> {}
