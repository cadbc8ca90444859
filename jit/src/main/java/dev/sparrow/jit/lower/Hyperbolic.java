package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.f32;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.min;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sqrt;
import static dev.sparrow.jit.lower.LaneOps.sub;

import java.util.function.UnaryOperator;

/**
 * Hyperbolic functions and their inverses, from expm1 and log1p so that nothing cancels near 0. F64
 * error within 2 ulp; F32 is computed in F64 and rounded, but for tanh, the usual activation of
 * networks, which has a form of its own within 1.4 ulp.
 */
final class Hyperbolic {
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  /** Up to here tanh is a polynomial; from here on it is far enough from 0 for a difference. */
  private static final float F32_NEAR = 0.625f;

  /** Of tanh(x) = x + x·z·p(z), z = x², |x| < 0.625: Cephes, tanhf.c (S. Moshier, netlib.org). */
  private static final float[] F32_TANH = {
    -5.70498872745E-3f, 2.06390887954E-2f, -5.37397155531E-2f, 1.33314422036E-1f, -3.33332819422E-1f
  };

  private Hyperbolic() {}

  static KernelExpr tanh(KernelExpr x) {
    return x.type() == LaneType.F32 ? f32Tanh(x) : f64Tanh(x);
  }

  /** A polynomial near 0, 1 - 2 / (e^2x + 1) elsewhere. */
  private static KernelExpr f32Tanh(KernelExpr x) {
    KernelExpr magnitude = abs(x);
    KernelExpr square = mul(magnitude, magnitude);
    KernelExpr near =
        fma(mul(square, magnitude), Polynomial.f32Horner(square, F32_TANH), magnitude);
    KernelExpr bounded = min(magnitude, f32(10)); // from here on tanh rounds to 1
    KernelExpr growth = Exponential.expOfMiddle(add(bounded, bounded));
    KernelExpr far = sub(f32(1), div(f32(2), add(growth, f32(1))));
    KernelExpr value = select(lt(magnitude, f32(F32_NEAR)), near, far);
    // A NaN's sign must not pass.
    return LaneOps.apply(Op.CANONICAL, Rounding.copySign(value, x));
  }

  private static KernelExpr f64Tanh(KernelExpr x) {
    return odd(
        x,
        magnitude -> {
          KernelExpr bounded = min(magnitude, f64(22)); // from here on tanh rounds to 1
          KernelExpr growth = Exponential.expm1(add(bounded, bounded));
          return div(growth, add(growth, f64(2)));
        });
  }

  static KernelExpr sinh(KernelExpr x) {
    return odd(
        x,
        magnitude -> {
          KernelExpr growth = Exponential.expm1(magnitude);
          KernelExpr near = mul(f64(0.5), add(growth, div(growth, add(growth, f64(1)))));
          return select(lt(magnitude, f64(22)), near, halfExp(magnitude));
        });
  }

  static KernelExpr cosh(KernelExpr x) {
    return inF64(
        x,
        wide -> {
          KernelExpr magnitude = abs(wide);
          KernelExpr growth = Exponential.exp(magnitude);
          KernelExpr near = fma(f64(0.5), growth, div(f64(0.5), growth));
          return select(lt(magnitude, f64(22)), near, halfExp(magnitude));
        });
  }

  /** e^x / 2, finite as long as the result is. */
  private static KernelExpr halfExp(KernelExpr x) {
    // e^(x - 1024·ln2)·2^1023, with 1024·ln2 split so that the difference is exact where it
    // matters.
    KernelExpr shifted = sub(sub(x, f64(0x1.62e42feep9)), f64(0x1.a39ef35793c76p-23));
    KernelExpr large = mul(mul(Exponential.exp(shifted), f64(0x1p1022)), f64(2));
    KernelExpr plain = mul(f64(0.5), Exponential.exp(x));
    return select(lt(x, f64(700)), plain, large);
  }

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

  static KernelExpr acosh(KernelExpr x) {
    return inF64(
        x,
        wide -> {
          KernelExpr above = sub(wide, f64(1));
          KernelExpr root = sqrt(fma(above, above, add(above, above)));
          KernelExpr near = Logarithm.log1p(add(above, root));
          KernelExpr far = add(Logarithm.log(wide), f64(LN2));
          KernelExpr value = select(lt(f64(0x1p28), wide), far, near);
          return select(lt(wide, f64(1)), f64(Double.NaN), value);
        });
  }

  static KernelExpr atanh(KernelExpr x) {
    return odd(
        x,
        magnitude -> {
          KernelExpr ratio = div(add(magnitude, magnitude), sub(f64(1), magnitude));
          return mul(f64(0.5), Logarithm.log1p(ratio));
        });
  }

  private static KernelExpr odd(KernelExpr x, UnaryOperator<KernelExpr> ofMagnitude) {
    return inF64(x, wide -> Rounding.copySign(ofMagnitude.apply(abs(wide)), wide));
  }

  private static KernelExpr inF64(KernelExpr x, UnaryOperator<KernelExpr> function) {
    return x.type() == LaneType.F64
        ? function.apply(x)
        : convert(function.apply(convert(x, LaneType.F64)), LaneType.F32);
  }
}
