package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function at a point: its results there, and how they change with its arguments as a linear
 * program. JAX's {@code linearize}; a vjp is this, transposed.
 *
 * @param results what the function returns
 * @param linear from tangents of the moving arguments to tangents of the results that move; its
 *     captures are residuals
 * @param residuals the values its captures stand for
 * @param moved which results have a tangent
 */
record Linearization(
    List<NDArray> results, Graph linear, List<NDArray> residuals, List<Boolean> moved) {

  /**
   * Linearises a function; what does not touch a tangent is done at once by the current trace.
   *
   * @param function the function
   * @param arguments where
   * @param moving which arguments have a tangent
   */
  static Linearization of(
      Function<List<NDArray>, List<NDArray>> function,
      List<NDArray> arguments,
      List<Boolean> moving) {
    return of(function, arguments, moving, List.of());
  }

  /**
   * Linearises a function.
   *
   * @param wanted which results must have a tangent, even if it is zero; none if empty
   */
  static Linearization of(
      Function<List<NDArray>, List<NDArray>> function,
      List<NDArray> arguments,
      List<Boolean> moving,
      List<Boolean> wanted) {
    LinearTrace linear = new LinearTrace();
    JvpTrace trace = linear.run(() -> new JvpTrace(LinearizeRules::apply));
    List<NDArray> duals = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      NDArray argument = arguments.get(i);
      duals.add(
          moving.get(i)
              ? trace.dual(argument, linear.parameter(argument.type().strong()))
              : argument);
    }
    List<NDArray> given = Collections.unmodifiableList(duals);
    Dual results = trace.split(trace.run(() -> function.apply(given)));
    List<@Nullable NDArray> tangents = new ArrayList<>(results.tangents());
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i) && tangents.get(i) == null) {
        tangents.set(i, linear.zeros(results.primals().get(i).type().strong()));
      }
    }
    LinearTrace.Recorded recorded = linear.finish(Duals.nonZero(tangents));
    return new Linearization(
        results.primals(), recorded.graph(), recorded.residuals(), Duals.isNonZero(tangents));
  }

  /**
   * Tangents of the results, made by the current trace.
   *
   * @param tangents tangents of the moving arguments
   * @return one for each result; null for zero
   */
  List<@Nullable NDArray> pushforward(List<NDArray> tangents) {
    List<NDArray> inputs = new ArrayList<>(residuals);
    inputs.addAll(tangents);
    return Duals.spread(Interpreter.run(linear, inputs), moved);
  }

  /**
   * Cotangents of the moving arguments, made by the current trace.
   *
   * @param cotangents one for each result; null for zero
   * @return one for each moving argument; null for zero
   */
  List<@Nullable NDArray> pullback(List<@Nullable NDArray> cotangents) {
    List<@Nullable NDArray> inputs = new ArrayList<>(residuals);
    inputs.addAll(Collections.nCopies(linear.params().size(), null));
    List<@Nullable NDArray> results =
        Transposition.run(linear, inputs, Duals.where(cotangents, moved));
    return results.subList(residuals.size(), results.size());
  }
}
