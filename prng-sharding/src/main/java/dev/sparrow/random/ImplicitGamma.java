package dev.sparrow.random;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.GammaDerivatives;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/**
 * How gamma numbers depend on their parameter. The trials that made a number say nothing of that:
 * it is the number of the same quantile that a slightly different parameter would have given
 * ({@link GammaDerivatives}). So samplers draw with a parameter that counts as constant, and the
 * number gets its derivative afterwards, by a program that gives back the number and brings its own
 * rule.
 */
enum ImplicitGamma {
  /** Of numbers. */
  LINEAR("gamma"),
  /** Of their logarithms. */
  LOGARITHMIC("loggamma");

  /**
   * How often results can be differentiated. A rule needs the number as something that depends on
   * the parameter in its turn, so each order is a program in the rule of the one above.
   */
  private static final int ORDERS = 2;

  private final String name;

  ImplicitGamma(String name) {
    this.name = name;
  }

  private NDArray slope(NDArray a, NDArray sample) {
    return switch (this) {
      case LINEAR -> GammaDerivatives.randomGammaGrad(a, sample);
      case LOGARITHMIC -> GammaDerivatives.randomLoggammaGrad(a, sample);
    };
  }

  /** A parameter to draw with. */
  static NDArray constant(NDArray a) {
    return Lax.stopGradient(a);
  }

  /**
   * A number that moves with its parameter.
   *
   * @param a the parameter, of rank 0 or of the sample's shape
   * @param sample what was drawn with {@link #constant} of it
   * @return the sample; its derivatives by a of more than the second order are NaN
   */
  NDArray moving(NDArray a, NDArray sample) {
    return moving(a, sample, ORDERS);
  }

  private NDArray moving(NDArray a, NDArray sample, int orders) {
    ArrayType type = sample.type().strong();
    List<ArrayType> types = List.of(a.type().strong(), type);
    Graph graph = GraphTrace.trace(name, types, in -> in.subList(1, 2)).graph();
    List<ArrayType> withTangents = new ArrayList<>(types);
    withTangents.addAll(types);
    Graph rule =
        GraphTrace.trace(
                name + " rule",
                withTangents,
                in -> {
                  NDArray parameter = in.get(0);
                  NDArray number = in.get(1);
                  if (orders > 0) {
                    NDArray again = moving(parameter, number, orders - 1);
                    NDArray moved = Lax.apply(Fn.MUL, in.get(2), slope(parameter, again));
                    return List.of(again, moved);
                  }
                  NDArray unknown = Creation.scalar(Double.NaN, type.dtype());
                  NDArray poisoned = Lax.apply(Fn.MUL, in.get(2), unknown);
                  return List.of(number, Lax.broadcastTo(poisoned, type.shape()));
                })
            .graph();
    Inlined.CustomJvp attached = new Inlined.CustomJvp(name, graph, rule, 0);
    return Trace.current().bind(attached, List.of(a, sample)).getFirst();
  }
}
