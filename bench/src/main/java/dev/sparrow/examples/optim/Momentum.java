package dev.sparrow.examples.optim;

import dev.sparrow.ops.Creation;
import dev.sparrow.tree.Tree;

/**
 * Steps along a velocity that gradients build up: {@code v = decay·v + g}, {@code p - rate·v}
 * (Polyak's heavy ball).
 *
 * @param <P> the parameters: any structure of arrays
 * @param rate length of a step
 * @param decay how much of the velocity remains, in [0, 1)
 */
public record Momentum<P>(double rate, double decay) implements Optimizer<P, P> {
  @Override
  public Point<P, P> start(P parameters) {
    return new Point<>(parameters, Tree.map(Creation::zerosLike, parameters));
  }

  @Override
  public Point<P, P> step(Point<P, P> at, P gradient) {
    P velocity = Tree.map((v, g) -> v.mul(decay).add(g), at.state(), gradient);
    return new Point<>(Tree.map((p, v) -> p.sub(v.mul(rate)), at.parameters(), velocity), velocity);
  }
}
