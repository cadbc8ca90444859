package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation, as {@code jax.vjp}: the value of a function, and the map from a
 * cotangent of the result back to cotangents of the arguments. What the map needs of the way
 * forward is kept as long as the map is.
 */
public final class Vjp {
  private Vjp() {}

  /**
   * A value and the way back from it.
   *
   * @param <R> what the function returns
   * @param <P> what it takes
   * @param value what the function returns at the primal
   * @param pullback from a cotangent of the result to one of the argument; may be called any number
   *     of times, and is linear
   */
  public record Result<R, P>(R value, Function<R, P> pullback) {}

  /**
   * Differentiates a function in reverse.
   *
   * @param f the function
   * @param primal where
   * @return the value and its pullback
   */
  public static Result<NDArray, NDArray> vjp(UnaryOperator<NDArray> f, NDArray primal) {
    Result<List<NDArray>, List<NDArray>> result =
        vjpList(in -> List.of(f.apply(in.getFirst())), List.of(primal));
    return new Result<>(
        result.value.getFirst(), cotangent -> result.pullback.apply(List.of(cotangent)).getFirst());
  }

  /**
   * Differentiates a function of any number of arguments and results in reverse. Integers and bools
   * do not change: cotangents of such results are ignored, and those of such arguments are zeros of
   * their own dtype.
   *
   * @param f the function
   * @param primals where
   * @return the values and their pullback
   */
  public static Result<List<NDArray>, List<NDArray>> vjpList(
      Function<List<NDArray>, List<NDArray>> f, List<NDArray> primals) {
    List<Boolean> moving = Arguments.inexact(primals);
    Linearization at = Linearization.of(f, primals, moving);
    List<ArrayType> types = at.results().stream().map(NDArray::type).toList();
    return new Result<>(
        at.results(),
        cotangents -> {
          Arguments.checkCount("vjp", "cotangents", types.size(), cotangents.size());
          List<@Nullable NDArray> given = new ArrayList<>();
          for (int i = 0; i < types.size(); i++) {
            Arguments.checkCotangent(types.get(i), cotangents.get(i));
            given.add(types.get(i).dtype().isInexact() ? cotangents.get(i) : null);
          }
          return Duals.orZeros(Duals.spread(at.pullback(given), moving), primals);
        });
  }
}
