package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sqrt;
import static dev.sparrow.jit.lower.LaneOps.sub;

import java.util.function.UnaryOperator;

/**
 * Hyperbolic functions, from e^x - 1 to twice the precision, and their inverses, from log1p, so
 * that nothing cancels near 0.
 *
 * <p>Errors, asserted by tests: sinh, cosh and tanh below 1 ulp in both formats; the inverses
 * within 2 ulp in binary64, and below 1 ulp in binary32, which is computed in binary64 and rounded.
 */
final class Hyperbolic {
  private static final double LN2 = 0x1.62e42fefa39efp-1; // 0.69314718055994529

  /** (tanh x - x) / x^3 in x^2, |x| <= 0.9: error of tanh below 2^-29.7. */
  private static final double[] TANH_F32 = {
    -0x1.ddd8c4p-12, // -0.0004557101638
    0x1.529d64p-9, // 0.002583425958
    -0x1.0ed7aap-7, // -0.008265455253
    0x1.62f1cap-6, // 0.02166409232
    -0x1.b9ca4ep-5, // -0.0539294742
    0x1.110f38p-3, // 0.1333298087
    -0x1.55554ep-2 // -0.3333332241
  };

  private Hyperbolic() {}

  /** Hyperbolic tangent. */
  static KernelExpr tanh(KernelExpr x) {
    return x.type() == LaneType.F32 ? tanhF32(x) : tanhF64(x);
  }

  /** A polynomial where 1 - 2 / (e^2x + 1) would cancel. */
  private static KernelExpr tanhF32(KernelExpr x) {
    FloatFormat format = FloatFormat.BINARY32;
    KernelExpr one = number(1, x.type());
    KernelExpr two = number(2, x.type());
    KernelExpr magnitude = abs(x);
    KernelExpr square = mul(x, x);
    KernelExpr cube = mul(magnitude, square);
    KernelExpr small = fma(cube, Polynomial.horner(square, TANH_F32), magnitude);
    // tanh(9.1) rounds to 1.
    KernelExpr limit = number(10, x.type());
    KernelExpr bounded = select(lt(limit, magnitude), limit, magnitude);
    KernelExpr power = Exponential.expOfModerate(add(bounded, bounded));
    KernelExpr large = sub(one, div(two, add(power, one)));
    KernelExpr result = select(lt(magnitude, format.constant(0x1.ccccccp-1)), small, large);
    return format.copySign(result, x);
  }

  /** (e^2x - 1) / (e^2x + 1). */
  private static KernelExpr tanhF64(KernelExpr x) {
    // tanh(19.1) rounds to 1.
    KernelExpr bounded = atMost(abs(x), 20);
    Growth growth = Growth.of(add(bounded, bounded));
    DoubleWord top = growth.lessOne();
    DoubleWord bottom = DoubleWord.sum(top.high(), f64(2));
    KernelExpr quotient = div(top.high(), bottom.high());
    KernelExpr bottomLow = add(bottom.low(), top.low());
    KernelExpr lost = fma(neg(quotient), bottom.high(), top.high());
    KernelExpr rest = add(lost, fma(neg(quotient), bottomLow, top.low()));
    return FloatFormat.BINARY64.copySign(add(quotient, div(rest, bottom.high())), x);
  }

  /** (g + g / (g + 1)) / 2 with g = e^|x| - 1; e^|x| / 2 where the rest does not matter. */
  static KernelExpr sinh(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    KernelExpr magnitude = abs(x);
    Growth growth = Growth.of(atMost(magnitude, 22));
    DoubleWord g = growth.lessOne();
    DoubleWord e = growth.whole();
    KernelExpr quotient = div(g.high(), e.high());
    KernelExpr lost = fma(neg(quotient), e.high(), g.high());
    KernelExpr rest = add(lost, fma(neg(quotient), e.low(), g.low()));
    DoubleWord sum = DoubleWord.sumOrdered(g.high(), quotient);
    KernelExpr low = add(sum.low(), add(g.low(), div(rest, e.high())));
    KernelExpr near = mul(add(sum.high(), low), format.constant(0.5));
    return format.copySign(far(magnitude, near), x);
  }

