package dev.sparrow.examples.optim;

import dev.sparrow.array.NDArray;
import dev.sparrow.tree.Tree;
import java.util.List;

/**
 * Steps against the gradient: {@code p - rate·g}. With gradients of random batches it is known as
 * SGD.
 *
 * @param <P> the parameters: any structure of arrays
 * @param rate length of a step
 */
public record GradientDescent<P>(double rate) implements Optimizer<P, List<NDArray>> {
  @Override
  public Point<P, List<NDArray>> start(P parameters) {
    return new Point<>(parameters, List.of());
  }

  @Override
  public Point<P, List<NDArray>> step(Point<P, List<NDArray>> at, P gradient) {
    return new Point<>(
        Tree.map((p, g) -> p.sub(g.mul(rate)), at.parameters(), gradient), at.state());
  }
}
