package dev.sparrow.jit.lower;

import static dev.sparrow.jit.lower.LaneOps.and;
import static dev.sparrow.jit.lower.LaneOps.div;
import static dev.sparrow.jit.lower.LaneOps.eq;
import static dev.sparrow.jit.lower.LaneOps.le;
import static dev.sparrow.jit.lower.LaneOps.lt;
import static dev.sparrow.jit.lower.LaneOps.ne;
import static dev.sparrow.jit.lower.LaneOps.not;
import static dev.sparrow.jit.lower.LaneOps.number;
import static dev.sparrow.jit.lower.LaneOps.or;
import static dev.sparrow.jit.lower.LaneOps.select;
import static dev.sparrow.jit.lower.LaneOps.ult;
import static dev.sparrow.jit.lower.LaneOps.xor;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Fn;
import java.util.List;

/**
 * From the functions of graphs to expressions over lanes. One rule a function; what the machine
 * does not have (transcendentals, unsigned order, 32-bit division, saturation) is written out here
 * in what it has.
 */
public final class Lowering {
  private Lowering() {}

  /**
   * The lane type that holds values of a dtype in a kernel.
   *
   * @param dtype a supported dtype
   * @return its lane type
   */
  public static LaneType laneType(DType dtype) {
    return Conversions.laneType(dtype);
  }

  /**
   * A value converted as {@code convert_element_type} does.
   *
   * @param x the value
   * @param from its dtype
   * @param to the new dtype
   * @return the converted value
   */
  public static KernelExpr convert(KernelExpr x, DType from, DType to) {
    return Conversions.convertTo(x, from, to);
  }

  /**
   * How elements of a dtype lie in memory.
   *
   * @param dtype a dtype of real numbers, bool or keys
   * @return their storage
   */
  public static Storage storage(DType dtype) {
    return Conversions.storage(dtype);
  }

  /**
   * The value of an element as it lies in memory.
   *
   * @param raw the element, of its {@link #storage}'s lane type; sign-extended if that is wider
   * @param dtype its dtype
   * @return the value, of the dtype's {@link #laneType}
   */
  public static KernelExpr unpack(KernelExpr raw, DType dtype) {
    return Narrow.unpack(raw, dtype);
  }

  /**
   * A value as it is to lie in memory.
   *
   * @param value the value, of the dtype's {@link #laneType}
   * @param dtype its dtype
   * @return the element, of its {@link #storage}'s lane type
   */
  public static KernelExpr pack(KernelExpr value, DType dtype) {
    return Narrow.pack(value, dtype);
  }

  /**
   * A value's bits as another dtype of the same width.
   *
   * @param x the value; a NaN gives its canonical bits
   * @param from its dtype
   * @param to the new dtype
   * @return the bits
   */
  public static KernelExpr bitcast(KernelExpr x, DType from, DType to) {
    if (from == DType.BOOL || to == DType.BOOL) {
      return convert(x, from, to);
    }
    if (Narrow.isNarrow(from)) {
      return unpack(pack(x, from), to);
    }
    LaneType target = laneType(to);
    if (x.type() == target) {
      return x;
    }
    return target.isInteger() ? LaneOps.canonicalBits(x, target) : LaneOps.bitcast(x, target);
  }

  /**
   * A value to a constant integer power.
   *
   * @param dtype dtype of the value
   * @param x the value
   * @param exponent the power; negative only for floats
   * @return the power
   */
  public static KernelExpr integerPower(DType dtype, KernelExpr x, int exponent) {
    return Power.integerPower(dtype, x, exponent);
  }

  /**
   * A pointwise function.
   *
   * @param fn the function
   * @param dtype dtype of the operands (of the cases, for a selection)
   * @param in operands
   * @return its value
   */
  public static KernelExpr lower(Fn fn, DType dtype, List<KernelExpr> in) {
    KernelExpr value =
        switch (fn.arity()) {
          case 1 -> unary(fn, dtype, in.getFirst());
          case 2 -> binary(fn, dtype, in.get(0), in.get(1));
          default -> ternary(fn, dtype, in);
        };
    return staysWithin(fn, dtype) ? value : Narrow.fit(value, dtype);
  }

