package dev.sparrow.testing;

import static dev.sparrow.testing.OpCase.Domain.ANY;
import static dev.sparrow.testing.OpCase.Domain.FROM_ONE;
import static dev.sparrow.testing.OpCase.Domain.MODERATE;
import static dev.sparrow.testing.OpCase.Domain.POSITIVE;
import static dev.sparrow.testing.OpCase.Domain.SMALL;
import static dev.sparrow.testing.OpCase.Domain.UNIT;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.Extreme;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.testing.OpCase.Domain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table of operation cases: rows for every {@link Fn} and every {@link Primitive}. Tests of
 * each interpreter run over it; a new primitive without a row fails {@code OpCasesTest}.
 */
public final class OpCases {
  private static final List<DType> DTYPES =
      Arrays.stream(DType.values())
          .filter(dtype -> dtype != DType.KEY && !dtype.isComplex())
          .toList();

  /** Elements may be small beside the sums that cancel in them. */
  private static final long FOURIER_ULPS = 1024;

  private OpCases() {}

  /** Every row, with arrays of awkward sizes. */
  public static List<OpCase> all() {
    return Stream.concat(pointwise(Shape.of(4099)).stream(), structural().stream()).toList();
  }

  /** Every row, with small arrays. */
  public static List<OpCase> small() {
    return Stream.concat(pointwise(Shape.of(3, 13)).stream(), structural().stream())
        .filter(row -> row.types().stream().allMatch(type -> type.shape().size() <= 300))
        .toList();
  }

  /** Rows of every pointwise function for every dtype it accepts. */
  public static List<OpCase> pointwise(Shape shape) {
    List<OpCase> rows = new ArrayList<>();
    for (Fn fn : Fn.values()) {
      if (fn.accepts().test(DType.COMPLEX64)) {
        rows.add(complex(fn, shape));
      }
      for (DType dtype : DTYPES) {
        // Raw bits of complex128 do not fit a long: it has tests of its own.
        if (fn.accepts().test(dtype) && !(fn == Fn.COMPLEX && dtype == DType.FLOAT64)) {
          ArrayType type = ArrayType.of(dtype, shape);
          List<ArrayType> types = new ArrayList<>(java.util.Collections.nCopies(fn.arity(), type));
          if (fn == Fn.SELECT_N) {
            types.set(0, ArrayType.of(DType.BOOL, shape));
          }
          rows.add(new OpCase(new Primitive.Pointwise(fn), types, domain(fn), ulps(fn)));
        }
      }
    }
    return rows;
  }

  private static OpCase complex(Fn fn, Shape shape) {
    ArrayType type = ArrayType.of(DType.COMPLEX64, shape);
    List<ArrayType> types = new ArrayList<>(java.util.Collections.nCopies(fn.arity(), type));
    if (fn == Fn.SELECT_N) {
      types.set(0, ArrayType.of(DType.BOOL, shape));
    }
    return new OpCase(new Primitive.Pointwise(fn), types, SMALL, ulps(fn) == 0 ? 0 : 8);
  }

  private static Domain domain(Fn fn) {
    return switch (fn) {
      case NEG, ABS, SIGN, SQUARE, FLOOR, CEIL, ROUND, IS_FINITE, NOT, ADD, SUB, MUL, DIV -> ANY;
      case ADD_ANY,
          STOP_GRADIENT,
          OPTIMIZATION_BARRIER,
          REM,
          MAX,
          MIN,
          AND,
          OR,
          XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT_LOGICAL ->
          ANY;
      case SHIFT_RIGHT_ARITHMETIC, EQ, NE, LT, LE, GT, GE, CLAMP, SELECT_N, NEXTAFTER -> ANY;
      case POPULATION_COUNT, CLZ, SQRT, RSQRT, CBRT, ATAN, ATAN2, TANH, LOGISTIC -> ANY;
      case REAL, IMAG, CONJ, COMPLEX -> ANY;
      case EXP, EXP2, EXPM1, SIN, COS, TAN, SINH, COSH, ASINH, ERF -> MODERATE;
      case ERFC, BESSEL_I0E, BESSEL_I1E -> SMALL;
      case ASIN, ACOS, ATANH, ERF_INV, LOG1P -> UNIT;
      case LOG, POW, LGAMMA, DIGAMMA -> POSITIVE;
      case ACOSH -> FROM_ONE;
    };
  }

