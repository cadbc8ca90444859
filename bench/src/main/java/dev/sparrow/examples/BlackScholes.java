package dev.sparrow.examples;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.ops.Creation.scalar;
import static dev.sparrow.ops.SpecialFunctions.erf;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;
import static dev.sparrow.ops.Transcendental.sqrt;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Grad.valueAndGrad;
import static dev.sparrow.transform.Vmap.vmap;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.transform.Grad.ValueAndGrad;

/**
 * The value of a European call and how it changes with each of its parameters: a formula is written
 * once, its greeks are its gradient, gamma is a gradient's gradient, and {@code vmap} prices a
 * whole range.
 */
public final class BlackScholes {
  private BlackScholes() {}

  /**
   * A European call.
   *
   * @param spot price of the underlying today
   * @param strike price at which it may be bought
   * @param years until then
   * @param rate interest, continuously compounded
   * @param volatility standard deviation of the logarithm of the price, a year
   */
  public record Call(
      NDArray spot, NDArray strike, NDArray years, NDArray rate, NDArray volatility) {}

  /** A value, its slope in each parameter, and its curvature in the spot price. */
  public record Greeks(NDArray value, Call slope, NDArray gamma) {}

  private static NDArray normalCdf(NDArray x) {
    return erf(x.mul(Math.sqrt(0.5))).add(1).mul(0.5);
  }

  /** The formula of Black and Scholes (1973). */
  static NDArray value(Call call) {
    NDArray deviation = call.volatility.mul(sqrt(call.years));
    NDArray drift = call.rate.add(call.volatility.pow(2).mul(0.5)).mul(call.years);
    NDArray d1 = log(call.spot.div(call.strike)).add(drift).div(deviation);
    NDArray d2 = d1.sub(deviation);
    NDArray discounted = call.strike.mul(exp(call.rate.neg().mul(call.years)));
    return call.spot.mul(normalCdf(d1)).sub(discounted.mul(normalCdf(d2)));
  }

  private static NDArray delta(NDArray spot, Call at) {
    return grad((NDArray s) -> value(new Call(s, at.strike, at.years, at.rate, at.volatility)))
        .apply(spot);
  }

  /** Value, slopes and gamma of one call. */
  static Greeks greeks(Call call) {
    ValueAndGrad<Call> slope = valueAndGrad(BlackScholes::value).apply(call);
    NDArray gamma = grad((NDArray spot) -> delta(spot, call)).apply(call.spot);
    return new Greeks(slope.value(), slope.gradient(), gamma);
  }

  /** The call that {@link #main} prices. */
  static Greeks run() {
    return jit(BlackScholes::greeks).apply(call(90, 110, 0.5, 0.02, 0.35));
  }

  /** Deltas of calls that differ in the spot price. */
  static NDArray deltas(NDArray spots, Call at) {
    return jit(vmap((NDArray spot) -> delta(spot, at))).apply(spots);
  }

  static Call call(double spot, double strike, double years, double rate, double volatility) {
    return new Call(
        scalar(spot, DType.FLOAT32),
        scalar(strike, DType.FLOAT32),
        scalar(years, DType.FLOAT32),
        scalar(rate, DType.FLOAT32),
        scalar(volatility, DType.FLOAT32));
  }

  /**
   * Prices a call and prints its greeks.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Greeks greeks = run();
    System.out.println("value  " + greeks.value);
    System.out.println("delta  " + greeks.slope.spot);
    System.out.println("gamma  " + greeks.gamma);
    System.out.println("vega   " + greeks.slope.volatility);
    System.out.println("rho    " + greeks.slope.rate);
    System.out.println("theta  " + greeks.slope.years.neg());
    NDArray spots = Creation.linspace(80, 140, 7);
    System.out.println("deltas at spots " + spots);
    System.out.println("       " + deltas(spots, call(90, 110, 0.5, 0.02, 0.35)));
  }
}
