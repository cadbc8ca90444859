package dev.sparrow.peers;

import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Reductions;
import java.util.List;

/** Folds, and what is made of them. */
final class ReductionWorkloads {
  private static final Limit READ = new Limit.Traffic(1);

  static final List<Workload> ALL =
      List.of(
          Workload.arrays("sum", READ, Call.of(x -> x.sum(), Inputs::normal)),
          Workload.arrays(
              "mean_var",
              READ,
              (n, dtype) -> {
                var moments = Jit.jitList("mean_var", in -> meanAndVariance(in.getFirst()));
                NDArray x = Inputs.normal(n, dtype);
                return () -> moments.call(List.of(x)).forEach(Call::finish);
              }),
          Workload.arrays(
              "masked_sum", READ, Call.of(x -> where(x.gt(0), x, x.mul(0)).sum(), Inputs::normal)),
          Workload.arrays(
              "softmax_rows",
              new Limit.Traffic(2),
              Call.of(ReductionWorkloads::softmax, Inputs::square)),
          Workload.arrays(
              "logsumexp_rows", READ, Call.of(ReductionWorkloads::logSumExp, Inputs::square)),
          Workload.arrays(
              "argmax", READ, Call.of(x -> Reductions.argmax(x, null, false), Inputs::normal)));

  private ReductionWorkloads() {}

  private static List<NDArray> meanAndVariance(NDArray x) {
    NDArray mean = x.mean();
    NDArray centred = x.sub(mean);
    return List.of(mean, centred.mul(centred).mean());
  }

  private static NDArray softmax(NDArray x) {
    NDArray e = exp(x.sub(column(x.max(1))));
    return e.div(column(e.sum(1)));
  }

  private static NDArray logSumExp(NDArray x) {
    NDArray largest = x.max(1);
    return log(exp(x.sub(column(largest))).sum(1)).add(largest);
  }

  private static NDArray column(NDArray x) {
    return x.reshape(-1, 1);
  }
}
