package dev.sparrow.array;

import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.util.function.UnaryOperator;

/**
 * Applies a function to the elements that index vectors name, again for each time one is named:
 * counts first, then takes one more application wherever the count asks for it.
 */
final class RepeatedApplication {
  /** Applications written out while tracing, where nobody knows how often a position repeats. */
  private static final long UNROLLED = 16;

  private RepeatedApplication() {}

  static NDArray apply(NDArray x, GatherPlan plan, UnaryOperator<NDArray> function) {
    NDArray one = Creation.scalar(1, DType.INT32);
    NDArray zeros = Creation.zeros(x.shape(), DType.INT32);
    NDArray counts = plan.update(UpdateMode.ADD, zeros, Lax.broadcastTo(one, plan.result()));
    long most = Math.min(1, plan.windows());
    if (plan.windows() > 1) {
      most =
          switch (counts) {
            case ConcreteArray known -> known.size() == 0 ? 0 : known.max().toLong();
            case Tracer _ -> plan.windows();
          };
      if (counts instanceof Tracer && most > UNROLLED) {
        throw new IllegalArgumentException(
            "at.apply: "
                + most
                + " traced positions may all be the same, and at most "
                + UNROLLED
                + " applications are written out; use set(f(get())) for distinct positions");
      }
    }
    NDArray result = x;
    for (long done = 0; done < most; done++) {
      NDArray more = Lax.apply(Fn.GT, counts, Creation.scalar(done, DType.INT32));
      result = Lax.select(more, function.apply(result), result);
    }
    return result;
  }
}
