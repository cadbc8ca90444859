package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Monoid;
import dev.sparrow.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derivatives of {@link Collective}, as JAX defines them: the transpose of psum is psum. */
final class CollectiveDerivatives {
  private CollectiveDerivatives() {}

  /** The result with its tangent. */
  static Dual jvp(Collective prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    if (prim instanceof Collective.AxisIndex) {
      return Dual.constant(Trace.current().bind(prim, in));
    }
    NDArray y = Trace.current().bind(prim, in).getFirst();
    NDArray tangent = tangents.getFirst();
    if (tangent == null || !y.dtype().isInexact()) {
      return Dual.of(y, null);
    }
    if (prim instanceof Collective.AllReduce(Monoid monoid, String _) && monoid != Monoid.SUM) {
      throw new NotDifferentiableException(
          prim.jaxName()
              + ": differentiation rule for '"
              + prim.jaxName()
              + "' not implemented; gather with allGather and take the maximum or minimum");
    }
    return Dual.of(y, Trace.current().bind(prim, List.of(tangent)).getFirst());
  }

  /** The cotangent of the operand. */
  static NDArray transpose(Collective prim, NDArray cotangent) {
    Collective transposed =
        switch (prim) {
          case Collective.AllReduce(Monoid monoid, String _) when monoid == Monoid.SUM -> prim;
          case Collective.AllGather(String axis, long size, int dimension) ->
              new Collective.ReduceScatter(axis, size, dimension);
          case Collective.ReduceScatter(String axis, long size, int dimension) ->
              new Collective.AllGather(axis, size, dimension);
          case Collective.AllToAll(String axis, long size, int split, int concat) ->
              new Collective.AllToAll(axis, size, concat, split);
          case Collective.Permute(String axis, List<Collective.Route> routes) ->
              new Collective.Permute(
                  axis,
                  routes.stream()
                      .map(route -> new Collective.Route(route.destination(), route.source()))
                      .toList());
          case Collective.AllReduce _, Collective.AxisIndex _ ->
              throw TransposeRules.notLinear(prim);
        };
    return Trace.current().bind(transposed, List.of(cotangent)).getFirst();
  }
}
