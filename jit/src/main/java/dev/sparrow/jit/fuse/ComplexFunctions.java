package dev.sparrow.jit.fuse;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;

/**
 * Functions of complex numbers, by functions of their parts. Sums and products are the plain ones,
 * as in XLA. All others of complex64 are computed in float64, where nothing overflows or cancels on
 * the way that would be seen in float32; of complex128 in float64, scaled where squares may
 * overflow. Branch cuts and infinities follow C99, annex G.
 */
final class ComplexFunctions {
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  /** Squares of numbers between these neither overflow nor lose bits. */
  private static final double SMALL = 0x1p-480;

  private static final double LARGE = 0x1p480;

  /** What numbers outside are scaled by before they are squared, or its inverse. */
  private static final double SCALE = 0x1p-600;

  private final PartEmitter emit;
  private final DType part;

  /**
   * @param emit where to emit
   * @param part dtype of the parts of operands and results
   */
  ComplexFunctions(PartEmitter emit, DType part) {
    this.emit = emit;
    this.part = part;
  }

  /**
   * A complex number as its parts.
   *
   * @param re real part
   * @param im imaginary part
   */
  record Parts(Atom re, Atom im) {}

  private Parts widened(Parts z) {
    return converted(z, DType.FLOAT64);
  }

  private Parts narrowed(Parts z) {
    return converted(z, part);
  }

  Parts converted(Parts z, DType to) {
    return new Parts(emit.convert(z.re, to), emit.convert(z.im, to));
  }

  /** A complex function of one number. */
  Parts unary(Fn fn, Parts z) {
    return switch (fn) {
      case NEG -> neg(z);
      case CONJ -> new Parts(z.re, emit.neg(z.im));
      case SQUARE -> mul(z, z);
      case SIGN -> narrowed(sign(widened(z)));
      case EXP -> narrowed(exp(widened(z)));
      case EXP2 -> narrowed(exp(scaled(LN2, widened(z))));
      case EXPM1 -> narrowed(expm1(widened(z)));
      case LOG -> narrowed(log(widened(z)));
      case LOG1P -> narrowed(log1p(widened(z)));
      case SQRT -> narrowed(sqrt(widened(z)));
      case RSQRT -> narrowed(rsqrt(widened(z)));
      case SIN -> narrowed(angles().sin(widened(z)));
      case COS -> narrowed(angles().cos(widened(z)));
      case TAN -> narrowed(angles().tan(widened(z)));
      case ASIN -> narrowed(angles().asin(widened(z)));
      case ACOS -> narrowed(angles().acos(widened(z)));
      case ATAN -> narrowed(angles().atan(widened(z)));
      case SINH -> narrowed(angles().sinh(widened(z)));
      case COSH -> narrowed(angles().cosh(widened(z)));
      case TANH -> narrowed(angles().tanh(widened(z)));
      case ASINH -> narrowed(angles().asinh(widened(z)));
      case ACOSH -> narrowed(angles().acosh(widened(z)));
      case ATANH -> narrowed(angles().atanh(widened(z)));
      case LOGISTIC -> narrowed(logistic(widened(z)));
      case LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> throw undefined(fn);
      case FLOOR, CEIL, ROUND, IS_FINITE, CBRT, ERF, ERFC, ERF_INV, NOT, POPULATION_COUNT, CLZ ->
          throw undefined(fn);
      case STOP_GRADIENT, OPTIMIZATION_BARRIER -> z;
      case ABS,
          REAL,
          IMAG,
          ADD,
          ADD_ANY,
          SUB,
          MUL,
          DIV,
          REM,
          POW,
          MAX,
          MIN,
          COMPLEX,
          ATAN2,
          NEXTAFTER ->
          throw undefined(fn);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
          throw undefined(fn);
      case EQ, NE, LT, LE, GT, GE, CLAMP, SELECT_N -> throw undefined(fn);
    };
  }

  private ComplexTrigonometric angles() {
    return new ComplexTrigonometric(emit, this);
  }

  private static IllegalArgumentException undefined(Fn fn) {
    return new IllegalArgumentException(fn + ": makes no complex number of one");
  }

  private Parts neg(Parts z) {
    return new Parts(emit.neg(z.re), emit.neg(z.im));
  }

  private Parts scaled(double factor, Parts z) {
    return new Parts(emit.mul(factor, z.re), emit.mul(factor, z.im));
  }

  Parts add(Parts z, Parts w) {
    return new Parts(emit.add(z.re, w.re), emit.add(z.im, w.im));
  }

