package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.tree.Flattened;
import dev.sparrow.tree.Tree;
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
    return of(f, primal);
  }

  /**
   * Differentiates a function of a structure of arrays in reverse. Integers and bools do not
   * change: cotangents of such results are ignored, and those of such arguments are zeros of their
   * own dtype.
   *
   * @param <P> what the function takes
   * @param <R> what it returns
   * @param f the function
   * @param primals where
   * @return the values and their pullback
   */
  public static <P, R> Result<R, P> vjp(Function<P, R> f, P primals) {
    return of(f, primals);
  }

  private static <P, R> Result<R, P> of(Function<P, R> f, P primals) {
    Flattened<P> flat = Tree.flatten("vjp", "primals", primals);
    StructuredFunction<P, R> function = new StructuredFunction<>("vjp", f, flat.structure());
    List<Boolean> moving = Arguments.inexact(flat.leaves());
    Linearization at = Linearization.of(function, flat.leaves(), moving);
    List<NDArray> results = at.results();
    return new Result<>(
        function.result(results),
        cotangents -> {
          Flattened<R> given = Tree.flatten("vjp", "cotangents", cotangents);
          Tree.checkSame("vjp", function.returned(), given.structure());
          List<@Nullable NDArray> incoming = new ArrayList<>();
          for (int i = 0; i < results.size(); i++) {
            NDArray cotangent = given.leaves().get(i);
            Arguments.checkCotangent(results.get(i).type(), cotangent);
            incoming.add(cotangent.dtype().isInexact() ? cotangent : null);
          }
          List<@Nullable NDArray> outgoing = Duals.spread(at.pullback(incoming), moving);
          return flat.structure().unflatten(Duals.orZeros(outgoing, flat.leaves()));
        });
  }
}