  /** What kernels promise is tested closely where they are lowered; here it is a safety net. */
  private static long ulps(Fn fn) {
    return switch (fn) {
      case NEG, ABS, SIGN, SQUARE, FLOOR, CEIL, ROUND, IS_FINITE, NOT, ADD, SUB, MUL, DIV -> 0;
      case ADD_ANY,
          STOP_GRADIENT,
          OPTIMIZATION_BARRIER,
          REM,
          MAX,
          MIN,
          AND,
          OR,
          XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT_LOGICAL ->
          0;
      case SHIFT_RIGHT_ARITHMETIC, EQ, NE, LT, LE, GT, GE, CLAMP, SELECT_N, NEXTAFTER -> 0;
      case POPULATION_COUNT, CLZ, SQRT, REAL, IMAG, CONJ, COMPLEX -> 0;
      case RSQRT, CBRT, ATAN, ATAN2, TANH, LOGISTIC, EXP, EXP2, EXPM1, SIN, COS, TAN -> 4;
      case SINH, COSH, ASINH, ASIN, ACOS, ATANH, LOG, LOG1P, ACOSH -> 4;
      case ERF, POW -> 8;
      case ERFC, ERF_INV, LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E -> 64;
    };
  }

  /** Rows of every other primitive. */
  public static List<OpCase> structural() {
    List<OpCase> rows = new ArrayList<>();
    for (DType dtype : DTYPES) {
      if (dtype == DType.BOOL) {
        continue;
      }
      for (int exponent : List.of(0, 1, 2, 5, 11)) {
        rows.add(row(new Primitive.IntegerPow(exponent), ArrayType.of(dtype, 65)));
      }
    }
    rows.add(row(new Primitive.IntegerPow(-3), ArrayType.of(DType.FLOAT32, 65)));
    conversions(rows);
    complexNumbers(rows);
    counts(rows);
    windows(rows);
    assemblies(rows);
    folds(rows);
    rows.addAll(IndexingCases.all());
    rows.addAll(ContractionCases.rows());
    rows.addAll(OrderingCases.rows());
    rows.addAll(CumulativeCases.rows());
    rows.addAll(WindowedCases.rows());
    rows.addAll(LinearAlgebraCases.all());
    rows.add(row(new Primitive.RandomWrap(), ArrayType.of(DType.UINT32, 5, 2)));
    rows.add(row(new Primitive.RandomUnwrap(), ArrayType.of(DType.KEY, 5)));
    rows.add(row(new Primitive.RandomUnwrap(), ArrayType.of(DType.KEY)));
    rows.addAll(InlinedCases.rows());
    rows.addAll(ControlCases.all());
    return rows;
  }

  private static void conversions(List<OpCase> rows) {
    for (DType from : DTYPES) {
      for (DType to : DTYPES) {
        rows.add(row(new Primitive.Convert(to, false), ArrayType.of(from, 130)));
        if (from.bytes() == to.bytes()) {
          rows.add(row(new Primitive.BitcastConvert(to), ArrayType.of(from, 130)));
        }
      }
    }
  }