  /** Whether what is computed in the lanes of a dtype's values is one of its values. */
  private static boolean staysWithin(Fn fn, DType dtype) {
    return switch (fn) {
      case SIGN, MAX, MIN, CLAMP, SELECT_N, REM, AND, OR, XOR, POPULATION_COUNT, CLZ -> true;
      case FLOOR, CEIL, ROUND, NEXTAFTER, STOP_GRADIENT, OPTIMIZATION_BARRIER -> true;
      case IS_FINITE, EQ, NE, LT, LE, GT, GE, REAL, IMAG, CONJ, COMPLEX -> true;
      case NEG, ABS -> dtype.isFloat();
      case NOT -> !dtype.isUnsigned();
      case ADD, ADD_ANY, SUB, MUL, DIV, SQUARE, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL -> false;
      case SHIFT_RIGHT_ARITHMETIC -> !dtype.isUnsigned();
      case EXP, EXP2, EXPM1, LOG, LOG1P, SQRT, RSQRT, CBRT, POW, ATAN2, LOGISTIC -> false;
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH -> false;
      case ERF, ERFC, ERF_INV, LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> false;
    };
  }

  private static KernelExpr unary(Fn fn, DType dtype, KernelExpr x) {
    return switch (fn) {
      case NEG -> LaneOps.neg(x);
      case ABS -> dtype.isUnsigned() ? x : LaneOps.abs(x);
      case SIGN -> sign(dtype, x);
      case SQUARE -> LaneOps.mul(x, x);
      case FLOOR -> Rounding.floor(x);
      case CEIL -> Rounding.ceil(x);
      case ROUND -> Rounding.halfEven(x);
      case IS_FINITE -> {
        KernelExpr difference = LaneOps.sub(x, x);
        yield eq(difference, difference);
      }
      case EXP -> Exponential.exp(x);
      case EXP2 -> Exponential.exp2(x);
      case EXPM1 -> Exponential.expm1(x);
      case LOG -> Logarithm.log(x);
      case LOG1P -> Logarithm.log1p(x);
      case SQRT -> LaneOps.sqrt(x);
      case RSQRT -> div(number(1, x.type()), LaneOps.sqrt(x));
      case CBRT -> Power.cbrt(x);
      case SIN -> Trigonometric.sin(x);
      case COS -> Trigonometric.cos(x);
      case TAN -> Trigonometric.tan(x);
      case ASIN -> InverseTrigonometric.asin(x);
      case ACOS -> InverseTrigonometric.acos(x);
      case ATAN -> InverseTrigonometric.atan(x);
      case SINH -> Hyperbolic.sinh(x);
      case COSH -> Hyperbolic.cosh(x);
      case TANH -> Hyperbolic.tanh(x);
      case ASINH -> Hyperbolic.asinh(x);
      case ACOSH -> Hyperbolic.acosh(x);
      case ATANH -> Hyperbolic.atanh(x);
      case LOGISTIC -> Exponential.logistic(x);
      case ERF -> ErrorFunction.erf(x);
      case ERFC -> ErrorFunction.erfc(x);
      case ERF_INV -> ErrorFunction.inverse(x);
      case LGAMMA -> GammaFunction.lgamma(x);
      case DIGAMMA -> GammaFunction.digamma(x);
      case BESSEL_I0E -> Bessel.i0e(x);
      case BESSEL_I1E -> Bessel.i1e(x);
      case STOP_GRADIENT, OPTIMIZATION_BARRIER -> x;
      case NOT -> not(x);
      case POPULATION_COUNT -> Integers.populationCount(Integers.unsigned(x, dtype));
      case CLZ -> Integers.leadingZeros(Integers.unsigned(x, dtype), dtype);
      case ADD, ADD_ANY, SUB, MUL, DIV, REM, POW, MAX, MIN, ATAN2, NEXTAFTER -> throw misplaced(fn);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC ->
          throw misplaced(fn);
      case EQ, NE, LT, LE, GT, GE, CLAMP, SELECT_N -> throw misplaced(fn);
      case REAL, IMAG, CONJ, COMPLEX -> throw complex(fn);
    };
  }

  private static KernelExpr sign(DType dtype, KernelExpr x) {
    LaneType type = x.type();
    if (dtype.isUnsigned()) {
      return select(eq(x, number(0, type)), x, number(1, type));
    }
    if (type.isInteger()) {
      return Integers.sign(x);
    }
    KernelExpr zero = number(0, type);
    KernelExpr negative = select(lt(x, zero), number(-1, type), x);
    return select(lt(zero, x), number(1, type), negative);
  }

