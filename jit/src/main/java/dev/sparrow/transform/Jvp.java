package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Forward-mode differentiation, as {@code jax.jvp}: the value of a function and how it changes when
 * its arguments change in a given direction, at about the cost of two calls.
 */
public final class Jvp {
  private Jvp() {}

  /**
   * A value and its tangent.
   *
   * @param <R> what the function returns
   * @param value what the function returns at the primals
   * @param tangent its change along the tangents
   */
  public record Result<R>(R value, R tangent) {}

  /**
   * Pushes a tangent through a function.
   *
   * @param f the function
   * @param primal where
   * @param tangent the direction, of the primal's dtype and shape
   * @return value and tangent of the result
   * @throws dev.sparrow.array.ShapeException if the shapes differ
   * @throws dev.sparrow.array.DTypeException if the dtypes differ
   */
  public static Result<NDArray> jvp(UnaryOperator<NDArray> f, NDArray primal, NDArray tangent) {
    Result<List<NDArray>> result =
        jvpList(in -> List.of(f.apply(in.getFirst())), List.of(primal), List.of(tangent));
    return new Result<>(result.value.getFirst(), result.tangent.getFirst());
  }

  /**
   * Pushes tangents through a function of any number of arguments and results. Integers and bools
   * do not change: their tangents are ignored among arguments and zeros of their own dtype among
   * results.
   *
   * @param f the function
   * @param primals where
   * @param tangents one for each primal, of its dtype and shape
   * @return values and tangents of the results
   */
  public static Result<List<NDArray>> jvpList(
      Function<List<NDArray>, List<NDArray>> f, List<NDArray> primals, List<NDArray> tangents) {
    Arguments.checkCount("jvp", "tangents", primals.size(), tangents.size());
    JvpTrace trace = new JvpTrace(JvpRules::apply);
    List<NDArray> duals = new ArrayList<>();
    for (int i = 0; i < primals.size(); i++) {
      NDArray primal = primals.get(i);
      Arguments.checkTangent(primal, tangents.get(i));
      duals.add(primal.dtype().isInexact() ? trace.dual(primal, tangents.get(i)) : primal);
    }
    List<NDArray> given = Collections.unmodifiableList(duals);
    Dual results = trace.split(trace.run(() -> f.apply(given)));
    return new Result<>(results.primals(), Duals.orZeros(results.tangents(), results.primals()));
  }
}
