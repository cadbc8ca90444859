package dev.sparrow.jit.run;

import dev.sparrow.graph.Fn;
import dev.sparrow.jit.codegen.KernelBody;
import dev.sparrow.jit.codegen.LeafBody;
import dev.sparrow.jit.lower.KernelExpr;
import dev.sparrow.jit.lower.Lowering;
import dev.sparrow.jit.lower.Storage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bodies of the kernels that combine elements of a fold.
 *
 * @param arithmetic how elements combine
 */
record FoldBodies(FoldArithmetic arithmetic) {
  private Storage storage() {
    return Lowering.storage(arithmetic.dtype());
  }

  private KernelExpr value(KernelExpr element) {
    return Lowering.unpack(element, arithmetic.dtype());
  }

  private KernelExpr combine(KernelExpr left, KernelExpr right) {
    Fn fn = arithmetic.monoid().combine();
    return Lowering.lower(fn, arithmetic.dtype(), List.of(left, right));
  }

  /** The elements that the first inputs load. */
  List<KernelExpr> loads(int inputs) {
    return IntStream.range(0, inputs)
        .mapToObj(input -> value(new KernelExpr.Load(input, storage())))
        .toList();
  }

  /** How a leaf is folded. */
  LeafBody leaf() {
    return LeafBody.of(
        this::combine,
        this::value,
        lane -> Lowering.pack(lane, arithmetic.dtype()),
        new KernelExpr.Const(arithmetic.identity(), storage().lane()),
        storage());
  }

  /** The first half of the values combined with the second, and so on, down to one. */
  KernelExpr byHalves(List<KernelExpr> values) {
    List<KernelExpr> left = values;
    while (left.size() > 1) {
      int half = left.size() / 2;
      List<KernelExpr> all = left;
      left =
          IntStream.range(0, half).mapToObj(i -> combine(all.get(i), all.get(i + half))).toList();
    }
    return left.getFirst();
  }

  /** A body with one output. */
  KernelBody body(int inputs, KernelExpr result) {
    KernelExpr packed = Lowering.pack(result, arithmetic.dtype());
    return KernelBody.of(inputs, List.of(packed), List.of(storage()));
  }
}
