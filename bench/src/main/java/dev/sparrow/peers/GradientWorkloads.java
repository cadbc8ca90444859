package dev.sparrow.peers;

import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.random.Random;
import dev.sparrow.transform.Grad;
import dev.sparrow.tree.Tree;
import java.util.List;

/** Steps of training: a function's gradient and the update that follows it. */
final class GradientWorkloads {
  private static final int FEATURES = 64;
  private static final int HIDDEN = 128;
  private static final int OUTPUTS = 10;

  /** Two products forward, and two for each of them backward but the one for the data. */
  private static final double OPERATIONS = 2.0 * (2 * FEATURES * HIDDEN + 3 * HIDDEN * OUTPUTS);

  static final List<Workload> ALL =
      List.of(
          new Workload(
              "mlp_grad",
              List.of(32, 256, 4096),
              List.of(256),
              new Limit.Arithmetic(OPERATIONS, 1),
              (n, dtype) -> {
                var step = Jit.jit(GradientWorkloads::descend, Jit.name("mlp_grad"));
                Batch batch =
                    new Batch(normal(4, dtype, n, FEATURES), normal(5, dtype, n, OUTPUTS));
                Parameters start =
                    new Parameters(
                        normal(0, dtype, FEATURES, HIDDEN),
                        normal(1, dtype, HIDDEN),
                        normal(2, dtype, HIDDEN, OUTPUTS),
                        normal(3, dtype, OUTPUTS));
                return () -> Tree.blockUntilReady(step.apply(start, batch));
              }));

  private GradientWorkloads() {}

  /** Weights and biases of two layers. */
  record Parameters(NDArray w1, NDArray b1, NDArray w2, NDArray b2) {}

  /** What goes in and what should come out. */
  record Batch(NDArray x, NDArray y) {}

  private static Parameters descend(Parameters at, Batch batch) {
    Parameters slope = Grad.grad(GradientWorkloads::loss).apply(at, batch);
    return Tree.map((value, change) -> value.sub(change.mul(0.1)), at, slope);
  }

  private static NDArray loss(Parameters at, Batch batch) {
    NDArray hidden = tanh(batch.x.matmul(at.w1).add(at.b1));
    return hidden.matmul(at.w2).add(at.b2).sub(batch.y).pow(2).mean();
  }

  private static NDArray normal(long key, DType dtype, long... shape) {
    return Random.normal(Random.key(key), Shape.of(shape), dtype).blockUntilReady();
  }
}
