package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Function3;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of functions with a scalar result, as {@code jax.grad}: the function that computes the
 * gradient, at a small multiple of the cost of one call, whatever the number of arguments.
 *
 * <p>Transformations compose: a gradient can be differentiated again, mapped by {@code vmap} and
 * compiled by {@code jit}, and so can what it is the gradient of.
 */
// Overloads for operators on arrays are more specific than those for functions of any types, since
// UnaryOperator extends Function: a lambda without types goes to the former, never to both.
@SuppressWarnings("overloads")
public final class Grad {
  private static final String VALUE_AND_GRAD = "value_and_grad";

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
   * What a function with auxiliary results returns.
   *
   * @param <A> any structure of arrays
   * @param value what is differentiated
   * @param aux what is returned beside
   */
  public record WithAux<A>(NDArray value, A aux) {}

  /**
   * A value, what came with it, and its gradient.
   *
   * @param <A> what came with it
   * @param <G> what the gradient is
   * @param value what the function returns
   * @param aux what it returns beside
   * @param gradient how the value changes with the argument
   */
  public record ValueAuxAndGrad<A, G>(NDArray value, A aux, G gradient) {}

  /**
   * The gradient of a function of one array.
   *
   * <p>A lambda without parameter types is taken for a function of arrays; with types, as in {@code
   * grad((Params p) -> loss(p))}, or as a method reference, it may take any structure.
   *
   * @param f the function; its result is a real scalar
   * @return from an argument to the gradient there, of the argument's dtype and shape; it throws
   *     {@link NotDifferentiableException} if the result is no scalar or the argument no float
   */
  public static UnaryOperator<NDArray> grad(UnaryOperator<NDArray> f) {
    return x -> ofArrays("grad", listed(f), List.of(x), List.of(0)).gradient.getFirst();
  }

  /**
   * The gradient of a function of a structure of arrays: records, lists, maps.
   *
   * @param <P> what the function takes
   * @param f the function; its result is a real scalar
   * @return from an argument to the gradient there, in the argument's structure
   */
  public static <P> Function<P, P> grad(Function<P, NDArray> f) {
    Function<P, ValueAndGrad<P>> both = valueAndGrad(f);
    return parameters -> both.apply(parameters).gradient;
  }

  /**
   * The gradient with respect to the first argument, a structure of arrays; the second may be
   * anything.
   *
   * @param <P> the first argument, often parameters
   * @param <B> the second argument, often data
   * @param f the function; its result is a real scalar
   * @return from arguments to the gradient there, in the first argument's structure
   */
  public static <P, B extends @Nullable Object> BiFunction<P, B, P> grad(
      BiFunction<P, B, NDArray> f) {
    return (parameters, data) -> valueAndGrad((P p) -> f.apply(p, data)).apply(parameters).gradient;
  }

  /**
   * The gradient with respect to the first argument, a structure of arrays; the others may be
   * anything.
   *
   * @param <P> the first argument, often parameters
   * @param <B> the second argument
   * @param <C> the third argument
   * @param f the function; its result is a real scalar
   * @return from arguments to the gradient there, in the first argument's structure
   */
  public static <P, B extends @Nullable Object, C extends @Nullable Object>
      Function3<P, B, C, P> grad(Function3<P, B, C, NDArray> f) {
    return (parameters, b, c) -> valueAndGrad((P p) -> f.apply(p, b, c)).apply(parameters).gradient;
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
        ofArrays("grad", listed(f), List.of(x, y), List.of(argnum)).gradient.getFirst();
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
    return (x, y) -> ofArrays("grad", listed(f), List.of(x, y), argnums).gradient;
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
    return x -> first(ofArrays(VALUE_AND_GRAD, listed(f), List.of(x), List.of(0)));
  }

  /**
   * Value and gradient of a function of a structure of arrays: records, lists, maps.
   *
   * @param <P> what the function takes
   * @param f the function; its result is a real scalar
   * @return from an argument to value and gradient there, in the argument's structure
   */
  public static <P> Function<P, ValueAndGrad<P>> valueAndGrad(Function<P, NDArray> f) {
    Function<P, ValueAuxAndGrad<List<NDArray>, P>> all =
        valueAndGradAux((P parameters) -> new WithAux<>(f.apply(parameters), List.of()));
    return parameters -> {
      ValueAuxAndGrad<List<NDArray>, P> result = all.apply(parameters);
      return new ValueAndGrad<>(result.value, result.gradient);
    };
  }

