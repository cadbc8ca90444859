package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Derivatives of {@link Contraction}: linear in each operand, so a transpose contracts again. */
final class ContractionDerivatives {
  private ContractionDerivatives() {}

  static Dual jvp(Contraction prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    NDArray y = Trace.current().bind(prim, in).getFirst();
    if (!y.dtype().isInexact()) {
      return Dual.of(y, null);
    }
    NDArray ofLhs = tangents.get(0);
    NDArray ofRhs = tangents.get(1);
    return Dual.of(
        y,
        Terms.plus(
            ofLhs == null ? null : Terms.bind(prim, ofLhs, in.get(1)),
            ofRhs == null ? null : Terms.bind(prim, in.get(0), ofRhs)));
  }

  static List<@Nullable NDArray> transpose(
      Contraction prim, List<@Nullable NDArray> in, List<ArrayType> types, NDArray ct) {
    return switch (prim) {
      case Contraction.DotGeneral(DotDimensions dims, DType _) -> {
        NDArray lhs = in.get(0);
        NDArray rhs = in.get(1);
        if (lhs == null && rhs == null) {
          throw TransposeRules.notLinear(prim);
        }
        List<Integer> lhsFree = dims.lhsFree(types.get(0).rank());
        List<Integer> rhsFree = dims.rhsFree(types.get(1).rank());
        int batch = dims.lhsBatch().size();
        List<Integer> freeOfLhs = range(batch, batch + lhsFree.size());
        List<Integer> freeOfRhs = range(batch + lhsFree.size(), ct.rank());
        NDArray ofLhs =
            rhs == null
                ? null
                : operand(
                    contract(ct, freeOfRhs, rhs, rhsFree, batch, dims.rhsBatch()),
                    axes(dims.lhsBatch(), lhsFree, dims.lhsContracting(), dims.rhsContracting()),
                    types.get(0).dtype());
        NDArray ofRhs =
            lhs == null
                ? null
                : operand(
                    contract(ct, freeOfLhs, lhs, lhsFree, batch, dims.lhsBatch()),
                    axes(dims.rhsBatch(), rhsFree, dims.rhsContracting(), dims.lhsContracting()),
                    types.get(1).dtype());
        yield Arrays.asList(ofLhs, ofRhs);
      }
    };
  }

  /** Sums over the other operand's free axes: leaves its contracting axes, ascending, last. */
  private static NDArray contract(
      NDArray ct,
      List<Integer> summed,
      NDArray other,
      List<Integer> otherFree,
      int batch,
      List<Integer> otherBatch) {
    DotDimensions dims = new DotDimensions(summed, otherFree, range(0, batch), otherBatch);
    return Terms.bind(new Contraction.DotGeneral(dims, null), ct, other);
  }

  /** The operand's axis that each axis of {@link #contract}'s result is. */
  private static List<Integer> axes(
      List<Integer> batch, List<Integer> free, List<Integer> contracting, List<Integer> ofOther) {
    List<Integer> axes = new ArrayList<>(batch);
    axes.addAll(free);
    range(0, contracting.size()).stream()
        .sorted(Comparator.comparing(ofOther::get))
        .forEach(i -> axes.add(contracting.get(i)));
    return axes;
  }

  private static NDArray operand(NDArray x, List<Integer> axes, DType dtype) {
    List<Integer> permutation = new ArrayList<>(Collections.nCopies(axes.size(), 0));
    for (int i = 0; i < axes.size(); i++) {
      permutation.set(axes.get(i), i);
    }
    boolean inPlace = permutation.equals(range(0, axes.size()));
    return Terms.convert(inPlace ? x : Terms.bind(new Primitive.Transpose(permutation), x), dtype);
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
