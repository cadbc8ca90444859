package dev.sparrow.graph;

import dev.sparrow.array.DType;

/**
 * A pointwise function: one row of facts each. Names and semantics are those of {@code jax.lax}.
 *
 * <p>Behaviour lives in one exhaustive switch per interpreter (type rule, lowering, batching), none
 * of which compiles until it says something about a new row.
 */
public enum Fn {
  NEG("neg", 1, Accepts.NUMBER, Result.SAME),
  /** Of a complex number the real magnitude, without overflow on the way. */
  ABS("abs", 1, Accepts.NUMBER, Result.REAL),
  SIGN("sign", 1, Accepts.NUMBER, Result.SAME),
  SQUARE("square", 1, Accepts.NUMBER, Result.SAME),
  FLOOR("floor", 1, Accepts.REAL_FLOAT, Result.SAME),
  CEIL("ceil", 1, Accepts.REAL_FLOAT, Result.SAME),
  /** Half to even. */
  ROUND("round", 1, Accepts.REAL_FLOAT, Result.SAME),
  IS_FINITE("is_finite", 1, Accepts.REAL_FLOAT, Result.BOOL),
  EXP("exp", 1, Accepts.FLOATING, Result.SAME),
  EXP2("exp2", 1, Accepts.FLOATING, Result.SAME),
  EXPM1("expm1", 1, Accepts.FLOATING, Result.SAME),
  LOG("log", 1, Accepts.FLOATING, Result.SAME),
  LOG1P("log1p", 1, Accepts.FLOATING, Result.SAME),
  SQRT("sqrt", 1, Accepts.FLOATING, Result.SAME),
  RSQRT("rsqrt", 1, Accepts.FLOATING, Result.SAME),
  CBRT("cbrt", 1, Accepts.REAL_FLOAT, Result.SAME),
  SIN("sin", 1, Accepts.FLOATING, Result.SAME),
  COS("cos", 1, Accepts.FLOATING, Result.SAME),
  TAN("tan", 1, Accepts.FLOATING, Result.SAME),
  ASIN("asin", 1, Accepts.FLOATING, Result.SAME),
  ACOS("acos", 1, Accepts.FLOATING, Result.SAME),
  ATAN("atan", 1, Accepts.FLOATING, Result.SAME),
  SINH("sinh", 1, Accepts.FLOATING, Result.SAME),
  COSH("cosh", 1, Accepts.FLOATING, Result.SAME),
  TANH("tanh", 1, Accepts.FLOATING, Result.SAME),
  ASINH("asinh", 1, Accepts.FLOATING, Result.SAME),
  ACOSH("acosh", 1, Accepts.FLOATING, Result.SAME),
  ATANH("atanh", 1, Accepts.FLOATING, Result.SAME),
  /** 1 / (1 + exp(-x)). */
  LOGISTIC("logistic", 1, Accepts.FLOATING, Result.SAME),
  ERF("erf", 1, Accepts.REAL_FLOAT, Result.SAME),
  ERFC("erfc", 1, Accepts.REAL_FLOAT, Result.SAME),
  ERF_INV("erf_inv", 1, Accepts.REAL_FLOAT, Result.SAME),
  /** log|Γ(x)|; infinite at 0 and negative whole numbers. */
  LGAMMA("lgamma", 1, Accepts.REAL_FLOAT, Result.SAME),
  /** The derivative of log Γ; NaN at 0 and negative whole numbers. */
  DIGAMMA("digamma", 1, Accepts.REAL_FLOAT, Result.SAME),
  /** exp(-|x|)·I0(x). */
  BESSEL_I0E("bessel_i0e", 1, Accepts.REAL_FLOAT, Result.SAME),
  /** exp(-|x|)·I1(x). */
  BESSEL_I1E("bessel_i1e", 1, Accepts.REAL_FLOAT, Result.SAME),
  /** x; its derivative is zero by definition. */
  STOP_GRADIENT("stop_gradient", 1, Accepts.ANYTHING, Result.SAME),
  /** x, which the compiler takes for another value: equal computations of both stay apart. */
  OPTIMIZATION_BARRIER("optimization_barrier", 1, Accepts.ANYTHING, Result.SAME),
  NOT("not", 1, Accepts.BITS, Result.SAME),
  POPULATION_COUNT("population_count", 1, Accepts.INTEGER, Result.SAME),
  CLZ("clz", 1, Accepts.INTEGER, Result.SAME),
  /** The real part; of a stored array a window. */
  REAL("real", 1, Accepts.COMPLEX, Result.REAL),
  /** The imaginary part; of a stored array a window. */
  IMAG("imag", 1, Accepts.COMPLEX, Result.REAL),
  CONJ("conj", 1, Accepts.COMPLEX, Result.SAME),

