package dev.sparrow.programs;

import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;
import static dev.sparrow.ops.Transcendental.sqrt;
import static dev.sparrow.transform.Grad.grad;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Arithmetic;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.SpecialFunctions;
import dev.sparrow.random.Random;
import dev.sparrow.transform.Grad;
import java.util.List;
import java.util.function.UnaryOperator;

/** Prices of options: a formula and its derivatives, a simulation, an inverse. */
final class FinancePrograms {
  private FinancePrograms() {}

  static void addTo(Programs programs) {
    programs.add("n06_black_scholes", FinancePrograms::callWithGreeks);
    programs.add("n07_gbm", _ -> simulated());
    programs.add("n36_implied_vol", _ -> impliedVolatility());
  }

  /** Value of a European call by Black and Scholes: spot, strike, years, rate, volatility. */
  private static NDArray call(
      NDArray spot, NDArray strike, NDArray years, NDArray rate, NDArray volatility) {
    NDArray spread = volatility.mul(sqrt(years));
    NDArray drift = rate.add(volatility.mul(volatility).mul(0.5)).mul(years);
    NDArray d1 = log(spot.div(strike)).add(drift).div(spread);
    NDArray discounted = strike.mul(exp(rate.mul(years).neg()));
    return spot.mul(normalCdf(d1)).sub(discounted.mul(normalCdf(d1.sub(spread))));
  }

  private static NDArray normalCdf(NDArray x) {
    return SpecialFunctions.erfc(x.mul(-Math.sqrt(0.5))).mul(0.5);
  }

  private static NDArray call(List<NDArray> in) {
    return call(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4));
  }

  /** The value; its slopes in spot, years, rate and volatility; its curvature in the spot. */
  private static Object callWithGreeks(List<NDArray> in) {
    List<NDArray> greeks = Grad.gradList(FinancePrograms::call, 0, 2, 3, 4).apply(in);
    UnaryOperator<NDArray> ofSpot = spot -> call(spot, in.get(1), in.get(2), in.get(3), in.get(4));
    NDArray gamma = grad(grad(ofSpot)).apply(in.getFirst());
    return List.of(call(in), greeks, gamma);
  }

  /** A call at the money by 20000 end points of geometric Brownian motion; value and error. */
  private static Object simulated() {
    int paths = 20_000;
    NDArray z = Random.normal(Random.key(0), paths);
    NDArray end = exp(z.mul(0.2).add(0.03)).mul(100);
    NDArray payoff = Arithmetic.maximum(end.sub(100), Creation.weak(0)).mul(Math.exp(-0.05));
    return List.of(payoff.mean(), payoff.std().div(Math.sqrt(paths)));
  }

  /** The volatility that gives a price: Newton's method with the derivative of the formula. */
  private static NDArray impliedVolatility() {
    NDArray hundred = Creation.array(100f);
    NDArray year = Creation.array(1f);
    NDArray rate = Creation.array(0.05f);
    UnaryOperator<NDArray> excess = s -> call(hundred, hundred, year, rate, s).sub(10.450584);
    return ControlFlow.foriLoop(
        0, 10, (_, s) -> s.sub(excess.apply(s).div(grad(excess).apply(s))), Creation.array(0.5f));
  }
}
