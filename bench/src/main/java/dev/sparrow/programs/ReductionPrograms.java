package dev.sparrow.programs;

import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;
import static dev.sparrow.ops.Transcendental.sqrt;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Shaping;

/** Programs that fold axes. */
final class ReductionPrograms {
  private ReductionPrograms() {}

  static void addTo(Programs programs) {
    programs.add1("reduce_prod", NDArray::prod);
    programs.add1("reduce_max", NDArray::max);
    programs.add1("reduce_min", NDArray::min);
    programs.add1("reduce_mean", NDArray::mean);
    programs.add1("reduce_var", ReductionPrograms::variance);
    programs.add1("reduce_std", x -> sqrt(variance(x)));
    programs.add1("reduce_lse", ReductionPrograms::logSumExp);
    programs.add1("norm2", x -> sqrt(x.mul(x).sum()));
    programs.add1("row_sums", x -> x.sum(1));
    programs.add1("row_max", x -> x.max(1));
    programs.add1("softmax", ReductionPrograms::softmax);
    programs.add1("log_softmax", ReductionPrograms::logSoftmax);
    programs.add2("xent", (z, label) -> logSoftmax(z).get(Index.at(label)).neg());
    programs.add1(
        "layernorm",
        x -> {
          NDArray centred = x.sub(kept(x.mean(-1)));
          NDArray variance = centred.mul(centred).mean(-1);
          return centred.div(kept(sqrt(variance.add(1e-5))));
        });
  }

  private static NDArray kept(NDArray reduced) {
    return Shaping.expandDims(reduced, -1);
  }

  /** Population variance of all elements. */
  static NDArray variance(NDArray x) {
    NDArray centred = x.sub(x.mean());
    return centred.mul(centred).mean();
  }

  /** log Σ exp x, by way of the largest element, which the derivative holds fixed. */
  static NDArray logSumExp(NDArray x) {
    NDArray largest = Lax.stopGradient(x.max());
    return log(exp(x.sub(largest)).sum()).add(largest);
  }

  /** Over the last axis. */
  static NDArray softmax(NDArray x) {
    NDArray weights = exp(x.sub(kept(Lax.stopGradient(x.max(-1)))));
    return weights.div(kept(weights.sum(-1)));
  }

  /** Over the last axis. */
  static NDArray logSoftmax(NDArray x) {
    NDArray shifted = x.sub(kept(Lax.stopGradient(x.max(-1))));
    return shifted.sub(kept(log(exp(shifted).sum(-1))));
  }
}
