package dev.sparrow.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
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
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Windowed;
import dev.sparrow.jit.Jit;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.testing.HostArray;
import dev.sparrow.testing.OpCase;
import dev.sparrow.testing.OpCases;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Derivatives of every row of the table of operation cases that has a float operand, at float64:
 * forward mode against finite differences, reverse mode against forward mode, compiled against
 * eager.
 */
@ExtendWith(AllocatorsAtZero.class)
class OpCasesDerivativesTest {
  private static final long SEED = Long.getLong("seed", 20261125);

  /** Central differences of f64 at this step are good to about 1e-9. */
  private static final double STEP = 1e-5;

  private static final double TOLERANCE = 1e-7;

  /** No derivative, one that is zero by decree, and one whose result is complex. */
  private static final Set<Fn> NOT_COMPARED =
      EnumSet.of(Fn.NEXTAFTER, Fn.STOP_GRADIENT, Fn.COMPLEX);

  static List<OpCase> rows() {
    Set<String> seen = new LinkedHashSet<>();
    List<OpCase> rows = new ArrayList<>();
    for (OpCase row : OpCases.small()) {
      OpCase wide = Widening.widened(row);
      boolean differentiable =
          wide.types().stream().anyMatch(type -> type.dtype() == DType.FLOAT64)
              && isDifferentiable(row);
      if (differentiable && seen.add(wide.toString())) {
        rows.add(wide);
      }
    }
    return rows;
  }

  /** Whether derivatives are compared; a new primitive does not compile until this names it. */
  private static boolean isDifferentiable(OpCase row) {
    return switch (row.prim()) {
      case Primitive.Pointwise(Fn fn) -> !NOT_COMPARED.contains(fn);
      // Bits and counts do not change smoothly, and keys not at all.
      case Primitive.BitcastConvert _, Primitive.Counting _ -> false;
      case Primitive.RandomWrap _, Primitive.RandomUnwrap _ -> false;
      case Primitive.IntegerPow _, Primitive.Convert _ -> true;
      case Primitive.View _, Primitive.Assembly _ -> true;
      case Primitive.Reduce _, Primitive.ArgReduce _ -> true;
      // Complex; FourierTest compares them.
      case Primitive.Fft _ -> false;
      case Contraction _, Indexing _, Ordering _, Cumulative _, Windowed _ -> true;
      case Control _, Inlined _ -> true;
      case LinearAlgebra factorization -> hasDerivative(factorization, row);
      // Parts of a plan, made after differentiation.
      case Primitive.ReducePartial _ -> false;
      // CollectivesTest maps them over names; reverse mode makes and tests the other.
      case Collective _, CustomLinear _ -> false;
      // Effects have no results; DebugTest has their derivatives.
      case Effect _ -> false;
    };
  }

  /** Factorizations of random matrices; of some sizes JAX has no derivatives, nor have we. */
  private static boolean hasDerivative(LinearAlgebra prim, OpCase row) {
    long rows = row.types().getFirst().shape().dim(-2);
    long columns = row.types().getFirst().shape().dim(-1);
    return switch (prim) {
      case LinearAlgebra.Qr(boolean full) ->
          rows == columns || (rows > columns && columns > 0 && !full);
      case LinearAlgebra.Svd(var parts) -> parts != LinearAlgebra.SvdParts.FULL || rows == columns;
      case LinearAlgebra.Cholesky _ -> row.domain() == OpCase.Domain.POSITIVE;
      case LinearAlgebra.Eig _ -> false;
      case LinearAlgebra.Lu _, LinearAlgebra.Eigh _, LinearAlgebra.TriangularSolve _ -> true;
    };
  }

  /** Values at which the function is smooth, no two of them equal. */
  private static List<NDArray> point(OpCase row, SplittableRandom random) {
    List<NDArray> operands = new ArrayList<>();
    for (ArrayType type : row.types()) {
      int operand = operands.size();
      List<Integer> order = shuffled(Math.toIntExact(type.shape().size()), random);
      boolean apart = row.prim() instanceof Ordering && type.dtype() == DType.FLOAT64;
      operands.add(
          HostArray.byPosition(
                  type.dtype(),
                  type.shape(),
                  i ->
                      apart
                          ? Literal.bitsOf(type.dtype(), order.get((int) i) - 0.3)
                          : element(row, operand, type.dtype(), random))
              .toArray());
    }
    return operands;
  }

