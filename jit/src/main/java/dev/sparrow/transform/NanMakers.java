package dev.sparrow.transform;

import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;

/**
 * Which primitives compute and may so make a NaN; what moves, chooses or compares values does not.
 * The list is that of {@code jax.experimental.checkify}.
 */
final class NanMakers {
  private NanMakers() {}

  static boolean mayMakeNan(Primitive prim) {
    return switch (prim) {
      case Primitive.Pointwise(Fn fn) -> mayMakeNan(fn);
      case Primitive.IntegerPow _, Primitive.Pad _ -> true;
      case Primitive.Reduce(Monoid monoid, var _) -> monoid == Monoid.SUM || monoid == Monoid.PROD;
      case Primitive.ReducePartial(Monoid monoid, int _, long _) ->
          monoid == Monoid.SUM || monoid == Monoid.PROD;
      case Contraction _, Cumulative _, Windowed _, LinearAlgebra _, Primitive.Fft _ -> true;
      case Collective _ -> true;
      case Indexing.Scatter _ -> true;
      case Indexing.Gather _, Indexing.DynamicSlice _, Indexing.DynamicUpdateSlice _ -> false;
      case Primitive.Convert _,
          Primitive.BitcastConvert _,
          Primitive.Counting _,
          Primitive.View _,
          Primitive.SliceUpdate _,
          Primitive.Concatenate _,
          Primitive.ArgReduce _,
          Ordering _,
          Effect _,
          Control _,
          Inlined _,
          CustomLinear _ ->
          false;
    };
  }

  private static boolean mayMakeNan(Fn fn) {
    return switch (fn) {
      case ADD, ADD_ANY, SUB, MUL, DIV, REM, POW, ATAN2 -> true;
      case SQUARE, SQRT, RSQRT, CBRT, EXP, EXP2, EXPM1, LOG, LOG1P, LOGISTIC -> true;
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH -> true;
      case ERF, ERFC, ERF_INV, LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> true;
      case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, IS_FINITE, MAX, MIN, NEXTAFTER, CLAMP -> false;
      case STOP_GRADIENT, OPTIMIZATION_BARRIER, SELECT_N -> false;
      case NOT, AND, OR, XOR, EQ, NE, LT, LE, GT, GE, POPULATION_COUNT, CLZ -> false;
      case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC -> false;
      case REAL, IMAG, CONJ, COMPLEX -> false;
    };
  }
}