  Parts sub(Parts z, Parts w) {
    return new Parts(emit.sub(z.re, w.re), emit.sub(z.im, w.im));
  }

  Parts mul(Parts z, Parts w) {
    return new Parts(
        emit.sub(emit.mul(z.re, w.re), emit.mul(z.im, w.im)),
        emit.add(emit.mul(z.re, w.im), emit.mul(z.im, w.re)));
  }

  Parts select(Atom predicate, Parts onTrue, Parts onFalse) {
    return new Parts(
        emit.select(predicate, onTrue.re, onFalse.re),
        emit.select(predicate, onTrue.im, onFalse.im));
  }

  /** A root of a sum of squares, and the power of two that numbers were multiplied by before. */
  private record Scaled(Atom root, Atom scale, Atom exponent) {}

  private Scaled hypotenuse(Parts z) {
    Atom larger = emit.apply(Fn.MAX, emit.abs(z.re), emit.abs(z.im));
    Atom tiny = emit.is(Fn.LT, larger, SMALL);
    Atom huge = emit.is(Fn.GT, larger, LARGE);
    Atom scale = emit.select(tiny, 1 / SCALE, emit.select(huge, SCALE, emit.number(1, larger)));
    Atom re = emit.mul(z.re, scale);
    Atom im = emit.mul(z.im, scale);
    Atom root = emit.apply(Fn.SQRT, emit.add(emit.square(re), emit.square(im)));
    Atom exponent = emit.select(tiny, 600, emit.select(huge, -600, emit.number(0, larger)));
    return new Scaled(emit.select(hasInfinity(z), Double.POSITIVE_INFINITY, root), scale, exponent);
  }

  private Atom hasInfinity(Parts z) {
    return emit.apply(Fn.OR, emit.isInfinite(z.re), emit.isInfinite(z.im));
  }

  private Atom isZero(Parts z) {
    return emit.apply(Fn.AND, emit.is(Fn.EQ, z.re, 0), emit.is(Fn.EQ, z.im, 0));
  }

  /** |z|, of the parts' dtype; infinite where a part is, beside NaN too. */
  Atom abs(Parts z) {
    return emit.convert(magnitude(widened(z)), part);
  }

  private Atom magnitude(Parts z) {
    Scaled hypotenuse = hypotenuse(z);
    return emit.div(hypotenuse.root, hypotenuse.scale);
  }

  private Parts sign(Parts z) {
    Atom magnitude = magnitude(z);
    Parts unit = new Parts(emit.div(z.re, magnitude), emit.div(z.im, magnitude));
    return select(isZero(z), z, unit);
  }

  private Parts exp(Parts z) {
    Atom cosine = emit.apply(Fn.COS, z.im);
    Atom sine = emit.apply(Fn.SIN, z.im);
    Atom growth = emit.apply(Fn.EXP, z.re);
    Atom re = emit.mul(growth, cosine);
    Atom im = emit.mul(growth, sine);
    if (part == DType.FLOAT64) {
      // e^x may overflow where its product with a small sine does not.
      Atom half = emit.apply(Fn.EXP, emit.mul(0.5, z.re));
      Atom large = emit.is(Fn.GT, z.re, 709);
      re = emit.select(large, emit.mul(emit.mul(half, cosine), half), re);
      im = emit.select(large, emit.mul(emit.mul(half, sine), half), im);
    }
    Atom real = emit.is(Fn.EQ, z.im, 0);
    Parts value = new Parts(emit.select(real, growth, re), emit.select(real, z.im, im));
    Atom zero = emit.number(0, z.re);
    return select(emit.is(Fn.EQ, growth, 0), new Parts(zero, zero), value);
  }

  private Parts expm1(Parts z) {
    Atom sine = emit.apply(Fn.SIN, z.im);
    Atom half = emit.apply(Fn.SIN, emit.mul(0.5, z.im));
    Atom re =
        emit.sub(
            emit.mul(emit.apply(Fn.EXPM1, z.re), emit.apply(Fn.COS, z.im)),
            emit.mul(2, emit.square(half)));
    Atom im = emit.mul(emit.apply(Fn.EXP, z.re), sine);
    return new Parts(re, emit.select(emit.is(Fn.EQ, z.im, 0), z.im, im));
  }