  private static KernelExpr binary(Fn fn, DType dtype, KernelExpr x, KernelExpr y) {
    boolean truth = dtype == DType.BOOL;
    return switch (fn) {
      case ADD -> truth ? or(x, y) : LaneOps.add(x, y);
      case ADD_ANY -> LaneOps.add(x, y);
      case SUB -> LaneOps.sub(x, y);
      case MUL -> truth ? and(x, y) : LaneOps.mul(x, y);
      case DIV -> {
        if (dtype.isFloat()) {
          yield div(x, y);
        }
        yield Integers.divide(x, y, dtype);
      }
      case REM -> {
        if (dtype.isFloat()) {
          yield LaneOps.rem(x, y);
        }
        yield Integers.remainder(x, y, dtype);
      }
      case POW -> Power.pow(x, y);
      case MAX -> truth ? or(x, y) : larger(dtype, x, y);
      case MIN -> truth ? and(x, y) : smaller(dtype, x, y);
      case ATAN2 -> InverseTrigonometric.atan2(x, y);
      case NEXTAFTER -> Rounding.nextAfter(dtype, x, y);
      case AND -> and(x, y);
      case OR -> or(x, y);
      case XOR -> xor(x, y);
      case SHIFT_LEFT -> Integers.shiftLeft(x, y, dtype);
      case SHIFT_RIGHT_LOGICAL -> Integers.shiftRightLogical(x, y, dtype);
      case SHIFT_RIGHT_ARITHMETIC -> Integers.shiftRightArithmetic(x, y, dtype);
      case EQ -> truth ? not(xor(x, y)) : eq(x, y);
      case NE -> truth ? xor(x, y) : ne(x, y);
      case LT -> less(dtype, x, y);
      case LE -> atMost(dtype, x, y);
      case GT -> less(dtype, y, x);
      case GE -> atMost(dtype, y, x);
      case NEG, ABS, SIGN, SQUARE, FLOOR, CEIL, ROUND, IS_FINITE -> throw misplaced(fn);
      case EXP, EXP2, EXPM1, LOG, LOG1P, SQRT, RSQRT, CBRT -> throw misplaced(fn);
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH ->
          throw misplaced(fn);
      case LOGISTIC,
          ERF,
          ERFC,
          ERF_INV,
          LGAMMA,
          DIGAMMA,
          BESSEL_I0E,
          BESSEL_I1E,
          STOP_GRADIENT,
          OPTIMIZATION_BARRIER,
          NOT,
          POPULATION_COUNT,
          CLZ ->
          throw misplaced(fn);
      case CLAMP, SELECT_N -> throw misplaced(fn);
      case REAL, IMAG, CONJ, COMPLEX -> throw complex(fn);
    };
  }

  private static KernelExpr ternary(Fn fn, DType dtype, List<KernelExpr> in) {
    if (fn == Fn.SELECT_N) {
      return select(in.get(0), in.get(2), in.get(1));
    }
    if (fn == Fn.CLAMP) {
      return larger(dtype, in.get(0), smaller(dtype, in.get(1), in.get(2)));
    }
    throw misplaced(fn);
  }

  private static IllegalStateException complex(Fn fn) {
    return new IllegalStateException(fn + ": complex numbers are split before kernels are made");
  }

  private static IllegalStateException misplaced(Fn fn) {
    return new IllegalStateException(fn + " takes " + fn.arity() + " operands");
  }

  private static KernelExpr less(DType dtype, KernelExpr x, KernelExpr y) {
    if (dtype == DType.BOOL) {
      return and(not(x), y);
    }
    return Integers.fillsUnsigned(dtype) ? ult(x, y) : lt(x, y);
  }

  private static KernelExpr atMost(DType dtype, KernelExpr x, KernelExpr y) {
    if (dtype == DType.BOOL) {
      return or(not(x), y);
    }
    return Integers.fillsUnsigned(dtype) ? not(ult(y, x)) : le(x, y);
  }

  private static KernelExpr larger(DType dtype, KernelExpr x, KernelExpr y) {
    return Integers.fillsUnsigned(dtype) ? select(ult(x, y), y, x) : LaneOps.max(x, y);
  }

  private static KernelExpr smaller(DType dtype, KernelExpr x, KernelExpr y) {
    return Integers.fillsUnsigned(dtype) ? select(ult(y, x), y, x) : LaneOps.min(x, y);
  }
}
