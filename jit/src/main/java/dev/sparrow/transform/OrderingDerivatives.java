package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link Ordering}: tangents move with their elements. Equal elements keep their
 * order, so each tangent goes to one place.
 */
final class OrderingDerivatives {
  private OrderingDerivatives() {}

  static Dual jvp(Ordering prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    boolean moves = tangents.stream().anyMatch(Objects::nonNull);
    return switch (prim) {
      case Ordering.Sort(int dimension, boolean stable, int keys) when moves ->
          sort(new Ordering.Sort(dimension, stable, keys), in, tangents);
      case Ordering.TopK(int axis, int _) when moves -> {
        List<NDArray> results = Trace.current().bind(prim, in);
        yield new Dual(
            results, Arrays.asList(alongAxis(tangents.getFirst(), results.get(1), axis), null));
      }
      case Ordering.Sort _, Ordering.TopK _, Ordering.SearchSorted _ ->
          Dual.constant(Trace.current().bind(prim, in));
    };
  }

  /** Sorts the positions as well: one more operand, which decides nothing. */
  private static Dual sort(Ordering.Sort prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    Shape shape = in.getFirst().shape();
    List<NDArray> operands = new ArrayList<>(in);
    operands.add(Terms.bind(new Primitive.Iota(DType.INT32, shape, prim.dimension())));
    List<NDArray> results = Trace.current().bind(prim, operands);
    NDArray from = results.getLast();
    List<@Nullable NDArray> moved = new ArrayList<>();
    for (NDArray tangent : tangents) {
      moved.add(alongAxis(tangent, from, prim.dimension()));
    }
    return new Dual(results.subList(0, in.size()), moved);
  }

  /** The elements of a tangent at positions along an axis; other axes run in step. */
  private static @Nullable NDArray alongAxis(@Nullable NDArray x, NDArray positions, int axis) {
    if (x == null || positions.size() == 0) {
      return null;
    }
    List<Integer> others =
        IntStream.range(0, x.rank()).filter(other -> other != axis).boxed().toList();
    GatherDimensions dimensions =
        new GatherDimensions(List.of(), List.of(axis), others, others, List.of(axis));
    Shape vectors = positions.shape().insert(positions.rank(), 1);
    return Terms.bind(
        new Indexing.Gather(
            dimensions,
            Collections.nCopies(x.rank(), 1L),
            Indexing.Bounds.PROMISE_IN_BOUNDS,
            new Literal(0, ArrayType.of(x.dtype()))),
        x,
        Terms.bind(new Primitive.Reshape(vectors), positions));
  }
}