  /** Neighbours in a sorted order must not change places within a step. */
  private static List<Integer> shuffled(int size, SplittableRandom random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, new java.util.Random(random.nextLong()));
    return order;
  }

  private static long element(OpCase row, int operand, DType dtype, SplittableRandom random) {
    double unit = random.nextDouble(0.15, 0.85);
    double signed = random.nextBoolean() ? unit : -unit;
    double value =
        switch (row.domain()) {
          case ANY, MODERATE, SMALL, UNIT, POSITIONS -> signed;
          case POSITIVE -> unit;
          case FROM_ONE -> 1 + unit;
        };
    if (row.prim() instanceof Primitive.Pointwise(Fn fn)) {
      value =
          switch (fn) {
            case SQRT, RSQRT, CBRT -> unit;
            case CLAMP -> operand == 0 ? -0.4 + 0.1 * signed : operand == 2 ? 0.4 : signed;
            default -> value;
          };
    }
    if (dtype.isFloat()) {
      return Literal.bitsOf(dtype, value);
    }
    return Literal.of(whole(row, dtype, random), dtype, false).bits();
  }

  private static int whole(OpCase row, DType dtype, SplittableRandom random) {
    if (dtype == DType.BOOL) {
      return random.nextInt(2);
    }
    boolean promised =
        row.prim() instanceof Indexing.Gather gather
            && gather.bounds() == Indexing.Bounds.PROMISE_IN_BOUNDS;
    if (row.domain() == OpCase.Domain.POSITIONS) {
      // A read outside breaks the promise: it clips, and its transpose drops.
      return promised ? random.nextInt(0, 3) : random.nextInt(-2, 8);
    }
    return random.nextInt(1, 5);
  }

  private static List<NDArray> direction(List<NDArray> like, SplittableRandom random) {
    return like.stream()
        .map(x ->
            x.dtype() == DType.FLOAT64
                ? HostArray.byPosition(
                        x.dtype(),
                        x.shape(),
                        _ -> Literal.bitsOf(DType.FLOAT64, random.nextDouble(-1, 1)))
                    .toArray()
                : Terms.zeros(x.type()))
        .toList();
  }

  private static List<NDArray> moved(List<NDArray> x, List<NDArray> along, double step) {
    List<NDArray> moved = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      boolean moves = x.get(i).dtype() == DType.FLOAT64;
      moved.add(moves ? x.get(i).add(along.get(i).mul(step)) : x.get(i));
    }
    return moved;
  }

  private static double dot(List<NDArray> x, List<NDArray> y) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      if (x.get(i).dtype() == DType.FLOAT64) {
        double[] a = x.get(i).toDoubleArray();
        double[] b = y.get(i).toDoubleArray();
        for (int j = 0; j < a.length; j++) {
          sum += a[j] * b[j];
        }
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void derivativesAreRight(OpCase row) {
    SplittableRandom random = new SplittableRandom(SEED);
    Function<List<NDArray>, List<NDArray>> f = in -> Trace.current().bind(row.prim(), in);
    List<NDArray> x = point(row, random);
    List<NDArray> along = direction(x, random);
    List<NDArray> value = f.apply(x);
    List<NDArray> above = f.apply(moved(x, along, STEP));
    List<NDArray> below = f.apply(moved(x, along, -STEP));
    if (row.prim() instanceof Inlined.CustomVjp) {
      assertThrows(NotDifferentiableException.class, () -> Jvp.jvp(f, x, along), "forward mode");
      List<NDArray> cotangents = direction(value, random);
      NDArray difference = above.getFirst().sub(below.getFirst()).div(2 * STEP);
      double expected = dot(cotangents, List.of(difference));
      double actual = dot(Vjp.vjp(f, x).pullback().apply(cotangents), along);
      assertEquals(expected, actual, TOLERANCE, row::toString);
      return;
    }
    Jvp.Result<List<NDArray>> forward = Jvp.jvp(f, x, along);
    for (int i = 0; i < value.size(); i++) {
      assertEquals(HostArray.of(value.get(i)), HostArray.of(forward.value().get(i)), "value");
      if (value.get(i).dtype() == DType.FLOAT64) {
        double[] difference = above.get(i).sub(below.get(i)).div(2 * STEP).toDoubleArray();
        double[] tangent = forward.tangent().get(i).toDoubleArray();
        assertClose(row, difference, tangent);
      }
    }
    List<NDArray> cotangents = direction(value, random);
    if (runsUntilDone(row.prim())) {
      Vjp.Result<List<NDArray>, List<NDArray>> refused = Vjp.vjp(f, x);
      String message =
          assertThrows(NotDifferentiableException.class, () -> refused.pullback().apply(cotangents))
              .getMessage();
      assertTrue(message.contains("Reverse-mode differentiation does not work"), message);
      return;
    }
    Vjp.Result<List<NDArray>, List<NDArray>> reverse = Vjp.vjp(f, x);
    double expected = dot(cotangents, forward.tangent());
    double actual = dot(reverse.pullback().apply(cotangents), along);
    assertEquals(expected, actual, 1e-12 * (1 + Math.abs(expected)), row::toString);
  }

  /** Whether a loop of unknown length is part of it, so that reverse mode refuses. */
  private static boolean runsUntilDone(Primitive prim) {
    return prim instanceof Control.While
        || prim instanceof Control control
            && control.graphs().stream()
                .flatMap(graph -> graph.equations().stream())
                .anyMatch(equation -> runsUntilDone(equation.prim()));
  }

  private static void assertClose(OpCase row, double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      boolean close = Math.abs(expected[i] - actual[i]) <= TOLERANCE * (1 + Math.abs(expected[i]));
      boolean constantInfinity = Double.isNaN(expected[i]) && actual[i] == 0;
      assertTrue(
          close || constantInfinity,
          row
              + ", finite differences "
              + Arrays.toString(expected)
              + ", jvp "
              + Arrays.toString(actual)
              + ", -Dseed="
              + SEED);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void compiledGradientsAreEagerOnesBitForBit(OpCase row) {
    if (runsUntilDone(row.prim())) {
      return;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    Function<List<NDArray>, List<NDArray>> f = in -> Trace.current().bind(row.prim(), in);
    List<NDArray> x = point(row, random);
    List<NDArray> cotangents = direction(f.apply(x), random);
    Function<List<NDArray>, List<NDArray>> back = in -> Vjp.vjp(f, in).pullback().apply(cotangents);
    List<NDArray> eager = back.apply(x);
    List<NDArray> compiled = Jit.jitList(back).call(x);
    List<NDArray> called =
        Vjp.vjp((List<NDArray> in) -> Jit.jitList(f).call(in), x).pullback().apply(cotangents);
    for (int i = 0; i < x.size(); i++) {
      assertEquals(HostArray.of(eager.get(i)), HostArray.of(compiled.get(i)), row + " jit(vjp)");
      assertEquals(HostArray.of(eager.get(i)), HostArray.of(called.get(i)), row + " vjp(jit)");
    }
  }

  @Test
  void everyFloatFunctionHasARow() {
    Set<Fn> covered = new LinkedHashSet<>();
    for (OpCase row : rows()) {
      if (row.prim() instanceof Primitive.Pointwise(Fn fn)) {
        covered.add(fn);
      }
    }
    Fn[] expected =
        Arrays.stream(Fn.values())
            .filter(fn -> fn.accepts().test(DType.FLOAT64))
            .filter(fn -> !NOT_COMPARED.contains(fn))
            .toArray(Fn[]::new);
    assertArrayEquals(expected, covered.stream().sorted().toArray(Fn[]::new));
  }
}
