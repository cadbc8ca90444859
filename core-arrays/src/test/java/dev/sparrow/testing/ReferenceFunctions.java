package dev.sparrow.testing;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;

/**
 * Pointwise functions on one element, in the plainest way: floats through {@code double} and {@link
 * StrictMath}, integers through {@code long}. The oracle for kernels.
 */
public final class ReferenceFunctions {
  private ReferenceFunctions() {}

  /**
   * A function of raw bits, as {@link HostArray} holds them.
   *
   * @param fn the function
   * @param dtype dtype of the operands (of the cases, for SELECT_N)
   * @param x operands
   * @return raw bits of the result
   */
  public static long apply(Fn fn, DType dtype, long... x) {
    if (fn == Fn.SELECT_N) {
      return x[0] != 0 ? x[2] : x[1];
    }
    if (dtype.isComplex()) {
      return ReferenceComplex.apply(fn, x);
    }
    if (fn == Fn.COMPLEX) {
      return x[0] | x[1] << 32;
    }
    if (dtype.isFloat()) {
      double a = Literal.doubleValue(dtype, x[0]);
      double b = x.length > 1 ? Literal.doubleValue(dtype, x[1]) : 0;
      return switch (fn) {
        case IS_FINITE -> bool(Double.isFinite(a));
        case EQ -> bool(a == b);
        case NE -> bool(a != b);
        case LT -> bool(a < b);
        case LE -> bool(a <= b);
        case GT -> bool(a > b);
        case GE -> bool(a >= b);
        case NEXTAFTER -> nextAfter(dtype, a, b);
        case CLAMP -> bitsOf(dtype, Math.max(a, Math.min(b, Literal.doubleValue(dtype, x[2]))));
        default -> bitsOf(dtype, onFloats(fn, a, b));
      };
    }
    return onIntegers(fn, dtype, x);
  }

  /** Raw bits of a value; every NaN has the canonical ones. */
  private static long bitsOf(DType dtype, double value) {
    return Literal.bitsOf(dtype, Double.isNaN(value) ? Double.NaN : value);
  }

  private static long nextAfter(DType dtype, double a, double b) {
    return switch (dtype) {
      case FLOAT64 -> bitsOf(dtype, Math.nextAfter(a, b));
      case FLOAT32 -> bitsOf(dtype, Math.nextAfter((float) a, b));
      default -> {
        if (Double.isNaN(a) || Double.isNaN(b) || a == b) {
          yield bitsOf(dtype, Double.isNaN(a) ? a : b);
        }
        long smallest = a == 0 ? (b < 0 ? 0x8001 : 0x0001) : -1;
        long step = (a < b) == (a > 0) ? 1 : -1;
        yield smallest >= 0 ? smallest : bitsOf(dtype, a) + step;
      }
    };
  }

  private static double onFloats(Fn fn, double x, double y) {
    return switch (fn) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case SQUARE -> x * x;
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case EXP -> StrictMath.exp(x);
      case EXP2 -> StrictMath.pow(2, x);
      case EXPM1 -> StrictMath.expm1(x);
      case LOG -> StrictMath.log(x);
      case LOG1P -> StrictMath.log1p(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case CBRT -> StrictMath.cbrt(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
      case TAN -> StrictMath.tan(x);
      case ASIN -> StrictMath.asin(x);
      case ACOS -> StrictMath.acos(x);
      case ATAN -> StrictMath.atan(x);
      case SINH -> StrictMath.sinh(x);
      case COSH -> StrictMath.cosh(x);
      case TANH -> StrictMath.tanh(x);
      case ASINH -> asinh(x);
      case ACOSH -> acosh(x);
      case ATANH -> Math.copySign(StrictMath.log1p(2 * Math.abs(x) / (1 - Math.abs(x))) / 2, x);
      case LOGISTIC -> logistic(x);
      case ERF -> ErrorFunction.erf(x);
      case ERFC -> ErrorFunction.erfc(x);
      case ERF_INV -> ErrorFunction.erfInv(x);
      case LGAMMA -> ReferenceGamma.lgamma(x);
      case DIGAMMA -> ReferenceGamma.digamma(x);
      case BESSEL_I0E -> ReferenceBessel.scaled(0, x);
      case BESSEL_I1E -> ReferenceBessel.scaled(1, x);
      case STOP_GRADIENT, OPTIMIZATION_BARRIER -> x;
      case ADD, ADD_ANY -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      case REM -> x % y;
      case POW -> StrictMath.pow(x, y);
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case ATAN2 -> StrictMath.atan2(x, y);
      case NOT, POPULATION_COUNT, CLZ, NEXTAFTER, AND, OR, XOR, SHIFT_LEFT -> throw undefined(fn);
      case SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC, IS_FINITE -> throw undefined(fn);
      case EQ, NE, LT, LE, GT, GE, CLAMP, SELECT_N -> throw undefined(fn);
      case REAL, IMAG, CONJ, COMPLEX -> throw undefined(fn);
    };
  }

  private static double logistic(double x) {
    double decayed = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? decayed : 1) / (1 + decayed);
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    double large = StrictMath.log(a) + StrictMath.log(2);
    double small = StrictMath.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(a > 1e9 ? large : small, x);
  }

