package dev.sparrow.transform;

import static dev.sparrow.transform.Terms.bind;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.Var;
import dev.sparrow.graph.Windowed;
import dev.sparrow.ops.Lax;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of every primitive that is linear in some operands: from cotangents of its results
 * to cotangents of these operands.
 *
 * <p>Rules apply primitives to the current trace.
 */
final class TransposeRules {
  private final List<@Nullable NDArray> in;
  private final List<ArrayType> types;
  private final List<@Nullable NDArray> cotangents;

  private TransposeRules(
      List<@Nullable NDArray> in, List<ArrayType> types, List<@Nullable NDArray> cotangents) {
    this.in = in;
    this.types = types;
    this.cotangents = cotangents;
  }

  /**
   * Transposes a primitive.
   *
   * @param prim the primitive
   * @param in its operands; null for those in which it is linear
   * @param types types of all operands
   * @param cotangents one for each result, not all null; null for zero
   * @return one for each linear operand, null for zero and in the place of other operands
   */
  static List<@Nullable NDArray> apply(
      Primitive prim,
      List<@Nullable NDArray> in,
      List<ArrayType> types,
      List<@Nullable NDArray> cotangents) {
    return new TransposeRules(in, types, cotangents).apply(prim);
  }

  private List<@Nullable NDArray> apply(Primitive prim) {
    return switch (prim) {
      case Primitive.Pointwise(Fn fn) -> pointwise(fn);
      case Primitive.Convert _ -> one(Terms.convert(cotangent(), types.getFirst().dtype()));
      case Primitive.BroadcastInDim(Shape shape, List<Integer> dimensions) ->
          one(broadcastInDim(shape, dimensions));
      case Primitive.Reshape _, Primitive.Squeeze _ ->
          one(bind(new Primitive.Reshape(types.getFirst().shape()), cotangent()));
      case Primitive.Transpose(List<Integer> permutation) ->
          one(bind(new Primitive.Transpose(inverse(permutation)), cotangent()));
      case Primitive.Rev _ -> one(bind(prim, cotangent()));
      case Primitive.Slice(List<Long> start, List<Long> _, List<Long> strides) ->
          one(placed(cotangent(), start, strides));
      case Primitive.SliceUpdate(UpdateMode mode, List<Long> start, List<Long> strides) ->
          sliceUpdate(mode, start, strides);
      case Primitive.Pad pad -> pad(pad);
      case Primitive.Concatenate(int dimension) -> concatenate(dimension);
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) -> {
        if (monoid != Monoid.SUM) {
          throw notLinear(prim);
        }
        yield one(Terms.expand(cotangent(), types.getFirst().shape(), axes));
      }
      // The matrix of a transform is symmetric.
      case Primitive.Fft _ -> one(bind(prim, cotangent()));
      case Collective collective -> one(CollectiveDerivatives.transpose(collective, cotangent()));
      case Contraction contraction ->
          ContractionDerivatives.transpose(contraction, in, types, cotangent());
      case Control control -> ControlDerivatives.transpose(control, in, types, cotangents);
      case Indexing indexing -> IndexingDerivatives.transpose(indexing, in, types, cotangent());
      case Cumulative running -> one(CumulativeDerivatives.transpose(running, cotangent()));
      case Windowed windowed -> WindowedDerivatives.transpose(windowed, in, types, cotangent());
      case Inlined inlined -> inlined(inlined);
      case CustomLinear linear -> CustomDerivatives.transpose(linear, in, cotangents);
      case LinearAlgebra factorization ->
          LinearAlgebraDerivatives.transpose(factorization, in, cotangent());
      case Primitive.IntegerPow _,
          Primitive.BitcastConvert _,
          Primitive.Counting _,
          Primitive.RandomWrap _,
          Primitive.RandomUnwrap _,
          Primitive.ReducePartial _,
          Primitive.ArgReduce _,
          Ordering _,
          Effect _ ->
          throw notLinear(prim);
    };
  }

  private NDArray cotangent() {
    NDArray only = cotangents.getFirst();
    if (only == null) {
      throw new IllegalStateException("transpose: no cotangent of the only result");
    }
    return only;
  }

  private static List<@Nullable NDArray> one(@Nullable NDArray cotangent) {
    return Collections.singletonList(cotangent);
  }

  static NotDifferentiableException notLinear(Primitive prim) {
    return new NotDifferentiableException(
        prim.jaxName() + ": is not linear in its operands and has no transpose; linearize first");
  }

  private boolean isLinear(int operand) {
    return in.get(operand) == null;
  }

  private List<@Nullable NDArray> pointwise(Fn fn) {
    NDArray ct = cotangent();
    List<@Nullable NDArray> results =
        switch (fn) {
          case NEG -> one(Terms.neg(ct));
          case OPTIMIZATION_BARRIER -> one(Terms.apply(fn, ct));
          case ADD, ADD_ANY -> Arrays.asList(ct, ct);
          case SUB -> Arrays.asList(ct, isLinear(1) ? Terms.neg(ct) : null);
          case MUL -> {
            NDArray x = in.get(0);
            NDArray y = in.get(1);
            if (x == null && y == null) {
              throw notLinear(new Primitive.Pointwise(fn));
            }
            yield Arrays.asList(
                y == null ? null : Terms.mul(ct, y), x == null ? null : Terms.mul(x, ct));
          }
          case DIV -> {
            NDArray divisor = in.get(1);
            if (divisor == null) {
              throw notLinear(new Primitive.Pointwise(fn));
            }
            yield Arrays.asList(Terms.div(ct, divisor), null);
          }
          case SELECT_N -> {
            NDArray which = in.get(0);
            if (which == null) {
              throw notLinear(new Primitive.Pointwise(fn));
            }
            NDArray zero = Terms.constant(ct, 0);
            yield Arrays.asList(
                null,
                isLinear(1) ? Terms.select(which, zero, ct) : null,
                isLinear(2) ? Terms.select(which, ct, zero) : null);
          }
          // Without conjugation, as JAX: the transpose of z → a·z is ct → a·ct.
          case REAL -> one(Lax.apply(Fn.COMPLEX, ct, Terms.constant(ct, 0)));
          case IMAG -> one(Lax.apply(Fn.COMPLEX, Terms.constant(ct, 0), Terms.neg(ct)));
          case CONJ -> one(Lax.apply(Fn.CONJ, ct));
          case COMPLEX -> Arrays.asList(Lax.apply(Fn.REAL, ct), Lax.apply(Fn.IMAG, Terms.neg(ct)));
          case ABS, SIGN, SQUARE, FLOOR, CEIL, ROUND, IS_FINITE, EXP, EXP2, EXPM1, LOG, LOG1P ->
              throw notLinear(new Primitive.Pointwise(fn));
          case SQRT, RSQRT, CBRT, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH ->
              throw notLinear(new Primitive.Pointwise(fn));
          case LGAMMA, DIGAMMA, BESSEL_I0E, BESSEL_I1E ->
              throw notLinear(new Primitive.Pointwise(fn));
          case ACOSH, ATANH, LOGISTIC, ERF, ERFC, ERF_INV, STOP_GRADIENT, NOT, POPULATION_COUNT ->
              throw notLinear(new Primitive.Pointwise(fn));
          case CLZ, REM, POW, MAX, MIN, ATAN2, NEXTAFTER, AND, OR, XOR, SHIFT_LEFT ->
              throw notLinear(new Primitive.Pointwise(fn));
          case SHIFT_RIGHT_LOGICAL, SHIFT_RIGHT_ARITHMETIC, EQ, NE, LT, LE, GT, GE, CLAMP ->
              throw notLinear(new Primitive.Pointwise(fn));
        };
    List<@Nullable NDArray> own = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      NDArray result = results.get(i);
      own.add(result == null || !isLinear(i) ? null : Terms.unbroadcast(result, types.get(i)));
    }
    return own;
  }

  private NDArray broadcastInDim(Shape shape, List<Integer> dimensions) {
    Shape operand = types.getFirst().shape();
    List<Integer> summed = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int from = dimensions.indexOf(axis);
      if (from < 0 || operand.dim(from) != shape.dim(axis)) {
        summed.add(axis);
      }
    }
    NDArray sum = Terms.sum(cotangent(), summed);
    return sum.shape().equals(operand) ? sum : bind(new Primitive.Reshape(operand), sum);
  }

  private static List<Integer> inverse(List<Integer> permutation) {
    List<Integer> inverse = new ArrayList<>(permutation);
    for (int axis = 0; axis < permutation.size(); axis++) {
      inverse.set(permutation.get(axis), axis);
    }
    return inverse;
  }

  /** A window in its place among zeros. */
  private NDArray placed(NDArray window, List<Long> start, List<Long> strides) {
    Shape whole = types.getFirst().shape();
    List<Long> high = new ArrayList<>();
    List<Long> interior = new ArrayList<>();
    for (int axis = 0; axis < whole.rank(); axis++) {
      long count = window.shape().dim(axis);
      long span = count == 0 ? 0 : (count - 1) * strides.get(axis) + 1;
      high.add(whole.dim(axis) - start.get(axis) - span);
      interior.add(strides.get(axis) - 1);
    }
    return bind(new Primitive.Pad(start, high, interior), window, Terms.constant(window, 0));
  }

  private static NDArray window(NDArray x, List<Long> start, Shape shape, List<Long> strides) {
    List<Long> limit = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      long count = shape.dim(axis);
      limit.add(start.get(axis) + (count == 0 ? 0 : (count - 1) * strides.get(axis) + 1));
    }
    return bind(new Primitive.Slice(start, limit, strides), x);
  }

  private List<@Nullable NDArray> sliceUpdate(
      UpdateMode mode, List<Long> start, List<Long> strides) {
    NDArray ct = cotangent();
    ArrayType update = types.get(1);
    NDArray ofOperand =
        switch (mode) {
          case ADD -> ct;
          case SET ->
              isLinear(0)
                  ? bind(new Primitive.SliceUpdate(mode, start, strides), ct, Terms.zeros(update))
                  : ct;
          case MUL, MIN, MAX -> throw notLinear(new Primitive.SliceUpdate(mode, start, strides));
        };
    return Arrays.asList(
        isLinear(0) ? ofOperand : null,
        isLinear(1) ? window(ct, start, update.shape(), strides) : null);
  }

  private List<@Nullable NDArray> pad(Primitive.Pad pad) {
    NDArray ct = cotangent();
    Shape shape = types.getFirst().shape();
    // Undo what was added or cropped outside, then step over what was put between.
    List<Long> low = pad.low().stream().map(count -> -count).toList();
    List<Long> high = pad.high().stream().map(count -> -count).toList();
    List<Long> none = Collections.nCopies(shape.rank(), 0L);
    NDArray spread = bind(new Primitive.Pad(low, high, none), ct, Terms.constant(ct, 0));
    List<Long> strides = pad.interior().stream().map(count -> count + 1).toList();
    NDArray inside = window(spread, none, shape, strides);
    NDArray ofValue =
        isLinear(1)
            ? Terms.sub(
                Terms.sum(ct, Terms.allAxes(ct.rank())),
                Terms.sum(inside, Terms.allAxes(inside.rank())))
            : null;
    return Arrays.asList(isLinear(0) ? inside : null, ofValue);
  }

  private List<@Nullable NDArray> concatenate(int dimension) {
    NDArray ct = cotangent();
    List<@Nullable NDArray> parts = new ArrayList<>();
    List<Long> ones = Collections.nCopies(ct.rank(), 1L);
    long from = 0;
    for (int i = 0; i < types.size(); i++) {
      Shape shape = types.get(i).shape();
      List<Long> start = new ArrayList<>(Collections.nCopies(ct.rank(), 0L));
      start.set(dimension, from);
      parts.add(isLinear(i) ? window(ct, start, shape, ones) : null);
      from += shape.dim(dimension);
    }
    return parts;
  }

  /** Transposes the program inside and calls that: known operands, then cotangents. */
  private List<@Nullable NDArray> inlined(Inlined inlined) {
    GraphTransposition back =
        GraphTransposition.of(
            inlined.name(),
            inlined.graph(),
            Duals.isNonZero(in),
            Duals.isNonZero(cotangents),
            List.of());
    if (back.graph().results().isEmpty()) {
      return Duals.spread(List.of(), back.moved());
    }
    List<NDArray> known = Duals.nonZero(in);
    Primitive transposed =
        switch (inlined) {
          case Primitive.Call(String name, Graph _) -> new Primitive.Call(name, back.graph());
          case Inlined.Checkpoint _ ->
              new Inlined.Checkpoint(behindBarriers(back.graph(), known.size()));
          case Inlined.CustomJvp _, Inlined.CustomVjp _ -> throw notLinear(inlined);
        };
    List<NDArray> results = Trace.current().bind(transposed, Duals.both(known, cotangents));
    return Duals.spread(results, back.moved());
  }

  /** A program that computes again, for other values, what was computed before. */
  private static Graph behindBarriers(Graph graph, int known) {
    return GraphTrace.trace(
            "checkpoint",
            graph.inputs().stream().map(Var::type).toList(),
            given -> {
              List<NDArray> inputs = new ArrayList<>();
              for (NDArray value : given) {
                inputs.add(
                    inputs.size() < known ? Terms.apply(Fn.OPTIMIZATION_BARRIER, value) : value);
              }
              return Interpreter.run(graph, inputs);
            })
        .graph();
  }
}