  /** (e^|x| + 1 / e^|x|) / 2. */
  static KernelExpr cosh(KernelExpr x) {
    FloatFormat format = FloatFormat.of(x.type());
    KernelExpr magnitude = abs(x);
    DoubleWord e = Growth.of(atMost(magnitude, 22)).whole();
    KernelExpr inverse = div(number(1, x.type()), e.high());
    DoubleWord sum = DoubleWord.sumOrdered(e.high(), inverse);
    KernelExpr near = mul(add(sum.high(), add(sum.low(), e.low())), format.constant(0.5));
    return far(magnitude, near);
  }

  private static KernelExpr far(KernelExpr magnitude, KernelExpr near) {
    KernelExpr isNear = lt(magnitude, number(22, magnitude.type()));
    return select(isNear, near, Exponential.halfExp(magnitude));
  }

  private static KernelExpr atMost(KernelExpr x, int limit) {
    KernelExpr bound = number(limit, x.type());
    return select(lt(bound, x), bound, x);
  }

  /**
   * e^x for x from 0 to 40, to nearly twice the precision: scale (1 + rest).
   *
   * @param scale a power of two
   * @param rest e^r - 1
   */
  private record Growth(KernelExpr scale, DoubleWord rest) {
    static Growth of(KernelExpr x) {
      Exponential.Reduced reduced = Exponential.reduce(x);
      return new Growth(reduced.power(0), reduced.powerLessOne());
    }

    DoubleWord whole() {
      return withLow(DoubleWord.sumOrdered(scale, mul(scale, rest.high())));
    }

    DoubleWord lessOne() {
      KernelExpr one = number(1, scale.type());
      return withLow(DoubleWord.sum(sub(scale, one), mul(scale, rest.high())));
    }

    private DoubleWord withLow(DoubleWord sum) {
      return new DoubleWord(sum.high(), fma(scale, rest.low(), sum.low()));
    }
  }

  /** log(x + sqrt(x^2 + 1)), spelt so that it is exact near 0. */
  static KernelExpr asinh(KernelExpr x) {
    return odd(
        x,
        magnitude -> {
          KernelExpr square = mul(magnitude, magnitude);
          KernelExpr rest = div(square, add(f64(1), sqrt(add(square, f64(1)))));
          KernelExpr near = Logarithm.log1p(add(magnitude, rest));
          KernelExpr far = add(Logarithm.log(magnitude), f64(LN2));
          return select(lt(magnitude, f64(0x1p28)), near, far);
        });
  }

  /** log(x + sqrt(x^2 - 1)), spelt in x - 1. */
  static KernelExpr acosh(KernelExpr x) {
    return inF64(
        x,
        wide -> {
          KernelExpr above = sub(wide, f64(1));
          KernelExpr root = sqrt(fma(above, above, add(above, above)));
          KernelExpr near = Logarithm.log1p(add(above, root));
          KernelExpr far = add(Logarithm.log(wide), f64(LN2));
          return select(lt(f64(0x1p28), wide), far, near);
        });
  }

  /** log((1 + x) / (1 - x)) / 2. */
  static KernelExpr atanh(KernelExpr x) {
    return odd(
        x,
        magnitude -> {
          KernelExpr ratio = div(add(magnitude, magnitude), sub(f64(1), magnitude));
          return mul(f64(0.5), Logarithm.log1p(ratio));
        });
  }

  private static KernelExpr odd(KernelExpr x, UnaryOperator<KernelExpr> ofMagnitude) {
    return inF64(x, wide -> FloatFormat.BINARY64.copySign(ofMagnitude.apply(abs(wide)), wide));
  }

  private static KernelExpr inF64(KernelExpr x, UnaryOperator<KernelExpr> function) {
    return x.type() == LaneType.F64
        ? function.apply(x)
        : convert(function.apply(convert(x, LaneType.F64)), LaneType.F32);
  }
}
