package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.abs;
import static dev.sparrow.jit.lower.LaneOps.add;
import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.apply;
import static dev.sparrow.jit.lower.LaneOps.bitcast;
import static dev.sparrow.jit.lower.LaneOps.convert;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.f64;
import static dev.sparrow.jit.lower.LaneOps.fma;
import static dev.sparrow.jit.lower.LaneOps.i64;
import static dev.sparrow.jit.lower.LaneOps.le;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.mul;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.neg;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.rarely;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.shl;
import static dev.sparrow.jit.lower.LaneOps.sub;
import static dev.sparrow.jit.lower.LaneOps.ushr;
import static dev.sparrow.jit.lower.LaneOps.xor;

/**
 * sin, cos and tan: x = n·π/2 + r with |r| ≤ π/4, then polynomials in r² (coefficients: fdlibm
 * k_sin.c and k_cos.c). π/2 is subtracted in three parts of 53 bits with fused steps, which is
 * exact enough while n has less than 51 bits. An F32 argument is reduced and evaluated in F64,
 * above 2^50 with the bits of 2/π that its exponent selects. Error: F32 0.51 ulp, F64 2 ulp
 * everywhere.
 */
final class Trigonometric {
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
  static final double PI_2_A = 0x1.921fb54442d18p0;
  private static final double PI_2_B = 0x1.1a62633145c07p-54;
  private static final double PI_2_C = -0x1.f1976b7ed8fbcp-110;
  private static final double SHIFT = 0x1.8p52;

  /** Arguments from here on need more of 2/π. */
  private static final double HUGE = 0x1p50;

  private static final double[] SIN = {
    1.58969099521155010221e-10,
    -2.50507602534068634195e-08,
    2.75573137070700676789e-06,
    -1.98412698298579493134e-04,
    8.33333333332248946124e-03,
    -1.66666666666666324348e-01
  };

  private static final double[] COS = {
    -1.13596475577881948265e-11,
    2.08757232129817482790e-09,
    -2.75573143513906633035e-07,
    2.48015872894767294178e-05,
    -1.38888888888741095749e-03,
    4.16666666666666019037e-02
  };

  private Trigonometric() {}

  /** Which quadrant (low two bits of an I64), and the rest. */
  record Reduced(KernelExpr quadrant, KernelExpr rest) {}

  static KernelExpr sin(KernelExpr x) {
    KernelExpr wide = x.type() == LaneType.F32 ? convert(x, LaneType.F64) : x;
    Reduced reduced = reduce(wide, x.type());
    KernelExpr value = wave(reduced.quadrant, reduced.rest);
    KernelExpr narrowed = narrowed(value, x.type());
    return select(eq(x, LaneOps.number(0, x.type())), x, narrowed);
  }

  static KernelExpr cos(KernelExpr x) {
    KernelExpr wide = x.type() == LaneType.F32 ? convert(x, LaneType.F64) : x;
    Reduced reduced = reduce(wide, x.type());
    KernelExpr value = wave(add(reduced.quadrant, i64(1)), reduced.rest);
    return narrowed(value, x.type());
  }

  static KernelExpr tan(KernelExpr x) {
    KernelExpr wide = x.type() == LaneType.F32 ? convert(x, LaneType.F64) : x;
    Reduced reduced = reduce(wide, x.type());
    KernelExpr sine = sine(reduced.rest);
    KernelExpr cosine = cosine(reduced.rest);
    KernelExpr odd = isOdd(reduced.quadrant);
    KernelExpr top = select(odd, neg(cosine), sine);
    KernelExpr value = div(top, select(odd, sine, cosine));
    KernelExpr narrowed = value.type() == x.type() ? value : convert(value, x.type());
    return select(eq(x, LaneOps.number(0, x.type())), x, narrowed);
  }

  /** The value in the operand's type; the sign flip in {@link #wave} may have flipped a NaN's. */
  private static KernelExpr narrowed(KernelExpr value, LaneType type) {
    return value.type() == type ? LaneOps.apply(Op.CANONICAL, value) : convert(value, type);
  }