  /** What moves complex numbers, converts them and folds them. */
  private static void complexNumbers(List<OpCase> rows) {
    DType dtype = DType.COMPLEX64;
    for (DType other : DTYPES) {
      rows.add(small(new Primitive.Convert(dtype, false), ArrayType.of(other, 130)));
      rows.add(small(new Primitive.Convert(other, false), ArrayType.of(dtype, 130)));
    }
    ArrayType matrix = ArrayType.of(dtype, 5, 7);
    rows.add(small(new Primitive.Iota(dtype, Shape.of(3, 70), 1)));
    rows.add(small(new Primitive.IntegerPow(1), matrix));
    rows.add(small(new Primitive.IntegerPow(2), matrix));
    rows.add(small(new Primitive.Transpose(List.of(1, 0)), matrix));
    rows.add(small(new Primitive.Rev(List.of(0)), matrix));
    rows.add(small(new Primitive.Reshape(Shape.of(35)), matrix));
    rows.add(
        small(new Primitive.BroadcastInDim(Shape.of(5, 300), List.of(0)), ArrayType.of(dtype, 5)));
    rows.add(small(new Primitive.Concatenate(0), matrix, ArrayType.of(dtype, 2, 7)));
    rows.add(
        small(
            new Primitive.Pad(List.of(2L, -1L), List.of(-1L, 0L), List.of(0L, 2L)),
            matrix,
            ArrayType.of(dtype)));
    for (UpdateMode mode : List.of(UpdateMode.SET, UpdateMode.ADD, UpdateMode.MUL)) {
      rows.add(
          small(
              new Primitive.SliceUpdate(mode, List.of(1L, 0L), List.of(2L, 3L)),
              matrix,
              ArrayType.of(dtype, 2, 3)));
    }
    for (Monoid monoid : List.of(Monoid.SUM, Monoid.PROD, Monoid.MAX, Monoid.MIN)) {
      rows.add(small(new Primitive.Reduce(monoid, List.of(1)), ArrayType.of(dtype, 9, 5)));
      rows.add(small(new Primitive.Reduce(monoid, List.of(0, 2)), ArrayType.of(dtype, 3, 9, 25)));
      rows.add(small(new Primitive.Reduce(monoid, List.of(0)), ArrayType.of(dtype, 1)));
    }
    for (Primitive.FftType type : Primitive.FftType.values()) {
      // One tile, several, one that is not full, two halves, a chirp.
      for (ArrayType lines :
          List.of(
              ArrayType.of(dtype, 1),
              ArrayType.of(dtype, 3, 8),
              ArrayType.of(dtype, 17, 15),
              ArrayType.of(dtype, 0, 4),
              ArrayType.of(dtype, 2, 1, 143),
              ArrayType.of(dtype, 2, 17),
              ArrayType.of(dtype, 4096))) {
        rows.add(new OpCase(new Primitive.Fft(type), List.of(lines), SMALL, FOURIER_ULPS));
      }
    }
    rows.add(small(new Primitive.Reduce(Monoid.SUM, List.of(0)), ArrayType.of(dtype, 4099)));
    rows.add(small(new Primitive.Reduce(Monoid.MAX, List.of(0)), ArrayType.of(dtype, 4099)));
    rows.add(small(new Primitive.ReducePartial(Monoid.SUM, 0, 3), ArrayType.of(dtype, 5000)));
  }

  private static OpCase small(Primitive prim, ArrayType... types) {
    return new OpCase(prim, List.of(types), SMALL, 0);
  }

  private static void counts(List<OpCase> rows) {
    for (DType dtype : DTYPES) {
      if (dtype == DType.BOOL) {
        continue;
      }
      rows.add(row(new Primitive.Iota(dtype, Shape.of(1500), 0)));
      rows.add(row(new Primitive.Iota(dtype, Shape.of(3, 70), 1)));
      rows.add(row(new Primitive.Iota(dtype, Shape.of(3, 70), 0)));
    }
    ArrayType word = ArrayType.of(DType.UINT32);
    rows.add(row(new Primitive.Iota2x32(Shape.of())));
    rows.add(row(new Primitive.Iota2x32(Shape.of(3, 700))));
    rows.add(row(new Primitive.Iota2x32(Shape.of(2500)), word, word));
  }

