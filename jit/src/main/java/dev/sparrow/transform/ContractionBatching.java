package dev.sparrow.transform;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.trace.Trace;
import java.util.List;
import java.util.stream.Stream;

/**
 * Contractions of batches. Where both operands are batches the mapped axis becomes a batch axis;
 * where one is, it becomes a free axis, so that a batch of vectors times one matrix is one product
 * of matrices.
 */
final class ContractionBatching {
  private ContractionBatching() {}

  static NDArray apply(Contraction prim, List<NDArray> in, boolean[] mapped) {
    return switch (prim) {
      case Contraction.DotGeneral dot -> dotGeneral(dot, in, mapped);
    };
  }

  private static NDArray dotGeneral(
      Contraction.DotGeneral dot, List<NDArray> in, boolean[] mapped) {
    DotDimensions of = dot.dimensions();
    boolean both = mapped[0] && mapped[1];
    DotDimensions batched =
        new DotDimensions(
            shifted(of.lhsContracting(), mapped[0]),
            shifted(of.rhsContracting(), mapped[1]),
            both ? first(shifted(of.lhsBatch(), true)) : shifted(of.lhsBatch(), mapped[0]),
            both ? first(shifted(of.rhsBatch(), true)) : shifted(of.rhsBatch(), mapped[1]));
    NDArray product =
        Trace.current().bind(new Contraction.DotGeneral(batched, dot.preferred()), in).getFirst();
    if (both) {
      return product;
    }
    int batches = of.lhsBatch().size();
    int at = mapped[0] ? batches : batches + of.lhsFree(in.getFirst().rank()).size();
    return BatchRules.moveAxis(product, at, 0);
  }

  private static List<Integer> shifted(List<Integer> axes, boolean mapped) {
    return mapped ? axes.stream().map(axis -> axis + 1).toList() : axes;
  }

  private static List<Integer> first(List<Integer> axes) {
    return Stream.concat(Stream.of(0), axes.stream()).toList();
  }
}
