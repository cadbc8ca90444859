package dev.sparrow.programs;

import static dev.sparrow.ops.Arithmetic.clip;
import static dev.sparrow.ops.Arithmetic.maximum;
import static dev.sparrow.ops.Creation.arange;
import static dev.sparrow.ops.Interpolation.interp;
import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.Transcendental.cos;
import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;
import static dev.sparrow.ops.Transcendental.sin;
import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Joining;
import dev.sparrow.ops.Lax;
import java.util.List;

/** Programs that treat elements alike. */
final class ElementwisePrograms {
  private ElementwisePrograms() {}

  static void addTo(Programs programs) {
    programs.add1("sumsq", x -> x.mul(x).sum());
    programs.add1("sum_sin_cos", x -> sin(x).mul(cos(x)).sum());
    programs.add1("sum_logistic", x -> exp(x.neg()).add(1).pow(-1).sum());
    programs.add1("poly3", x -> x.pow(3).sub(x.pow(2).mul(2)).add(x.mul(5)));
    programs.add1("tanh_of_sq", x -> tanh(x.mul(x)));
    programs.add1("where_log", x -> where(x.gt(0), log(x), 0.0));
    programs.add1("where_safe_log", x -> where(x.gt(0), log(where(x.gt(0), x, 1.0)), 0.0));
    programs.add1("clip_sq", x -> clip(x, Creation.weak(-1.0), Creation.weak(1.0)).pow(2));
    programs.add1("leaky", x -> where(x.gt(0), x, x.mul(0.1)));
    programs.add1("maximum0", x -> maximum(x, Creation.weak(0.0)));
    programs.add1("stopgrad", x -> x.mul(Lax.stopGradient(x)));
    programs.add1("abs_pow", x -> x.abs().pow(1.5));
    programs.add1("xlogx", x -> x.mul(log(x)));
    programs.add2(
        "complex_abs2",
        (x, y) -> {
          NDArray z = ComplexNumbers.complex(x, y);
          return ComplexNumbers.real(z.mul(ComplexNumbers.conj(z)));
        });
    programs.add1("interp_lin", x -> interp(x, arange(4).astype(x.dtype()), heights(x)));
    programs.add1("identity", x -> x);
    programs.add("pair", in -> List.of(in.get(0).add(in.get(1)), in.get(0).mul(in.get(1))));
    programs.add2("sub_scaled", (x, y) -> x.mul(2).sub(y));
    programs.add("dict_like", in -> List.of(in.get(0).sum(), in.get(1).mul(2)));
    programs.add1("rosen", ElementwisePrograms::rosenbrock);
    programs.add1(
        "polar",
        in -> {
          NDArray r = in.get(0);
          NDArray angle = in.get(1);
          return Joining.stack(List.of(r.mul(cos(angle)), r.mul(sin(angle))));
        });
  }

  private static NDArray heights(NDArray like) {
    return Creation.array(0, 10, 20, -30).astype(like.dtype());
  }

  /** (1 - x0)² + 100 (x1 - x0²)². */
  static NDArray rosenbrock(NDArray x) {
    NDArray first = x.get(0);
    NDArray valley = x.get(1).sub(first.pow(2));
    return first.neg().add(1).pow(2).add(valley.pow(2).mul(100));
  }
}