  private Parts log(Parts z) {
    Atom x = emit.abs(z.re);
    Atom y = emit.abs(z.im);
    Atom larger = emit.apply(Fn.MAX, x, y);
    Atom smaller = emit.apply(Fn.MIN, x, y);
    // |z|² - 1, in which nothing cancels but what the numbers themselves do.
    Atom above =
        emit.add(emit.mul(emit.add(larger, -1), emit.add(larger, 1)), emit.square(smaller));
    return new Parts(logMagnitude(z, above), emit.apply(Fn.ATAN2, z.im, z.re));
  }

  private Parts log1p(Parts z) {
    Atom above = emit.add(emit.mul(z.re, emit.add(z.re, 2)), emit.square(z.im));
    Parts w = new Parts(emit.add(z.re, 1), z.im);
    return new Parts(logMagnitude(w, above), emit.apply(Fn.ATAN2, w.im, w.re));
  }

  /** log|z|, where |z| is near 1 by way of |z|² - 1. */
  private Atom logMagnitude(Parts z, Atom above) {
    Scaled hypotenuse = hypotenuse(z);
    Atom far = emit.sub(emit.apply(Fn.LOG, hypotenuse.root), emit.mul(LN2, hypotenuse.exponent));
    Atom near = emit.mul(0.5, emit.apply(Fn.LOG1P, above));
    return emit.select(emit.is(Fn.LT, emit.abs(above), 0.5), near, far);
  }

  Parts sqrt(Parts z) {
    // By 2^±200, whose root is exact; then neither squares nor sums leave the range.
    Atom larger = emit.apply(Fn.MAX, emit.abs(z.re), emit.abs(z.im));
    Atom tiny = emit.is(Fn.LT, larger, SMALL);
    Atom huge = emit.is(Fn.GT, larger, LARGE);
    Atom one = emit.number(1, larger);
    Atom scale = emit.select(tiny, 0x1p600, emit.select(huge, 0x1p-600, one));
    Atom unscale = emit.select(tiny, 0x1p-300, emit.select(huge, 0x1p300, one));
    Atom x = emit.mul(z.re, scale);
    Atom y = emit.mul(z.im, scale);
    Atom squares = emit.apply(Fn.SQRT, emit.add(emit.square(x), emit.square(y)));
    Atom magnitude = emit.select(hasInfinity(z), Double.POSITIVE_INFINITY, squares);
    Atom mean = emit.mul(0.5, emit.add(emit.abs(x), magnitude));
    Atom root = emit.mul(emit.apply(Fn.SQRT, mean), unscale);
    Atom other = emit.mul(emit.div(emit.mul(0.5, y), emit.apply(Fn.SQRT, mean)), unscale);
    Atom right = emit.is(Fn.GE, z.re, 0);
    Parts value =
        new Parts(
            emit.select(right, root, emit.abs(other)),
            emit.select(right, other, emit.copySign(root, z.im)));
    Parts endless = new Parts(emit.number(Double.POSITIVE_INFINITY, z.re), z.im);
    Parts atZero = new Parts(emit.number(0, z.re), z.im);
    return select(emit.isInfinite(z.im), endless, select(isZero(z), atZero, value));
  }

  private Parts rsqrt(Parts z) {
    Parts root = sqrt(z);
    Atom magnitude = magnitude(z);
    Parts value = new Parts(emit.div(root.re, magnitude), emit.neg(emit.div(root.im, magnitude)));
    Atom zero = emit.number(0, z.re);
    Parts atZero = new Parts(emit.number(Double.POSITIVE_INFINITY, z.re), zero);
    return select(isZero(z), atZero, select(hasInfinity(z), new Parts(zero, zero), value));
  }

  private Parts logistic(Parts z) {
    Parts decay = exp(neg(z));
    Atom one = emit.number(1, z.re);
    return quotient(
        new Parts(one, emit.number(0, z.re)), new Parts(emit.add(decay.re, 1), decay.im));
  }

  Parts div(Parts z, Parts w) {
    if (w.im instanceof Literal literal && literal.doubleValue() == 0) {
      return new Parts(emit.div(z.re, w.re), emit.div(z.im, w.re));
    }
    return narrowed(quotient(widened(z), widened(w)));
  }

