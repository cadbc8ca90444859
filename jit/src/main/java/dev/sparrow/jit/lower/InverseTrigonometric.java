package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.sqrt;
import static dev.sparrow.jit.lower.LaneOps.sub;

import java.util.function.UnaryOperator;

/**
 * atan, and asin, acos, atan2 through it. The argument is brought below 0.66 by atan(x) = π/2 -
 * atan(1/x) and atan(x) = π/4 + atan((x-1)/(x+1)); there a rational function of x² follows.
 * Coefficients: Cephes atan.c (S. Moshier, netlib.org/cephes), relative error 1.8e-16. F32 is
 * computed in F64 and rounded.
 */
final class InverseTrigonometric {
  private static final double PI = 0x1.921fb54442d18p1;
  private static final double PI_LOW = 0x1.1a62633145c07p-53;
  private static final double TAN_3_PI_8 = 2.41421356237309504880;

  private static final double[] TOP = {
    -8.750608600031904122785E-1,
    -1.615753718733365076637E1,
    -7.500855792314704667340E1,
    -1.228866684490136173410E2,
    -6.485021904942025371773E1
  };

  private static final double[] BOTTOM = {
    1,
    2.485846490142306297962E1,
    1.650270098316988542046E2,
    4.328810604912902668951E2,
    4.853903996359136964868E2,
    1.945506571482613964425E2
  };

  private InverseTrigonometric() {}

  static KernelExpr atan(KernelExpr x) {
    return inF64(x, InverseTrigonometric::atan64);
  }

  static KernelExpr asin(KernelExpr x) {
    return inF64(
        x,
        wide -> {
          KernelExpr adjacent = sqrt(mul(sub(f64(1), wide), add(f64(1), wide)));
          return select(eq(wide, f64(0)), wide, atan64(div(wide, adjacent)));
        });
  }

  static KernelExpr acos(KernelExpr x) {
    return inF64(
        x,
        wide -> {
          KernelExpr ratio = div(sub(f64(1), wide), add(f64(1), wide));
          KernelExpr half = atan64(sqrt(ratio));
          return add(half, half);
        });
  }

  static KernelExpr atan2(KernelExpr y, KernelExpr x) {
    if (x.type() == LaneType.F32) {
      return convert(atan2(convert(y, LaneType.F64), convert(x, LaneType.F64)), LaneType.F32);
    }
    KernelExpr top = abs(y);
    KernelExpr bottom = abs(x);
    KernelExpr infinity = f64(Double.POSITIVE_INFINITY);
    KernelExpr bothInfinite = and(eq(top, infinity), eq(bottom, infinity));
    KernelExpr ratio = select(bothInfinite, f64(1), div(top, bottom));
    KernelExpr angle = select(eq(top, f64(0)), f64(0), atan64(ratio));
    // A NaN on either side survives the two selects above through this sum of zeros.
    KernelExpr nan = add(mul(y, f64(0)), mul(x, f64(0)));
    KernelExpr isNan = or(LaneOps.ne(y, y), LaneOps.ne(x, x));
    KernelExpr left = lt(bitcast(x, LaneType.I64), i64(0));
    KernelExpr turned = select(left, sub(f64(PI), sub(angle, f64(PI_LOW))), angle);
    return select(isNan, nan, Rounding.copySign(turned, y));
  }

  private static KernelExpr inF64(KernelExpr x, UnaryOperator<KernelExpr> function) {
    return x.type() == LaneType.F64
        ? function.apply(x)
        : convert(function.apply(convert(x, LaneType.F64)), LaneType.F32);
  }

  private static KernelExpr atan64(KernelExpr x) {
    KernelExpr magnitude = abs(x);
    KernelExpr large = lt(f64(TAN_3_PI_8), magnitude);
    KernelExpr small = lt(magnitude, f64(0.66));
    KernelExpr middle = div(sub(magnitude, f64(1)), add(magnitude, f64(1)));
    KernelExpr inverse = div(f64(-1), magnitude);
    KernelExpr reduced = select(small, magnitude, select(large, inverse, middle));
    KernelExpr base = select(small, f64(0), select(large, f64(PI / 2), f64(PI / 4)));
    KernelExpr baseLow = select(small, f64(0), select(large, f64(PI_LOW / 2), f64(PI_LOW / 4)));
    KernelExpr z = mul(reduced, reduced);
    KernelExpr rational =
        div(mul(z, Polynomial.f64Horner(z, TOP)), Polynomial.f64Horner(z, BOTTOM));
    KernelExpr angle = add(fma(reduced, rational, baseLow), reduced);
    return Rounding.copySign(add(base, angle), x);
  }
}
