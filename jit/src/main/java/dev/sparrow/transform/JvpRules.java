package dev.sparrow.transform;

import static dev.sparrow.transform.Terms.bind;
import static dev.sparrow.transform.Terms.orZeros;

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
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.Windowed;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each primitive does to values with tangents: the values it computes and how they change.
 *
 * <p>Rules apply primitives to the current trace, which is the one outside the differentiated
 * function. Tangents enter linearly: that is what {@link TransposeRules} turns around.
 */
final class JvpRules {
  private final List<NDArray> in;
  private final List<@Nullable NDArray> tangents;

  private JvpRules(List<NDArray> in, List<@Nullable NDArray> tangents) {
    this.in = in;
    this.tangents = tangents;
  }

  /**
   * Applies a primitive.
   *
   * @param prim the primitive
   * @param in its operands
   * @param tangents their tangents, of the operands' dtypes and shapes; null for zero
   * @return its results with tangents
   */
  static Dual apply(Primitive prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    return new JvpRules(in, tangents).apply(prim);
  }

  private Dual apply(Primitive prim) {
    return switch (prim) {
      case Primitive.Pointwise(Fn fn) -> pointwise(prim, fn);
      case Primitive.IntegerPow(int exponent) -> integerPow(exponent);
      case Primitive.Convert(DType dtype, boolean _) -> convert(prim, dtype);
      case Primitive.BitcastConvert _, Primitive.Counting _ -> constant(prim);
      case Primitive.RandomWrap _, Primitive.RandomUnwrap _ -> constant(prim);
      case Primitive.BroadcastInDim _,
          Primitive.Reshape _,
          Primitive.Transpose _,
          Primitive.Squeeze _,
          Primitive.Rev _,
          Primitive.Slice _ ->
          linear(prim);
      case Primitive.SliceUpdate(UpdateMode mode, List<Long> start, List<Long> strides) ->
          mode == UpdateMode.SET || mode == UpdateMode.ADD
              ? linear(prim)
              : combinedUpdate(mode, start, strides);
      case Primitive.Pad _, Primitive.Concatenate _ -> linear(prim);
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) -> reduce(prim, monoid, axes);
      case Primitive.ReducePartial(Monoid monoid, int _, long _) -> {
        if (monoid != Monoid.SUM) {
          throw new NotDifferentiableException(
              prim.jaxName() + ": is a part of a plan; differentiate the program before it is cut");
        }
        yield linear(prim);
      }
      case Primitive.ArgReduce _ -> constant(prim);
      case Primitive.Fft _ -> linear(prim);
      case Collective collective -> CollectiveDerivatives.jvp(collective, in, tangents);
      case Effect _ -> constant(prim);
      case Contraction contraction -> ContractionDerivatives.jvp(contraction, in, tangents);
      case Ordering ordering -> OrderingDerivatives.jvp(ordering, in, tangents);
      case Cumulative running ->
          CumulativeDerivatives.jvp(running, in.getFirst(), tangents.getFirst());
      case Windowed windowed -> WindowedDerivatives.jvp(windowed, in, tangents);
      case LinearAlgebra factorization -> LinearAlgebraDerivatives.jvp(factorization, in, tangents);
      case Indexing indexing -> IndexingDerivatives.jvp(indexing, in, tangents);
      case Control control -> ControlDerivatives.jvp(control, in, tangents);
      case Inlined inlined -> inlined(inlined);
      case CustomLinear linear -> throw CustomDerivatives.forwardOfCustomVjp(linear.name());
    };
  }

  private Dual inlined(Inlined inlined) {
    return switch (inlined) {
      case Primitive.Call(String name, Graph graph) -> {
        GraphJvp derived = GraphJvp.of(name, graph, Duals.isNonZero(tangents), List.of());
        Primitive call = new Primitive.Call(name, derived.graph());
        yield derived.split(Trace.current().bind(call, Duals.both(in, tangents)));
      }
      case Inlined.Checkpoint(Graph graph) -> {
        GraphJvp derived = GraphJvp.of(inlined.name(), graph, Duals.isNonZero(tangents), List.of());
        Primitive again = new Inlined.Checkpoint(derived.graph());
        yield derived.split(Trace.current().bind(again, Duals.both(in, tangents)));
      }
      case Inlined.CustomJvp custom -> CustomDerivatives.jvp(custom, in, tangents);
      case Inlined.CustomVjp custom -> throw CustomDerivatives.forwardOfCustomVjp(custom.name());
    };
  }

  /** The result does not change with the operands, or only in steps. */
  private Dual constant(Primitive prim) {
    return Dual.constant(Trace.current().bind(prim, in));
  }

  /** The tangent of the result is the primitive of the tangents. */
  private Dual linear(Primitive prim) {
    NDArray y = Trace.current().bind(prim, in).getFirst();
    if (!y.dtype().isInexact()) {
      return Dual.of(y, null);
    }
    List<NDArray> operands = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      operands.add(orZeros(tangents.get(i), in.get(i).type()));
    }
    return Dual.of(y, Trace.current().bind(prim, operands).getFirst());
  }

  private Dual pointwise(Primitive prim, Fn fn) {
    NDArray y = Trace.current().bind(prim, in).getFirst();
    if (!y.dtype().isInexact()) {
      return Dual.of(y, null);
    }
    NDArray tangent = PointwiseDerivatives.tangent(fn, in, y, tangents);
    return Dual.of(y, tangent == null ? null : Terms.broadcast(tangent, y.shape()));
  }

  private Dual integerPow(int exponent) {
    NDArray x = in.getFirst();
    NDArray y = bind(new Primitive.IntegerPow(exponent), x);
    NDArray tangent = tangents.getFirst();
    if (exponent == 0 || tangent == null) {
      return Dual.of(y, null);
    }
    NDArray slope =
        switch (exponent) {
          case 1 -> Terms.constant(x, 1);
          case 2 -> Terms.mul(Terms.constant(x, 2), x);
          default ->
              Terms.mul(
                  Terms.constant(x, exponent), bind(new Primitive.IntegerPow(exponent - 1), x));
        };
    return Dual.of(y, Terms.mul(tangent, slope));
  }

  private Dual convert(Primitive prim, DType dtype) {
    NDArray y = bind(prim, in.getFirst());
    NDArray tangent = tangents.getFirst();
    boolean smooth = dtype.isInexact() && tangent != null;
    return Dual.of(y, smooth ? Terms.convert(tangent, dtype) : null);
  }

  /** {@code slice_update[mode] x u}: the window of x, combined with u, put back. */
  private Dual combinedUpdate(UpdateMode mode, List<Long> start, List<Long> strides) {
    ArrayType update = in.get(1).type();
    List<Long> limit = new ArrayList<>();
    for (int axis = 0; axis < update.rank(); axis++) {
      long count = update.shape().dim(axis);
      limit.add(start.get(axis) + (count == 0 ? 0 : (count - 1) * strides.get(axis) + 1));
    }
    Dual window =
        apply(
            new Primitive.Slice(start, limit, strides), List.of(in.get(0)), tangents.subList(0, 1));
    Dual combined =
        apply(
            new Primitive.Pointwise(combination(mode)),
            List.of(window.primals().getFirst(), in.get(1)),
            Arrays.asList(window.tangents().getFirst(), tangents.get(1)));
    return apply(
        new Primitive.SliceUpdate(UpdateMode.SET, start, strides),
        List.of(in.get(0), combined.primals().getFirst()),
        Arrays.asList(tangents.get(0), combined.tangents().getFirst()));
  }

  private static Fn combination(UpdateMode mode) {
    return switch (mode) {
      case MUL -> Fn.MUL;
      case MIN -> Fn.MIN;
      case MAX -> Fn.MAX;
      case ADD -> Fn.ADD;
      case SET -> throw new IllegalArgumentException("slice_update: set combines nothing");
    };
  }

  private Dual reduce(Primitive prim, Monoid monoid, List<Integer> axes) {
    return switch (monoid) {
      case SUM -> linear(prim);
      case PROD -> FoldDerivatives.product(prim, in.getFirst(), tangents.getFirst(), axes);
      case MAX, MIN -> FoldDerivatives.extreme(prim, in.getFirst(), tangents.getFirst(), axes);
      case AND, OR, XOR -> constant(prim);
    };
  }
}