  /**
   * Value and gradient with respect to the first argument, a structure of arrays; the second may be
   * anything.
   *
   * @param <P> the first argument, often parameters
   * @param <B> the second argument, often data
   * @param f the function; its result is a real scalar
   * @return from arguments to value and gradient there, in the first argument's structure
   */
  public static <P, B extends @Nullable Object> BiFunction<P, B, ValueAndGrad<P>> valueAndGrad(
      BiFunction<P, B, NDArray> f) {
    return (parameters, data) -> valueAndGrad((P p) -> f.apply(p, data)).apply(parameters);
  }

  /**
   * Value and gradient with respect to the first argument, a structure of arrays; the others may be
   * anything.
   *
   * @param <P> the first argument, often parameters
   * @param <B> the second argument
   * @param <C> the third argument
   * @param f the function; its result is a real scalar
   * @return from arguments to value and gradient there, in the first argument's structure
   */
  public static <P, B extends @Nullable Object, C extends @Nullable Object>
      Function3<P, B, C, ValueAndGrad<P>> valueAndGrad(Function3<P, B, C, NDArray> f) {
    return (parameters, b, c) -> valueAndGrad((P p) -> f.apply(p, b, c)).apply(parameters);
  }

  /**
   * Value, auxiliary results and gradient of a function that returns more than what is
   * differentiated: JAX's {@code has_aux}.
   *
   * @param <P> what the function takes
   * @param <A> what it returns beside its value, any structure of arrays
   * @param f the function; its value is a real scalar
   * @return from an argument to value, auxiliary results and gradient there
   */
  public static <P, A> Function<P, ValueAuxAndGrad<A, P>> valueAndGradAux(
      Function<P, WithAux<A>> f) {
    return parameters -> {
      Flattened<P> flat = Tree.flatten(VALUE_AND_GRAD, "args", parameters);
      List<NDArray> leaves = flat.leaves();
      List<Integer> all = IntStream.range(0, leaves.size()).boxed().toList();
      StructuredFunction<P, WithAux<A>> function =
          new StructuredFunction<>(VALUE_AND_GRAD, f, flat.structure());
      Differentiated result = differentiate(VALUE_AND_GRAD, function, leaves, all);
      return new ValueAuxAndGrad<>(
          result.results.getFirst(),
          function.result(result.results).aux,
          flat.structure().unflatten(result.gradients));
    };
  }

  /**
   * Value of a function of two arrays and gradient with respect to the first.
   *
   * @param f the function; its result is a real scalar
   * @return from arguments to value and gradient there
   */
  public static BiFunction<NDArray, NDArray, ValueAndGrad<NDArray>> valueAndGrad(
      BinaryOperator<NDArray> f) {
    return (x, y) -> first(ofArrays(VALUE_AND_GRAD, listed(f), List.of(x, y), List.of(0)));
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
    return in -> ofArrays(VALUE_AND_GRAD, f, in, places);
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

  private static ValueAndGrad<List<NDArray>> ofArrays(
      String operation,
      Function<List<NDArray>, NDArray> f,
      List<NDArray> arguments,
      List<Integer> argnums) {
    Differentiated result =
        differentiate(operation, in -> List.of(f.apply(in)), arguments, argnums);
    return new ValueAndGrad<>(result.results.getFirst(), result.gradients);
  }

  private record Differentiated(List<NDArray> results, List<NDArray> gradients) {}

  /** The first result is differentiated. */
  private static Differentiated differentiate(
      String operation,
      Function<List<NDArray>, List<NDArray>> f,
      List<NDArray> arguments,
      List<Integer> argnums) {
    List<Boolean> moving = Arguments.chosen(operation, arguments, argnums);
    Linearization at = Linearization.of(f, arguments, moving);
    NDArray value = at.results().getFirst();
    checkScalar(operation, value);
    List<@Nullable NDArray> cotangents =
        new ArrayList<>(Collections.nCopies(at.results().size(), null));
    cotangents.set(0, Terms.constant(value, 1));
    List<@Nullable NDArray> all = Duals.spread(at.pullback(cotangents), moving);
    List<NDArray> gradients = new ArrayList<>();
    for (int argnum : argnums) {
      int place = argnum < 0 ? argnum + arguments.size() : argnum;
      gradients.add(Terms.orZeros(all.get(place), arguments.get(place).type()));
    }
    return new Differentiated(at.results(), List.copyOf(gradients));
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
