package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Linear approximations, as {@code jax.linearize}: the value of a function, and the map from a
 * change of the arguments to the change of the result, which costs less than the function when it
 * is called often.
 */
public final class Linearize {
  private Linearize() {}

  /**
   * A value and the linear map around it.
   *
   * @param <R> what the function returns
   * @param <P> what it takes
   * @param value what the function returns at the primal
   * @param pushforward from a tangent of the argument to one of the result; may be called any
   *     number of times. It throws {@link NotDifferentiableException} if the function contains one
   *     that has a reverse derivative only
   */
  public record Result<R, P>(R value, Function<P, R> pushforward) {}

  /**
   * Linearises a function.
   *
   * @param f the function
   * @param primal where
   * @return the value and its linear map
   */
  public static Result<NDArray, NDArray> linearize(UnaryOperator<NDArray> f, NDArray primal) {
    return of(f, primal);
  }

  /**
   * Linearises a function of a structure of arrays. Integers and bools do not change: their
   * tangents are ignored among arguments and zeros of their own dtype among results.
   *
   * @param <P> what the function takes
   * @param <R> what it returns
   * @param f the function
   * @param primals where
   * @return the value and its linear map
   */
  public static <P, R> Result<R, P> linearize(Function<P, R> f, P primals) {
    return of(f, primals);
  }

  /**
   * The transpose of a linear function, as {@code jax.linear_transpose}: from a cotangent of the
   * result to one of the argument. A function that is not linear is taken for its derivative at 0.
   *
   * @param f a linear function
   * @param example an argument, of which only the type matters
   * @return the transpose
   */
  public static UnaryOperator<NDArray> linearTranspose(UnaryOperator<NDArray> f, NDArray example) {
    return cotangent ->
        Vjp.vjp(f, Terms.zeros(example.type().strong())).pullback().apply(cotangent);
  }

  private static <P, R> Result<R, P> of(Function<P, R> f, P primals) {
    Flattened<P> flat = Tree.flatten("linearize", "primals", primals);
    StructuredFunction<P, R> function = new StructuredFunction<>("linearize", f, flat.structure());
    List<NDArray> arguments = flat.leaves();
    List<Boolean> moving = Arguments.inexact(arguments);
    Linearization at = Linearization.of(function, arguments, moving);
    return new Result<>(
        function.result(at.results()),
        tangents -> {
          CustomDerivatives.checkForward(at.linear());
          Flattened<P> given = Tree.flatten("linearize", "tangents", tangents);
          Tree.checkSame("linearize", flat.structure(), given.structure());
          for (int i = 0; i < arguments.size(); i++) {
            Arguments.checkTangent(arguments.get(i), given.leaves().get(i));
          }
          return function.result(
              Duals.orZeros(at.pushforward(Duals.where(given.leaves(), moving)), at.results()));
        });
  }
}
