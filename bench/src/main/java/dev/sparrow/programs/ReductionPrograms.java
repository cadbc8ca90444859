package dev.sparrow.programs;

import static dev.sparrow.ops.Transcendental.sqrt;

import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Fourier;
import dev.sparrow.ops.Quantiles;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Softmax;

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
    programs.add1("reduce_lse", x -> Softmax.logsumexp(x));
    programs.add1("median_all", x -> Quantiles.median(x));
    programs.add1(
        "fft_power",
        x -> {
          NDArray power = Fourier.fft(x).abs().pow(2);
          return power.mul(Creation.arange(power.size())).sum();
        });
    programs.add1("norm2", x -> sqrt(x.mul(x).sum()));
    programs.add1("row_sums", x -> x.sum(1));
    programs.add1("row_max", x -> x.max(1));
    programs.add1("softmax", x -> Softmax.softmax(x));
    programs.add1("log_softmax", x -> Softmax.logSoftmax(x));
    programs.add2("xent", (z, label) -> Softmax.logSoftmax(z).get(Index.at(label)).neg());
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
}
