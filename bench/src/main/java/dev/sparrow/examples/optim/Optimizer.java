package dev.sparrow.examples.optim;

/**
 * How gradients change parameters. An optimizer holds numbers only; what it remembers between steps
 * is a value that the caller carries, so that a step can be compiled, scanned and mapped.
 *
 * @param <P> the parameters: any structure of arrays
 * @param <S> what is remembered between steps: any structure of arrays
 */
public interface Optimizer<P, S> {
  /**
   * Parameters and what the optimizer remembers with them.
   *
   * @param <P> the parameters
   * @param <S> what is remembered
   * @param parameters where the descent is
   * @param state what is remembered
   */
  record Point<P, S>(P parameters, S state) {}

  /**
   * Where a descent begins.
   *
   * @param parameters the first parameters
   * @return those, with nothing remembered
   */
  Point<P, S> start(P parameters);

  /**
   * One step.
   *
   * @param at where the descent is
   * @param gradient the gradient there, in the structure of the parameters
   * @return where it goes
   */
  Point<P, S> step(Point<P, S> at, P gradient);
}
