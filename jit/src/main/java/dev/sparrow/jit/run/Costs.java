package dev.sparrow.jit.run;

import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.graph.Windows;
import dev.sparrow.jit.fuse.Access;
import dev.sparrow.jit.fuse.Plan;
import dev.sparrow.jit.fuse.Region;
import dev.sparrow.jit.fuse.Step;
import java.util.stream.LongStream;

/**
 * Estimates of work in simple per-element operations, of which a core does about one a cycle lane.
 */
final class Costs {
  /** Steps of a loop that nobody has counted. */
  private static final long WHILE_STEPS = 64;

  private Costs() {}

  static long of(Plan plan) {
    return plan.steps().stream().mapToLong(Costs::of).sum();
  }

  static long of(Step step) {
    return switch (step) {
      case Region region ->
          region.space().size()
              * (region.equations().stream().mapToLong(Costs::of).sum()
                  + region.stores().size()
                  + region.folds().size());
      case Step.Assembly assembly -> assembly.target().type().shape().size();
      case Step.Routine routine -> routine(routine);
      case Step.Flow flow -> flow(flow);
    };
  }

  private static long flow(Step.Flow flow) {
    LongStream inner = flow.inner().stream().mapToLong(Costs::of);
    return switch (flow.control()) {
      case Control.Cond _ -> inner.max().orElse(0);
      case Control.While _ -> WHILE_STEPS * inner.sum();
      case Control.Scan scan -> scan.length() * inner.sum();
    };
  }

  private static long routine(Step.Routine routine) {
    return switch (routine.prim()) {
      case Primitive.ArgReduce _ -> 4 * routine.from().getFirst().type().shape().size();
      case Primitive.Fft _ -> FourierLoop.cost(routine.targets().getFirst().type().shape());
      case Indexing indexing -> indexing(indexing, routine);
      case Contraction contraction -> contraction(contraction, routine);
      case Ordering _ -> 32 * written(routine) + 16 * read(routine);
      case Cumulative _ -> 2 * written(routine);
      case Windowed windowed -> windowed(windowed, routine);
      case LinearAlgebra factorization ->
          LinearAlgebraBinder.cost(
              factorization, routine.from().stream().map(Access::type).toList());
      case Collective _ -> 0;
      case Effect _ -> read(routine);
    };
  }

  private static long indexing(Indexing prim, Step.Routine routine) {
    long written = routine.targets().getFirst().type().shape().size();
    return switch (prim) {
      case Indexing.DynamicSlice _, Indexing.DynamicUpdateSlice _ -> written;
      case Indexing.Gather _ -> 2 * written;
      case Indexing.Scatter _ -> written + 4 * routine.from().get(2).type().shape().size();
    };
  }

  private static long written(Step.Routine routine) {
    return routine.targets().stream().mapToLong(target -> target.type().shape().size()).sum();
  }

  private static long read(Step.Routine routine) {
    return routine.from().stream().mapToLong(from -> from.type().shape().size()).sum();
  }

  private static long windowed(Windowed prim, Step.Routine routine) {
    long elements = 1;
    switch (prim) {
      case Windowed.ReduceWindow(var _, Windows windows) -> {
        for (long size : windows.sizes()) {
          elements *= size;
        }
      }
      case Windowed.SelectAndScatterAdd(var _, Windows windows) -> {
        for (long size : windows.sizes()) {
          elements *= size;
        }
      }
      case Windowed.Convolution conv -> {
        Shape kernel = routine.from().get(1).type().shape();
        long outputs = Math.max(1, kernel.dim(conv.dimensions().rhs().getFirst()));
        elements = Math.max(1, kernel.size() / outputs / 4);
      }
    }
    return written(routine) * elements + read(routine);
  }

  private static long contraction(Contraction prim, Step.Routine routine) {
    return switch (prim) {
      case Contraction.DotGeneral(DotDimensions dimensions, DType _) -> {
        Shape lhs = routine.from().getFirst().type().shape();
        long terms =
            dimensions.lhsContracting().stream().mapToLong(lhs::dim).reduce(1, (a, b) -> a * b);
        yield routine.targets().getFirst().type().shape().size() * Math.max(1, terms / 8);
      }
    };
  }

  private static long of(Equation equation) {
    return equation.prim() instanceof Primitive.Pointwise(Fn fn) ? of(fn) : 1;
  }

  private static int of(Fn fn) {
    return switch (fn) {
      case NEG, ABS, SIGN, SQUARE, FLOOR, CEIL, ROUND, IS_FINITE, NOT, ADD, SUB, MUL, MAX, MIN -> 1;
      case ADD_ANY,
          STOP_GRADIENT,
          OPTIMIZATION_BARRIER,
          AND,
          OR,
          XOR,
          EQ,
          NE,
          LT,
          LE,
          GT,
          GE,
          CLAMP,
          SELECT_N ->
          1;
      case REAL, IMAG, CONJ, COMPLEX -> 1;
      case SHIFT_LEFT, SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC, NEXTAFTER -> 2;
      case DIV, SQRT, RSQRT, POPULATION_COUNT, CLZ -> 4;
      case EXP, EXP2, EXPM1, LOG, LOG1P, CBRT, SIN, COS, TANH, LOGISTIC, REM -> 16;
      case TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, ERF, ERFC, ERF_INV -> 32;
      case LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> 64;
      case POW, ATAN2 -> 48;
    };
  }
}
