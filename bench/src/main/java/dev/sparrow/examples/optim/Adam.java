package dev.sparrow.examples.optim;

import static dev.sparrow.ops.Transcendental.sqrt;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.tree.Tree;

/**
 * Steps along a mean of the gradients over the root of a mean of their squares, both running and
 * corrected for their start at zero: Kingma and Ba, "Adam: a method for stochastic optimization",
 * 2015, algorithm 1.
 *
 * @param <P> the parameters: any structure of arrays
 * @param rate length of a step
 * @param meanDecay how much of the mean remains, in [0, 1)
 * @param squareDecay how much of the mean square remains, in [0, 1)
 * @param epsilon added to the root, against division by zero
 */
public record Adam<P>(double rate, double meanDecay, double squareDecay, double epsilon)
    implements Optimizer<P, Adam.Moments<P>> {
  /**
   * What is remembered.
   *
   * @param <P> the parameters
   * @param mean running mean of the gradients
   * @param square running mean of their squares
   * @param meanBias what the mean still misses: decay to the number of steps
   * @param squareBias what the mean square still misses
   */
  public record Moments<P>(P mean, P square, NDArray meanBias, NDArray squareBias) {}

  /**
   * With the constants that the authors suggest: decays 0.9 and 0.999, epsilon 1e-8.
   *
   * @param rate length of a step
   */
  public Adam(double rate) {
    this(rate, 0.9, 0.999, 1e-8);
  }

  @Override
  public Point<P, Moments<P>> start(P parameters) {
    P zero = Tree.map(Creation::zerosLike, parameters);
    return new Point<>(parameters, new Moments<>(zero, zero, Creation.ones(), Creation.ones()));
  }

  @Override
  public Point<P, Moments<P>> step(Point<P, Moments<P>> at, P gradient) {
    Moments<P> before = at.state();
    P mean = Tree.map((m, g) -> m.mul(meanDecay).add(g.mul(1 - meanDecay)), before.mean, gradient);
    P square =
        Tree.map(
            (v, g) -> v.mul(squareDecay).add(g.mul(g).mul(1 - squareDecay)),
            before.square,
            gradient);
    NDArray meanBias = before.meanBias.mul(meanDecay);
    NDArray squareBias = before.squareBias.mul(squareDecay);
    P direction =
        Tree.map(
            (m, v) -> corrected(m, meanBias).div(sqrt(corrected(v, squareBias)).add(epsilon)),
            mean,
            square);
    return new Point<>(
        Tree.map((p, d) -> p.sub(d.mul(rate)), at.parameters(), direction),
        new Moments<>(mean, square, meanBias, squareBias));
  }

  /** The mean had it not begun at zero. */
  private static NDArray corrected(NDArray mean, NDArray bias) {
    return mean.div(bias.neg().add(1).astype(mean.dtype()));
  }
}
