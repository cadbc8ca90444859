package dev.sparrow.graph;

import org.jspecify.annotations.Nullable;

/** Pointwise functions by their names in StableHLO. */
final class StableHloNames {
  private StableHloNames() {}

  /** The operation that computes a function; null if it takes more than one. */
  static @Nullable String operation(Fn fn) {
    return switch (fn) {
      case NEG -> "negate";
      case ABS -> "abs";
      case SIGN -> "sign";
      case SQUARE, MUL -> "multiply";
      case FLOOR -> "floor";
      case CEIL -> "ceil";
      case ROUND -> "round_nearest_even";
      case IS_FINITE -> "is_finite";
      case EXP -> "exponential";
      case EXPM1 -> "exponential_minus_one";
      case LOG -> "log";
      case LOG1P -> "log_plus_one";
      case SQRT -> "sqrt";
      case RSQRT -> "rsqrt";
      case CBRT -> "cbrt";
      case SIN -> "sine";
      case COS -> "cosine";
      case TAN -> "tan";
      case TANH -> "tanh";
      case LOGISTIC -> "logistic";
      case OPTIMIZATION_BARRIER -> "optimization_barrier";
      case NOT -> "not";
      case POPULATION_COUNT -> "popcnt";
      case CLZ -> "count_leading_zeros";
      case REAL -> "real";
      case IMAG -> "imag";
      case ADD, ADD_ANY -> "add";
      case SUB -> "subtract";
      case DIV -> "divide";
      case REM -> "remainder";
      case POW -> "power";
      case MAX -> "maximum";
      case MIN -> "minimum";
      case COMPLEX -> "complex";
      case ATAN2 -> "atan2";
      case AND -> "and";
      case OR -> "or";
      case XOR -> "xor";
      case SHIFT_LEFT -> "shift_left";
      case SHIFT_RIGHT_LOGICAL -> "shift_right_logical";
      case SHIFT_RIGHT_ARITHMETIC -> "shift_right_arithmetic";
      case EQ -> "compare EQ,";
      case NE -> "compare NE,";
      case LT -> "compare LT,";
      case LE -> "compare LE,";
      case GT -> "compare GT,";
      case GE -> "compare GE,";
      case CLAMP -> "clamp";
      case SELECT_N -> "select";
      case EXP2, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH -> null;
      case ERF, ERFC, ERF_INV, LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> null;
      case CONJ, NEXTAFTER, STOP_GRADIENT -> null;
    };
  }
}
