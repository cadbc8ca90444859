package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of functions with a scalar result, as {@code jax.grad}: the function that computes the
 * gradient, at a small multiple of the cost of one call, whatever the number of arguments.
 *
 * <p>Transformations compose: a gradient can be differentiated again, mapped by {@code vmap} and
 * compiled by {@code jit}, and so can what it is the gradient of.
 */
public final class Grad {
  private Grad() {}

  /**
   * A value and its gradient.
   *
   * @param <G> what the gradient is
   * @param value what the function returns
   * @param gradient how it changes with the differentiated arguments
   */
  public record ValueAndGrad<G>(NDArray value, G gradient) {}

  /**
   * The gradient of a function of one array.
   *
   * @param f the function; its result is a real scalar
   * @return from an argument to the gradient there, of the argument's dtype and shape; it throws
   *     {@link NotDifferentiableException} if the result is no scalar or the argument no float
   */
  public static UnaryOperator<NDArray> grad(UnaryOperator<NDArray> f) {
    return x -> differentiate("grad", listed(f), List.of(x), List.of(0)).gradient.getFirst();
  }

  /**
   * The gradient of a function of two arrays with respect to the first.
   *
   * @param f the function; its result is a real scalar
   * @return from arguments to the gradient there
   */
  public static BinaryOperator<NDArray> grad(BinaryOperator<NDArray> f) {
    return grad(f, 0);
  }

  /**
   * The gradient of a function of two arrays with respect to one of them.
   *
   * @param f the function; its result is a real scalar
   * @param argnum which argument, 0 or 1
   * @return from arguments to the gradient there
   */
  public static BinaryOperator<NDArray> grad(BinaryOperator<NDArray> f, int argnum) {
    return (x, y) ->
        differentiate("grad", listed(f), List.of(x, y), List.of(argnum)).gradient.getFirst();
  }

  /**
   * The gradient of a function of two arrays with respect to some of them.
   *
   * @param f the function; its result is a real scalar
   * @param argnums which arguments
   * @return from arguments to one gradient for each of {@code argnums}
   */
  public static BiFunction<NDArray, NDArray, List<NDArray>> grad(
      BinaryOperator<NDArray> f, List<Integer> argnums) {
    return (x, y) -> differentiate("grad", listed(f), List.of(x, y), argnums).gradient;
  }

  /**
   * The gradient of a function of any number of arrays.
   *
   * @param f the function; its result is a real scalar
   * @param argnums which arguments, negative from the end; none for the first
   * @return from arguments to one gradient for each of {@code argnums}
   */
  public static Function<List<NDArray>, List<NDArray>> gradList(
      Function<List<NDArray>, NDArray> f, int... argnums) {
    Function<List<NDArray>, ValueAndGrad<List<NDArray>>> both = valueAndGradList(f, argnums);
    return in -> both.apply(in).gradient;
  }

  /**
   * Value and gradient of a function of one array.
   *
   * @param f the function; its result is a real scalar
   * @return from an argument to value and gradient there
   */
  public static Function<NDArray, ValueAndGrad<NDArray>> valueAndGrad(UnaryOperator<NDArray> f) {
    return x -> first(differentiate("value_and_grad", listed(f), List.of(x), List.of(0)));
  }

  /**
   * Value of a function of two arrays and gradient with respect to the first.
   *
   * @param f the function; its result is a real scalar
   * @return from arguments to value and gradient there
   */
  public static BiFunction<NDArray, NDArray, ValueAndGrad<NDArray>> valueAndGrad(
      BinaryOperator<NDArray> f) {
    return (x, y) -> first(differentiate("value_and_grad", listed(f), List.of(x, y), List.of(0)));
  }

  /**
   * Value and gradient of a function of any number of arrays.
   *
   * @param f the function; its result is a real scalar
   * @param argnums which arguments, negative from the end; none for the first
   * @return from arguments to the value and one gradient for each of {@code argnums}
   */
  public static Function<List<NDArray>, ValueAndGrad<List<NDArray>>> valueAndGradList(
      Function<List<NDArray>, NDArray> f, int... argnums) {
    List<Integer> chosen = new ArrayList<>();
    for (int argnum : argnums) {
      chosen.add(argnum);
    }
    List<Integer> places = chosen.isEmpty() ? List.of(0) : List.copyOf(chosen);
    return in -> differentiate("value_and_grad", f, in, places);
  }

  private static Function<List<NDArray>, NDArray> listed(UnaryOperator<NDArray> f) {
    return in -> f.apply(in.getFirst());
  }

  private static Function<List<NDArray>, NDArray> listed(BinaryOperator<NDArray> f) {
    return in -> f.apply(in.get(0), in.get(1));
  }

  private static ValueAndGrad<NDArray> first(ValueAndGrad<List<NDArray>> all) {
    return new ValueAndGrad<>(all.value, all.gradient.getFirst());
  }

  private static ValueAndGrad<List<NDArray>> differentiate(
      String operation,
      Function<List<NDArray>, NDArray> f,
      List<NDArray> arguments,
      List<Integer> argnums) {
    List<Boolean> moving = Arguments.chosen(operation, arguments, argnums);
    Linearization at = Linearization.of(in -> List.of(f.apply(in)), arguments, moving);
    NDArray value = at.results().getFirst();
    checkScalar(operation, value);
    List<@Nullable NDArray> all =
        Duals.spread(at.pullback(List.of(Terms.constant(value, 1))), moving);
    List<NDArray> gradients = new ArrayList<>();
    for (int argnum : argnums) {
      int place = argnum < 0 ? argnum + arguments.size() : argnum;
      gradients.add(Terms.orZeros(all.get(place), arguments.get(place).type()));
    }
    return new ValueAndGrad<>(value, Collections.unmodifiableList(gradients));
  }

  private static void checkScalar(String operation, NDArray value) {
    if (value.rank() != 0) {
      throw new NotDifferentiableException(
          operation
              + ": Gradient only defined for scalar-output functions. Output had shape: "
              + value.shape()
              + "; sum the output, or use vjp or jacrev");
    }
    if (!value.dtype().isFloat()) {
      throw new NotDifferentiableException(
          operation
              + ": requires real-valued outputs (a dtype that is a sub-dtype of floating), but got "
              + value.dtype()
              + "; convert the output to a float, or use vjp");
    }
  }
}