  private Parts quotient(Parts z, Parts w) {
    Atom larger = emit.apply(Fn.MAX, emit.abs(w.re), emit.abs(w.im));
    // A power of two that brings the divisor near 1, so that products with it stay in the range.
    Atom inverse = emit.div(emit.number(1, larger), emit.powerOfTwo(larger));
    Atom scale = emit.select(emit.is(Fn.LT, larger, 0x1p-1000), 0x1p1000, inverse);
    Parts divisor = new Parts(emit.mul(w.re, scale), emit.mul(w.im, scale));
    Atom square = emit.add(emit.square(divisor.re), emit.square(divisor.im));
    Parts product = conjugateProduct(z, divisor);
    Parts value =
        new Parts(
            emit.mul(emit.div(product.re, square), scale),
            emit.mul(emit.div(product.im, square), scale));
    Atom infinity = emit.number(Double.POSITIVE_INFINITY, larger);
    Atom pole = emit.copySign(infinity, w.re);
    Parts atZero = new Parts(emit.mul(pole, z.re), emit.mul(pole, z.im));
    Parts endless = conjugateProduct(corner(z), w);
    Parts infinite = new Parts(emit.mul(infinity, endless.re), emit.mul(infinity, endless.im));
    Parts vanishing = conjugateProduct(z, corner(w));
    Parts small = new Parts(emit.mul(0, vanishing.re), emit.mul(0, vanishing.im));
    Atom numerator = emit.apply(Fn.AND, hasInfinity(z), isFinite(w));
    Atom denominator = emit.apply(Fn.AND, hasInfinity(w), isFinite(z));
    Parts finite = select(numerator, infinite, select(denominator, small, value));
    return select(isZero(w), atZero, finite);
  }

  private Atom isFinite(Parts z) {
    return emit.apply(Fn.AND, emit.apply(Fn.IS_FINITE, z.re), emit.apply(Fn.IS_FINITE, z.im));
  }

  /** z·conj(w). */
  private Parts conjugateProduct(Parts z, Parts w) {
    return new Parts(
        emit.add(emit.mul(z.re, w.re), emit.mul(z.im, w.im)),
        emit.sub(emit.mul(z.im, w.re), emit.mul(z.re, w.im)));
  }

  /** Infinite parts as ±1, others as ±0. */
  private Parts corner(Parts z) {
    return new Parts(corner(z.re), corner(z.im));
  }

  private Atom corner(Atom x) {
    Atom unit = emit.select(emit.isInfinite(x), 1, emit.number(0, x));
    return emit.copySign(unit, x);
  }

  /** z^w = e^(w·log z); 0^w is 1 for w = 0, and 0 where w has a positive real part. */
  Parts pow(Parts base, Parts exponent) {
    Parts z = widened(base);
    Parts w = widened(exponent);
    Parts power = exp(mul(w, log(z)));
    Atom zero = emit.number(0, z.re);
    Parts atZero = new Parts(zero, zero);
    Atom vanishes = emit.apply(Fn.AND, isZero(z), emit.is(Fn.GT, w.re, 0));
    Parts value = select(vanishes, atZero, power);
    return narrowed(select(isZero(w), new Parts(emit.number(1, zero), zero), value));
  }

  /** z to a constant power, by repeated squaring; a negative one is 1 over the positive. */
  Parts integerPower(Parts z, int exponent) {
    Parts one = new Parts(emit.number(1, z.re), emit.number(0, z.re));
    Parts result = null;
    Parts square = z;
    for (int rest = Math.abs(exponent); rest > 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        result = result == null ? square : mul(result, square);
      }
      square = rest > 1 ? mul(square, square) : square;
    }
    if (result == null) {
      return one;
    }
    return exponent < 0 ? div(one, result) : result;
  }

  /** A comparison; real parts decide, imaginary ones where those are equal. */
  Atom compare(Fn fn, Parts z, Parts w) {
    return switch (fn) {
      case EQ -> emit.apply(Fn.AND, emit.apply(Fn.EQ, z.re, w.re), emit.apply(Fn.EQ, z.im, w.im));
      case NE -> emit.apply(Fn.OR, emit.apply(Fn.NE, z.re, w.re), emit.apply(Fn.NE, z.im, w.im));
      case LT, LE, GT, GE -> {
        Atom tie = emit.apply(Fn.EQ, z.re, w.re);
        yield emit.select(tie, emit.apply(fn, z.im, w.im), emit.apply(fn, z.re, w.re));
      }
      default -> throw new IllegalArgumentException(fn + ": is no comparison");
    };
  }

  /** The larger or smaller in that order; a number with a NaN wins. */
  Parts extreme(Fn fn, Parts z, Parts w) {
    Atom first = compare(fn == Fn.MAX ? Fn.GE : Fn.LE, z, w);
    return select(emit.apply(Fn.OR, first, isNan(z)), z, w);
  }

  private Atom isNan(Parts z) {
    return emit.apply(Fn.OR, emit.apply(Fn.NE, z.re, z.re), emit.apply(Fn.NE, z.im, z.im));
  }
}