  private static void windows(List<OpCase> rows) {
    for (DType dtype : List.of(DType.FLOAT32, DType.INT64, DType.BOOL, DType.INT8, DType.FLOAT16)) {
      ArrayType matrix = ArrayType.of(dtype, 5, 7);
      rows.add(row(new Primitive.BroadcastInDim(Shape.of(2, 5, 7), List.of(1, 2)), matrix));
      rows.add(
          row(
              new Primitive.BroadcastInDim(Shape.of(5, 300), List.of(0, 1)),
              ArrayType.of(dtype, 5, 1)));
      rows.add(row(new Primitive.BroadcastInDim(Shape.of(3, 4), List.of()), ArrayType.of(dtype)));
      rows.add(row(new Primitive.Reshape(Shape.of(7, 5)), matrix));
      rows.add(row(new Primitive.Reshape(Shape.of(1, 35)), matrix));
      rows.add(row(new Primitive.Transpose(List.of(1, 0)), matrix));
      rows.add(row(new Primitive.Transpose(List.of(2, 0, 1)), ArrayType.of(dtype, 3, 4, 5)));
      rows.add(row(new Primitive.Squeeze(List.of(0, 2)), ArrayType.of(dtype, 1, 5, 1)));
      rows.add(row(new Primitive.Rev(List.of(0, 1)), matrix));
      rows.add(row(new Primitive.Slice(List.of(1L, 0L), List.of(5L, 7L), List.of(2L, 3L)), matrix));
    }
  }

  private static void assemblies(List<OpCase> rows) {
    for (DType dtype :
        List.of(DType.FLOAT32, DType.INT32, DType.FLOAT64, DType.UINT8, DType.BFLOAT16)) {
      ArrayType matrix = ArrayType.of(dtype, 5, 7);
      for (UpdateMode mode : UpdateMode.values()) {
        rows.add(
            row(
                new Primitive.SliceUpdate(mode, List.of(1L, 0L), List.of(2L, 3L)),
                matrix,
                ArrayType.of(dtype, 2, 3)));
      }
      rows.add(
          row(
              new Primitive.Pad(List.of(2L, -1L), List.of(-1L, 0L), List.of(0L, 2L)),
              matrix,
              ArrayType.of(dtype)));
      rows.add(row(new Primitive.Concatenate(0), matrix, ArrayType.of(dtype, 2, 7), matrix));
      rows.add(row(new Primitive.Concatenate(1), matrix, ArrayType.of(dtype, 5, 0), matrix));
    }
  }

  private static void folds(List<OpCase> rows) {
    for (Monoid monoid : Monoid.values()) {
      for (DType dtype : DTYPES) {
        if (!accepts(monoid).test(dtype)) {
          continue;
        }
        rows.add(row(new Primitive.Reduce(monoid, List.of(0)), ArrayType.of(dtype, 4099)));
        rows.add(row(new Primitive.Reduce(monoid, List.of(1)), ArrayType.of(dtype, 20, 3)));
        rows.add(row(new Primitive.Reduce(monoid, List.of(0)), ArrayType.of(dtype, 130, 70)));
        rows.add(row(new Primitive.Reduce(monoid, List.of(0, 2)), ArrayType.of(dtype, 3, 9, 5)));
        rows.add(row(new Primitive.Reduce(monoid, List.of()), ArrayType.of(dtype, 9)));
        rows.add(row(new Primitive.Reduce(monoid, List.of(0)), ArrayType.of(dtype, 0, 4)));
        rows.add(row(new Primitive.ReducePartial(monoid, 0, 3), ArrayType.of(dtype, 5000)));
        rows.add(row(new Primitive.ReducePartial(monoid, 1, 1), ArrayType.of(dtype, 2, 1030, 3)));
      }
    }
    for (Extreme extreme : Extreme.values()) {
      for (DType dtype : DTYPES) {
        ArrayType type = ArrayType.of(dtype, 4, 50, 3);
        rows.add(row(new Primitive.ArgReduce(extreme, 1, DType.INT32), type));
        rows.add(row(new Primitive.ArgReduce(extreme, 2, DType.INT64), type));
        ArrayType lines = ArrayType.of(dtype, 2, 1500);
        rows.add(row(new Primitive.ArgReduce(extreme, 1, DType.INT32), lines));
      }
    }
  }

  private static Fn.Accepts accepts(Monoid monoid) {
    return switch (monoid) {
      case SUM, PROD -> Fn.Accepts.NUMBER;
      case MAX, MIN -> Fn.Accepts.ANY;
      case AND, OR, XOR -> Fn.Accepts.BITS;
    };
  }

  private static OpCase row(Primitive prim, ArrayType... types) {
    return new OpCase(prim, List.of(types), ANY, 0);
  }
}