  private static double acosh(double x) {
    double above = x - 1;
    return x > 1e9
        ? StrictMath.log(x) + StrictMath.log(2)
        : StrictMath.log1p(above + Math.sqrt(2 * above + above * above));
  }

  private static long onIntegers(Fn fn, DType dtype, long... in) {
    long x = in[0];
    long y = in.length > 1 ? in[1] : 0;
    int width = dtype == DType.BOOL ? 1 : 8 * dtype.bytes();
    boolean bool = dtype == DType.BOOL;
    boolean wide = dtype == DType.UINT64;
    long result =
        switch (fn) {
          case NEG -> -x;
          case ABS -> wide ? x : Math.abs(x);
          case SIGN -> wide && x < 0 ? 1 : Long.signum(x);
          case SQUARE -> x * x;
          case NOT -> ~x;
          case POPULATION_COUNT -> Long.bitCount(x & mask(width));
          case CLZ -> Long.numberOfLeadingZeros(x & mask(width)) - (64 - width);
          case STOP_GRADIENT, OPTIMIZATION_BARRIER -> x;
          case ADD -> bool ? x | y : x + y;
          case SUB -> x - y;
          case MUL -> x * y;
          case DIV -> y == 0 ? -1 : wide ? Long.divideUnsigned(x, y) : x / y;
          case REM -> y == 0 ? x : wide ? Long.remainderUnsigned(x, y) : x % y;
          case MAX -> larger(wide, x, y);
          case MIN -> smaller(wide, x, y);
          case AND -> x & y;
          case OR -> x | y;
          case XOR -> x ^ y;
          case SHIFT_LEFT -> outside(y, width) ? 0 : x << y;
          case SHIFT_RIGHT_LOGICAL -> outside(y, width) ? 0 : (x & mask(width)) >>> y;
          case SHIFT_RIGHT_ARITHMETIC ->
              signExtended(x, width) >> (outside(y, width) ? width - 1 : y);
          case EQ -> bool(x == y);
          case NE -> bool(x != y);
          case LT -> bool(compare(wide, x, y) < 0);
          case LE -> bool(compare(wide, x, y) <= 0);
          case GT -> bool(compare(wide, x, y) > 0);
          case GE -> bool(compare(wide, x, y) >= 0);
          case CLAMP -> larger(wide, x, smaller(wide, y, in[2]));
          case FLOOR, CEIL, ROUND, IS_FINITE, EXP, EXP2, EXPM1, LOG, LOG1P -> throw undefined(fn);
          case SQRT, RSQRT, CBRT, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH -> throw undefined(fn);
          case COSH, TANH, ASINH, ACOSH, ATANH, LOGISTIC, ERF, ERFC -> throw undefined(fn);
          case LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> throw undefined(fn);
          case ERF_INV, ADD_ANY, POW, ATAN2, NEXTAFTER, SELECT_N -> throw undefined(fn);
          case REAL, IMAG, CONJ, COMPLEX -> throw undefined(fn);
        };
    if (fn.result() == Fn.Result.BOOL) {
      return result;
    }
    boolean unsigned = bool || dtype.isUnsigned();
    return unsigned ? result & mask(width) : signExtended(result, width);
  }

  private static int compare(boolean unsigned, long x, long y) {
    return unsigned ? Long.compareUnsigned(x, y) : Long.compare(x, y);
  }

  private static long larger(boolean unsigned, long x, long y) {
    return compare(unsigned, x, y) > 0 ? x : y;
  }

  private static long smaller(boolean unsigned, long x, long y) {
    return compare(unsigned, x, y) < 0 ? x : y;
  }

  private static boolean outside(long count, int width) {
    return count < 0 || count >= width;
  }

  private static long mask(int width) {
    return -1L >>> (64 - width);
  }

  private static long signExtended(long value, int width) {
    return value << (64 - width) >> (64 - width);
  }

  private static long bool(boolean value) {
    return value ? 1 : 0;
  }

  private static IllegalArgumentException undefined(Fn fn) {
    return new IllegalArgumentException(fn + " is not defined here");
  }
}
