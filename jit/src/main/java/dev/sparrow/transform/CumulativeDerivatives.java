package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Cumulative.Running;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.AssociativeScanOption;
import dev.sparrow.ops.ControlFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link Cumulative}. A running sum is linear, and its transpose runs the other way.
 * The others combine values with their tangents in an associative scan, as JAX does: a product
 * never divides, so zeros are fine, and equal extremes share a slope as the scan's tree meets them.
 */
final class CumulativeDerivatives {
  private CumulativeDerivatives() {}

  static Dual jvp(Cumulative prim, NDArray x, @Nullable NDArray tangent) {
    NDArray y = Terms.bind(prim, x);
    if (tangent == null || !y.dtype().isInexact()) {
      return Dual.of(y, null);
    }
    return switch (prim) {
      case Cumulative.Accumulate(Running running, int axis, boolean reverse) ->
          Dual.of(
              y,
              running == Running.SUM
                  ? Terms.bind(prim, tangent)
                  : scanned(running.monoid().combine(), axis, reverse, x, tangent));
    };
  }

  private static NDArray scanned(
      Fn combine, int axis, boolean reverse, NDArray x, NDArray tangent) {
    List<AssociativeScanOption> options = new ArrayList<>();
    options.add(AssociativeScanOption.axis(axis));
    if (reverse) {
      options.add(AssociativeScanOption.reverse());
    }
    List<NDArray> results =
        ControlFlow.associativeScan(
            (List<NDArray> first, List<NDArray> second) -> combined(combine, first, second),
            List.of(x, tangent),
            options.toArray(AssociativeScanOption[]::new));
    return results.get(1);
  }

  /** Values with tangents, combined. */
  private static List<NDArray> combined(Fn combine, List<NDArray> first, List<NDArray> second) {
    List<NDArray> values = List.of(first.get(0), second.get(0));
    NDArray value = Terms.apply(combine, values.get(0), values.get(1));
    NDArray tangent =
        PointwiseDerivatives.tangent(combine, values, value, List.of(first.get(1), second.get(1)));
    return List.of(value, Objects.requireNonNull(tangent, "tangents of both operands"));
  }

  static NDArray transpose(Cumulative prim, NDArray ct) {
    return switch (prim) {
      case Cumulative.Accumulate(Running running, int axis, boolean reverse) -> {
        if (running != Running.SUM) {
          throw TransposeRules.notLinear(prim);
        }
        Primitive back = new Cumulative.Accumulate(running, axis, !reverse);
        yield Terms.bind(back, ct);
      }
    };
  }
}
