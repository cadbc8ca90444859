package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
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
    return of(f, primal, tangent);
  }

  /**
   * Pushes tangents through a function of a structure of arrays. Integers and bools do not change:
   * their tangents are ignored among arguments and zeros of their own dtype among results.
   *
   * @param <P> what the function takes
   * @param <R> what it returns
   * @param f the function
   * @param primals where
   * @param tangents the direction, in the structure of the primals
   * @return values and tangents of the results
   * @throws dev.sparrow.tree.TreeException if the structures differ
   * @throws dev.sparrow.array.ShapeException if shapes differ
   * @throws dev.sparrow.array.DTypeException if dtypes differ
   */
  public static <P, R> Result<R> jvp(Function<P, R> f, P primals, P tangents) {
    return of(f, primals, tangents);
  }

  private static <P, R> Result<R> of(Function<P, R> f, P primals, P tangents) {
    Flattened<P> flat = Tree.flatten("jvp", "primals", primals);
    Flattened<P> direction = Tree.flatten("jvp", "tangents", tangents);
    Tree.checkSame("jvp", flat.structure(), direction.structure());
    StructuredFunction<P, R> function = new StructuredFunction<>("jvp", f, flat.structure());
    JvpTrace trace = new JvpTrace(JvpRules::apply);
    List<NDArray> duals = new ArrayList<>();
    for (int i = 0; i < flat.leaves().size(); i++) {
      NDArray primal = flat.leaves().get(i);
      NDArray tangent = direction.leaves().get(i);
      Arguments.checkTangent(primal, tangent);
      duals.add(primal.dtype().isInexact() ? trace.dual(primal, tangent) : primal);
    }
    List<NDArray> given = Collections.unmodifiableList(duals);
    Dual results = trace.split(trace.run(() -> function.apply(given)));
    return new Result<>(
        function.result(results.primals()),
        function.result(Duals.orZeros(results.tangents(), results.primals())));
  }
}
