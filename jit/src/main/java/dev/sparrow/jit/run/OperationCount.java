package dev.sparrow.jit.run;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.Primitive;
import java.util.List;

/**
 * Operations of a graph, counted as XLA's HloCostAnalysis counts them: an elementwise operation is
 * one for each element of its result, a fold one for each element beyond the first, what only moves
 * elements is none, and a product two for each term.
 */
public final class OperationCount {
  private long flops;
  private long transcendentals;
  private long bytes;

  private OperationCount() {}

  /**
   * Counts a graph's operations, those of the functions it calls included.
   *
   * @param graph the graph
   * @return the counts
   */
  public static OperationCount of(Graph graph) {
    OperationCount count = new OperationCount();
    count.add(graph);
    return count;
  }

  /** {@return arithmetic operations and comparisons} */
  public long flops() {
    return flops;
  }

  /** {@return evaluations of functions that are approximated} */
  public long transcendentals() {
    return transcendentals;
  }

  /** {@return bytes of all operands and results, if each were in memory} */
  public long bytes() {
    return bytes;
  }

  private void add(Graph graph) {
    for (Equation equation : graph.equations()) {
      switch (equation.prim()) {
        case Inlined inlined -> add(inlined.graph());
        case Control control -> add(control);
        case Primitive _ -> add(equation);
      }
    }
  }

  /** A scan is its steps; of a loop nobody has counted, one step; of branches, all of them. */
  private void add(Control control) {
    long steps =
        switch (control) {
          case Control.Cond _, Control.While _ -> 1;
          case Control.Scan scan -> scan.length();
        };
    for (Graph inner : control.graphs()) {
      OperationCount count = of(inner);
      flops += steps * count.flops;
      transcendentals += steps * count.transcendentals;
      bytes += steps * count.bytes;
    }
  }

  private void add(Equation equation) {
    List<ArrayType> in = equation.in().stream().map(Atom::type).toList();
    List<ArrayType> out = equation.out().stream().map(Atom::type).toList();
    bytes += bytes(in) + bytes(out);
    switch (equation.prim()) {
      case Primitive.Pointwise(Fn fn) -> {
        if (isTranscendental(fn)) {
          transcendentals += elements(out);
        } else {
          flops += elements(out);
        }
      }
      case Primitive.IntegerPow(int exponent) -> flops += elements(out) * multiplications(exponent);
      case Primitive.Convert _, Primitive.Fold _ ->
          flops += Math.max(0, elements(in) - elements(out));
      case Primitive.Whole whole -> flops += RoutineFlops.of(whole, in, out);
      case Primitive.BitcastConvert _,
          Primitive.Counting _,
          Primitive.View _,
          Primitive.Assembly _,
          CustomLinear _ -> {}
      case Control control -> add(control);
      case Inlined inlined -> add(inlined.graph());
    }
  }

  /** Multiplications of repeated squaring. */
  private static int multiplications(int exponent) {
    int magnitude = Math.abs(exponent);
    return magnitude == 0
        ? 0
        : 31 - Integer.numberOfLeadingZeros(magnitude) + Integer.bitCount(magnitude) - 1;
  }

  private static boolean isTranscendental(Fn fn) {
    return switch (fn) {
      case EXP, EXP2, EXPM1, LOG, LOG1P, LOGISTIC, SQRT, RSQRT, CBRT, POW -> true;
      case SIN, COS, TAN, ASIN, ACOS, ATAN, ATAN2 -> true;
      case SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERFC, ERF_INV -> true;
      case LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> true;
      case NEG, ABS, SIGN, SQUARE, FLOOR, CEIL, ROUND, IS_FINITE, NOT -> false;
      case ADD,
          ADD_ANY,
          SUB,
          MUL,
          DIV,
          REM,
          MAX,
          MIN,
          NEXTAFTER,
          STOP_GRADIENT,
          OPTIMIZATION_BARRIER ->
          false;
      case AND, OR, XOR, EQ, NE, LT, LE, GT, GE, CLAMP, SELECT_N -> false;
      case REAL, IMAG, CONJ, COMPLEX -> false;
      case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC, POPULATION_COUNT, CLZ -> false;
    };
  }

  private static long elements(List<ArrayType> types) {
    return types.stream().mapToLong(type -> type.shape().size()).sum();
  }

  private static long bytes(List<ArrayType> types) {
    return types.stream().mapToLong(type -> type.shape().size() * type.dtype().bytes()).sum();
  }
}