  ADD("add", 2, Accepts.ANY, Result.SAME),
  /** The sum of two tangents or cotangents: what differentiation adds, told apart in graphs. */
  ADD_ANY("add_any", 2, Accepts.FLOATING, Result.SAME),
  SUB("sub", 2, Accepts.NUMBER, Result.SAME),
  MUL("mul", 2, Accepts.ANY, Result.SAME),
  /** True division of floats; integers truncate toward zero, x/0 = -1, min/-1 = min. */
  DIV("div", 2, Accepts.NUMBER, Result.SAME),
  /** Remainder with the sign of the dividend; x rem 0 = x for integers. */
  REM("rem", 2, Accepts.REAL_NUMBER, Result.SAME),
  POW("pow", 2, Accepts.FLOATING, Result.SAME),
  /** NaN propagates; -0 is less than +0. */
  MAX("max", 2, Accepts.ANY, Result.SAME),
  /** NaN propagates; -0 is less than +0. */
  MIN("min", 2, Accepts.ANY, Result.SAME),
  /** complex(re, im). */
  COMPLEX("complex", 2, Accepts.COMPONENT, Result.COMPLEX),
  ATAN2("atan2", 2, Accepts.REAL_FLOAT, Result.SAME),
  NEXTAFTER("nextafter", 2, Accepts.REAL_FLOAT, Result.SAME),
  AND("and", 2, Accepts.BITS, Result.SAME),
  OR("or", 2, Accepts.BITS, Result.SAME),
  XOR("xor", 2, Accepts.BITS, Result.SAME),
  /** A shift by the width or more gives 0. */
  SHIFT_LEFT("shift_left", 2, Accepts.INTEGER, Result.SAME),
  /** A shift by the width or more gives 0. */
  SHIFT_RIGHT_LOGICAL("shift_right_logical", 2, Accepts.INTEGER, Result.SAME),
  /** A shift by the width or more gives the sign. */
  SHIFT_RIGHT_ARITHMETIC("shift_right_arithmetic", 2, Accepts.INTEGER, Result.SAME),
  EQ("eq", 2, Accepts.ANY, Result.BOOL),
  NE("ne", 2, Accepts.ANY, Result.BOOL),
  LT("lt", 2, Accepts.ANY, Result.BOOL),
  LE("le", 2, Accepts.ANY, Result.BOOL),
  GT("gt", 2, Accepts.ANY, Result.BOOL),
  GE("ge", 2, Accepts.ANY, Result.BOOL),

  /** clamp(min, x, max): max(min, min(x, max)) with NaN propagating. */
  CLAMP("clamp", 3, Accepts.REAL_NUMBER, Result.SAME),
  /** select_n(which, case0, case1): case1 where the bool {@code which} holds, else case0. */
  SELECT_N("select_n", 3, Accepts.ANYTHING, Result.SAME);

  /** Which dtypes the operands may have. */
  public enum Accepts {
    ANYTHING,
    /** Everything but keys. */
    ANY,
    /** Integers, floats, complex. */
    NUMBER,
    REAL_NUMBER,
    /** Real or complex floating point. */
    FLOATING,
    REAL_FLOAT,
    COMPLEX,
    /** float32 and float64, of which complex numbers are made. */
    COMPONENT,
    INTEGER,
    /** bool and integers. */
    BITS;

    /**
     * Whether a dtype belongs to this set.
     *
     * @param dtype a dtype
     * @return whether it does
     */
    public boolean test(DType dtype) {
      return switch (this) {
        case ANYTHING -> true;
        case ANY -> dtype != DType.KEY;
        case NUMBER -> dtype.isInteger() || dtype.isInexact();
        case REAL_NUMBER -> dtype.isInteger() || dtype.isFloat();
        case FLOATING -> dtype.isInexact();
        case REAL_FLOAT -> dtype.isFloat();
        case COMPLEX -> dtype.isComplex();
        case COMPONENT -> dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
        case INTEGER -> dtype.isInteger();
        case BITS -> dtype == DType.BOOL || dtype.isInteger();
      };
    }
  }

  /** How the result dtype follows from the operands'. */
  public enum Result {
    SAME,
    /** The operands' dtype, or that of a complex number's parts. */
    REAL,
    /** The complex dtype whose parts the operands are. */
    COMPLEX,
    BOOL
  }

  private final String jaxName;
  private final int arity;
  private final Accepts accepts;
  private final Result result;

  Fn(String jaxName, int arity, Accepts accepts, Result result) {
    this.jaxName = jaxName;
    this.arity = arity;
    this.accepts = accepts;
    this.result = result;
  }

  /** {@return the name in {@code jax.lax} and in printed graphs} */
  public String jaxName() {
    return jaxName;
  }

  /** {@return the number of operands} */
  public int arity() {
    return arity;
  }

  /** {@return which dtypes the operands may have} */
  public Accepts accepts() {
    return accepts;
  }

  /** {@return how the result dtype follows from the operands'} */
  public Result result() {
    return result;
  }
}