  /** sin(quadrant·π/2 + rest). */
  private static KernelExpr wave(KernelExpr quadrant, KernelExpr rest) {
    KernelExpr value = select(isOdd(quadrant), cosine(rest), sine(rest));
    KernelExpr sign = shl(and(quadrant, i64(2)), 62);
    return bitcast(xor(bitcast(value, LaneType.I64), sign), LaneType.F64);
  }

  private static KernelExpr isOdd(KernelExpr quadrant) {
    return ne(and(quadrant, i64(1)), i64(0));
  }

  private static KernelExpr sine(KernelExpr r) {
    KernelExpr z = mul(r, r);
    return fma(mul(r, z), Polynomial.f64Horner(z, SIN), r);
  }

  private static KernelExpr cosine(KernelExpr r) {
    KernelExpr z = mul(r, r);
    KernelExpr half = mul(f64(0.5), z);
    KernelExpr head = sub(f64(1), half);
    // head has lost (1 - head) - half; both differences are exact.
    KernelExpr lost = sub(sub(f64(1), head), half);
    return add(head, fma(mul(z, z), Polynomial.f64Horner(z, COS), lost));
  }

  private static Reduced reduce(KernelExpr x, LaneType argument) {
    KernelExpr shifted = fma(x, f64(TWO_OVER_PI), f64(SHIFT));
    KernelExpr n = sub(shifted, f64(SHIFT));
    KernelExpr rest = fma(n, f64(-PI_2_A), x);
    rest = fma(n, f64(-PI_2_B), rest);
    rest = fma(n, f64(-PI_2_C), rest);
    KernelExpr isFar = le(f64(HUGE), abs(x));
    Reduced far = argument == LaneType.F32 ? reduceHugeSingle(x) : HugeArgument.reduce(x);
    // An infinity has no place on the circle: its difference with itself is NaN.
    KernelExpr farRest = add(far.rest, sub(x, x));
    return new Reduced(
        rarely(isFar, far.quadrant, bitcast(shifted, LaneType.I64)), rarely(isFar, farRest, rest));
  }

  /**
   * For an F64 that holds an F32 of 2^50 or more, in integers: 24 bits of x times the 96 bits of
   * 2/π that stand where the product passes the binary point give the quadrants modulo 4 as a
   * 2.62-bit fraction.
   */
  private static Reduced reduceHugeSingle(KernelExpr x) {
    KernelExpr bits = bitcast(abs(x), LaneType.I64);
    KernelExpr mantissa = or(ushr(and(bits, i64(0xF_FFFF_FFFF_FFFFL)), 29), i64(0x80_0000));
    KernelExpr start = sub(ushr(bits, 52), i64(1023 + 25));
    KernelExpr second = ne(and(start, i64(64)), i64(0));
    KernelExpr first = select(second, i64(HugeArgument.WORDS[1]), i64(HugeArgument.WORDS[0]));
    KernelExpr next = select(second, i64(HugeArgument.WORDS[2]), i64(HugeArgument.WORDS[1]));
    KernelExpr last = select(second, i64(HugeArgument.WORDS[3]), i64(HugeArgument.WORDS[2]));
    KernelExpr left = and(start, i64(63));
    KernelExpr right = sub(i64(63), left);
    KernelExpr window = or(apply(Op.SHL, first, left), apply(Op.USHR, ushr(next, 1), right));
    KernelExpr below = or(apply(Op.SHL, next, left), apply(Op.USHR, ushr(last, 1), right));
    KernelExpr turns = add(mul(mantissa, window), ushr(mul(mantissa, ushr(below, 32)), 32));
    KernelExpr quadrant = ushr(add(turns, i64(1L << 61)), 62);
    KernelExpr fraction = Conversions.longToF64(sub(turns, shl(quadrant, 62)));
    KernelExpr rest = mul(fraction, f64(PI_2_A * 0x1p-62));
    KernelExpr negative = lt(x, f64(0));
    return new Reduced(
        select(negative, neg(quadrant), quadrant), select(negative, neg(rest), rest));
  }
}
