package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Branches and loops over values that are not known while tracing, as in {@code jax.lax}. The
 * functions given are called once each, to trace them, and compiled into one loop: in a function
 * under {@code jit} and outside alike.
 *
 * <p>What goes from step to step, and what branches take and return, are structures of arrays (see
 * {@link dev.sparrow.tree.Tree}); arrays of the surroundings may be used freely. A weak initial
 * value takes the type that the body returns.
 *
 * <pre>{@code
 * record State(NDArray mean, NDArray variance) {}
 * Carried<State, NDArray> result =
 *     scan((State s, NDArray x) -> Carried.of(update(s, x), s.mean()), initial, xs);
 * }</pre>
 */
public final class ControlFlow {
  private ControlFlow() {}

  /**
   * Runs one of two functions.
   *
   * @param <R> structure of the results
   * @param predicate a scalar; false and zero choose the second function
   * @param onTrue what is computed where the predicate holds
   * @param onFalse what is computed where it does not; returns the same structure and types
   * @return what the chosen function returns
   */
  public static <R extends @Nullable Object> R cond(
      NDArray predicate, Supplier<R> onTrue, Supplier<R> onFalse) {
    return Branching.cond(predicate, _ -> onTrue.get(), _ -> onFalse.get(), null);
  }

  /**
   * Runs one of two functions on an operand.
   *
   * @param <T> structure of the operand
   * @param <R> structure of the results
   * @param predicate a scalar; false and zero choose the second function
   * @param onTrue what is computed where the predicate holds
   * @param onFalse what is computed where it does not; returns the same structure and types
   * @param operand what the chosen function takes
   * @return what the chosen function returns
   */
  @JaxName("lax.cond")
  public static <T extends @Nullable Object, R extends @Nullable Object> R cond(
      NDArray predicate, Function<T, R> onTrue, Function<T, R> onFalse, T operand) {
    return Branching.cond(predicate, onTrue, onFalse, operand);
  }

  /**
   * Runs one of several functions on an operand.
   *
   * @param <T> structure of the operand
   * @param <R> structure of the results
   * @param index an integer scalar; one out of range takes the nearest branch
   * @param branches the functions, at least one, which return the same structure and types
   * @param operand what the chosen function takes
   * @return what the chosen function returns
   */
  @JaxName("lax.switch")
  public static <T extends @Nullable Object, R extends @Nullable Object> R switchCase(
      NDArray index, List<? extends Function<T, R>> branches, T operand) {
    return Branching.switchCase(index, branches, operand);
  }

  /**
   * Repeats a function while a condition holds.
   *
   * @param <C> structure of what goes from step to step
   * @param condition a bool scalar for a state
   * @param body the next state; same structure and types
   * @param initial the first state
   * @return the first state for which the condition does not hold
   */
  @JaxName("lax.while_loop")
  public static <C> C whileLoop(Function<C, NDArray> condition, UnaryOperator<C> body, C initial) {
    return Looping.whileLoop(condition, body, initial);
  }

  /**
   * Runs a function for each number of a range that is known now; differentiable in both modes.
   *
   * @param <C> structure of what goes from step to step
   * @param lower first number
   * @param upper one past the last number; not above {@code lower}: no step
   * @param body (number, state) → next state; same structure and types
   * @param initial the first state
   * @return the last state
   */
  @JaxName("lax.fori_loop")
  public static <C> C foriLoop(long lower, long upper, BiFunction<NDArray, C, C> body, C initial) {
    return Looping.foriLoop(lower, upper, body, initial);
  }

  /**
   * Runs a function for each number of a range; a loop of as many steps as turn out.
   *
   * @param <C> structure of what goes from step to step
   * @param lower first number, an integer scalar
   * @param upper one past the last number, of the same dtype; not above {@code lower}: no step
   * @param body (number, state) → next state; same structure and types
   * @param initial the first state
   * @return the last state
   */
  @JaxName("lax.fori_loop")
  public static <C> C foriLoop(
      NDArray lower, NDArray upper, BiFunction<NDArray, C, C> body, C initial) {
    return Looping.foriLoop(lower, upper, body, initial);
  }

  /**
   * Runs a function over the leading axis of arrays, passing a state from step to step.
   *
   * @param <C> structure of the state
   * @param <X> structure of what is scanned over
   * @param <Y> structure of the outputs
   * @param body (state, element of xs) → next state and output; the state keeps structure and types
   * @param initial the first state
   * @param xs arrays with leading axes of one length; null if there is nothing to scan over, and
   *     then {@link ScanOption#length} says how many steps there are
   * @param options direction, number of steps
   * @return the last state, and the outputs stacked along a new leading axis
   */
  @JaxName("lax.scan")
  public static <C extends @Nullable Object, X extends @Nullable Object, Y extends @Nullable Object>
      Carried<C, Y> scan(
          BiFunction<C, X, Carried<C, Y>> body, C initial, X xs, ScanOption... options) {
    return Looping.scan(body, initial, xs, List.of(options));
  }

  /**
   * Applies a function to each element along the leading axis, one after another: a scan without
   * state. {@code vmap} computes the same at once.
   *
   * @param <X> structure of what is mapped over
   * @param <Y> structure of the results
   * @param f the function
   * @param xs arrays with leading axes of one length
   * @return the results stacked along a new leading axis
   */
  @JaxName("lax.map")
  public static <X, Y extends @Nullable Object> Y map(Function<X, Y> f, X xs) {
    return Looping.map(f, xs);
  }

  /**
   * Combines elements from the first to each one: element i of the result is {@code
   * combine(…combine(combine(x0, x1), x2)…, xi)} for an associative function, computed in a tree of
   * logarithmic depth. Float results depend on the tree, which depends on the length alone.
   *
   * @param <T> structure of the elements
   * @param combine an associative function of two stacks of elements of any common length; it
   *     combines elementwise along the axis
   * @param elements arrays of one length along the axis
   * @param options axis and direction
   * @return the running combinations, of the elements' structure and shapes
   */
  @JaxName("lax.associative_scan")
  public static <T> T associativeScan(
      BinaryOperator<T> combine, T elements, AssociativeScanOption... options) {
    return AssociativeScan.run(combine, elements, List.of(options));
  }
}
