package dev.sparrow.peers;

import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.SpecialFunctions.erf;
import static dev.sparrow.ops.Transcendental.cos;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;
import static dev.sparrow.ops.Transcendental.sin;
import static dev.sparrow.ops.Transcendental.sqrt;
import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Jit;
import java.util.List;

/** Functions of each element, fused into one pass. */
final class ElementwiseWorkloads {
  private static final Limit READ_WRITE = new Limit.Traffic(2);

  static final List<Workload> ALL =
      List.of(
          Workload.arrays("selu", READ_WRITE, Call.of(ElementwiseWorkloads::selu, Inputs::normal)),
          Workload.arrays(
              "axpy",
              new Limit.Traffic(3),
              (n, dtype) -> {
                var axpy = Jit.jit("axpy", (NDArray x, NDArray y) -> x.mul(2.5).add(y));
                NDArray x = Inputs.normal(n, dtype);
                NDArray y = Inputs.normal(n, dtype);
                return () -> Call.finish(axpy.apply(x, y));
              }),
          Workload.arrays("exp", READ_WRITE, Call.of(x -> exp(x), Inputs::normal)),
          Workload.arrays(
              "poly10", READ_WRITE, Call.of(ElementwiseWorkloads::polynomial, Inputs::unit)),
          Workload.arrays(
              "black_scholes",
              new Limit.Traffic(4),
              (n, dtype) -> {
                var price = Jit.jit("black_scholes", ElementwiseWorkloads::blackScholes);
                NDArray spot = Inputs.uniform(80, 120, n, dtype);
                NDArray strike = Inputs.uniform(80, 120, n, dtype);
                NDArray years = Inputs.uniform(0.2, 2, n, dtype);
                return () -> Call.finish(price.apply(spot, strike, years));
              }),
          Workload.arrays(
              "sin_cos_tanh",
              READ_WRITE,
              Call.of(x -> sin(x).mul(cos(x)).add(tanh(x)), Inputs::normal)),
          Workload.arrays(
              "strided",
              new Limit.Traffic(3),
              Call.of(x -> x.get("::2").add(1), (n, dtype) -> Inputs.normal(2L * n, dtype))),
          new Workload(
              "transpose_copy",
              List.of(1_000_000, 4096 * 4096),
              List.of(4096 * 4096),
              READ_WRITE,
              Call.of(x -> x.transpose().add(0), Inputs::square)));

  private ElementwiseWorkloads() {}

  static NDArray selu(NDArray x) {
    return where(x.gt(0), x, exp(x).mul(1.67).sub(1.67)).mul(1.05);
  }

  private static NDArray polynomial(NDArray x) {
    NDArray p = x.mul(0.1).add(0.2);
    for (int i = 0; i < 9; i++) {
      p = p.mul(x).add(0.3 + 0.1 * i);
    }
    return p;
  }

  /** A European call's value at rate 0.05 and volatility 0.2. */
  private static NDArray blackScholes(NDArray spot, NDArray strike, NDArray years) {
    double rate = 0.05;
    double volatility = 0.2;
    NDArray deviation = sqrt(years).mul(volatility);
    NDArray d1 =
        log(spot.div(strike)).add(years.mul(rate + volatility * volatility / 2)).div(deviation);
    NDArray d2 = d1.sub(deviation);
    return spot.mul(normalCdf(d1)).sub(strike.mul(exp(years.mul(-rate))).mul(normalCdf(d2)));
  }

  private static NDArray normalCdf(NDArray x) {
    return erf(x.mul(Math.sqrt(0.5))).add(1).mul(0.5);
  }
}
