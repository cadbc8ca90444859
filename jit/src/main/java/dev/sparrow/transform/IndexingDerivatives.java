package dev.sparrow.transform;

import static dev.sparrow.transform.Terms.add;
import static dev.sparrow.transform.Terms.apply;
import static dev.sparrow.transform.Terms.bind;
import static dev.sparrow.transform.Terms.constant;
import static dev.sparrow.transform.Terms.convert;
import static dev.sparrow.transform.Terms.div;
import static dev.sparrow.transform.Terms.mul;
import static dev.sparrow.transform.Terms.select;
import static dev.sparrow.transform.Terms.sub;
import static dev.sparrow.transform.Terms.zeros;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Indexing.Bounds;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.ScatterDimensions;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives of {@link Indexing}. A read and an accumulating update are each other's transposes,
 * and a window that a read or an update leaves out has no derivative. Where updates meet at a
 * place, the one that is set last has the whole derivative, and a tie of the largest or smallest
 * shares it.
 */
final class IndexingDerivatives {
  private final List<? extends @Nullable NDArray> in;

  private IndexingDerivatives(List<? extends @Nullable NDArray> in) {
    this.in = in;
  }

  static Dual jvp(Indexing prim, List<NDArray> in, List<@Nullable NDArray> tangents) {
    NDArray y = Trace.current().bind(prim, in).getFirst();
    boolean moves = y.dtype().isInexact() && tangents.stream().anyMatch(tangent -> tangent != null);
    return Dual.of(y, moves ? new IndexingDerivatives(in).tangent(prim, y, tangents) : null);
  }

  private @Nullable NDArray tangent(Indexing prim, NDArray y, List<@Nullable NDArray> tangents) {
    return switch (prim) {
      case Indexing.DynamicSlice _, Indexing.DynamicUpdateSlice _ -> linear(prim, tangents);
      case Indexing.Gather(var dimensions, var sizes, var bounds, var _) ->
          linear(new Indexing.Gather(dimensions, sizes, bounds, zero(y.dtype())), tangents);
      case Indexing.Scatter(UpdateMode mode, ScatterDimensions dimensions, Bounds bounds) ->
          switch (mode) {
            case SET, ADD -> linear(prim, tangents);
            case MUL -> product(dimensions, bounds, tangents);
            case MIN, MAX -> extreme(y, dimensions, bounds, tangents);
          };
    };
  }

  /** The primitive of the tangents, at the places of the values. */
  private NDArray linear(Indexing prim, List<@Nullable NDArray> tangents) {
    List<NDArray> operands = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      NDArray value = operand(i);
      operands.add(
          value.dtype().isInexact() ? Terms.orZeros(tangents.get(i), value.type()) : value);
    }
    return Trace.current().bind(prim, operands).getFirst();
  }

  /** Each update's slope is the product of all others at its place, zeros among them counted. */
  private @Nullable NDArray product(
      ScatterDimensions dimensions, Bounds bounds, List<@Nullable NDArray> tangents) {
    NDArray indices = operand(1);
    NDArray updates = operand(2);
    NDArray ofOperand = tangents.get(0);
    NDArray first =
        ofOperand == null
            ? null
            : scatter(UpdateMode.MUL, dimensions, bounds, ofOperand, indices, updates);
    NDArray ofUpdates = tangents.get(2);
    if (ofUpdates == null) {
      return first;
    }
    NDArray isZero = apply(Fn.EQ, updates, constant(updates, 0));
    NDArray nonZero = select(isZero, constant(updates, 1), updates);
    NDArray zero = convert(isZero, updates.dtype());
    NDArray none = zeros(operand(0).type());
    NDArray all = scatter(UpdateMode.MUL, dimensions, bounds, operand(0), indices, nonZero);
    NDArray zeroCount = scatter(UpdateMode.ADD, dimensions, bounds, none, indices, zero);
    NDArray others = div(gather(dimensions, bounds, all, indices, updates.shape()), nonZero);
    NDArray otherZeros = sub(gather(dimensions, bounds, zeroCount, indices, updates.shape()), zero);
    NDArray slope =
        select(apply(Fn.EQ, otherZeros, constant(zero, 0)), others, constant(others, 0));
    NDArray second =
        scatter(UpdateMode.ADD, dimensions, bounds, none, indices, mul(ofUpdates, slope));
    return Terms.plus(first, second);
  }

  private NDArray extreme(
      NDArray y, ScatterDimensions dimensions, Bounds bounds, List<@Nullable NDArray> tangents) {
    NDArray indices = operand(1);
    NDArray updates = operand(2);
    NDArray stays = convert(apply(Fn.EQ, operand(0), y), y.dtype());
    NDArray wins =
        convert(
            apply(Fn.EQ, updates, gather(dimensions, bounds, y, indices, updates.shape())),
            y.dtype());
    NDArray count = scatter(UpdateMode.ADD, dimensions, bounds, stays, indices, wins);
    NDArray ofOperand = tangents.get(0);
    NDArray ofUpdates = tangents.get(2);
    NDArray sum = ofOperand == null ? zeros(y.type()) : mul(ofOperand, stays);
    if (ofUpdates != null) {
      sum = scatter(UpdateMode.ADD, dimensions, bounds, sum, indices, mul(ofUpdates, wins));
    }
    return div(sum, count);
  }

  static List<@Nullable NDArray> transpose(
      Indexing prim, List<@Nullable NDArray> in, List<ArrayType> types, NDArray ct) {
    return new IndexingDerivatives(in).transpose(prim, types, ct);
  }

  private List<@Nullable NDArray> transpose(Indexing prim, List<ArrayType> types, NDArray ct) {
    boolean ofOperand = in.get(0) == null;
    return switch (prim) {
      case Indexing.DynamicSlice _ -> {
        List<NDArray> operands = new ArrayList<>(List.of(zeros(types.getFirst()), ct));
        operands.addAll(starts(1));
        yield padded(Trace.current().bind(new Indexing.DynamicUpdateSlice(), operands));
      }
      case Indexing.DynamicUpdateSlice _ -> {
        List<NDArray> placed = new ArrayList<>(List.of(ct, zeros(types.get(1))));
        placed.addAll(starts(2));
        List<NDArray> taken = new ArrayList<>(List.of(ct));
        taken.addAll(starts(2));
        List<Long> sizes = Arrays.stream(types.get(1).shape().dims()).boxed().toList();
        yield padded(
            Arrays.asList(
                ofOperand ? Trace.current().bind(prim, placed).getFirst() : null,
                in.get(1) == null
                    ? Trace.current().bind(new Indexing.DynamicSlice(sizes), taken).getFirst()
                    : null));
      }
      case Indexing.Gather(var dimensions, var _, Bounds bounds, var _) ->
          padded(
              List.of(
                  scatter(
                      UpdateMode.ADD,
                      ScatterDimensions.of(dimensions),
                      bounds,
                      zeros(types.getFirst()),
                      operand(1),
                      ct)));
      case Indexing.Scatter(UpdateMode mode, ScatterDimensions dimensions, Bounds bounds) -> {
        NDArray indices = operand(1);
        Shape updates = types.get(2).shape();
        boolean ofUpdates = in.get(2) == null;
        yield switch (mode) {
          case ADD ->
              Arrays.asList(
                  ofOperand ? ct : null,
                  null,
                  ofUpdates ? gather(dimensions, bounds, ct, indices, updates) : null);
          case SET ->
              Arrays.asList(
                  ofOperand
                      ? scatter(mode, dimensions, bounds, ct, indices, zeros(types.get(2)))
                      : null,
                  null,
                  ofUpdates ? lastAtEachPlace(dimensions, bounds, ct, indices, updates) : null);
          case MUL ->
              Arrays.asList(scatter(mode, dimensions, bounds, ct, indices, operand(2)), null, null);
          case MIN, MAX -> throw TransposeRules.notLinear(prim);
        };
      }
    };
  }

  /** What an update sees of the result: nothing, if a later one was set at its place. */
  private static NDArray lastAtEachPlace(
      ScatterDimensions dimensions, Bounds bounds, NDArray ct, NDArray indices, Shape updates) {
    NDArray number =
        bind(
            new Primitive.Reshape(updates),
            bind(new Primitive.Iota(DType.INT64, Shape.of(updates.size()), 0)));
    NDArray one = constant(DType.INT64, 1);
    NDArray own = add(number, one);
    NDArray none = zeros(ArrayType.of(DType.INT64, ct.shape()));
    NDArray last = scatter(UpdateMode.SET, dimensions, bounds, none, indices, own);
    NDArray winner = gather(dimensions, bounds, last, indices, updates);
    return select(
        apply(Fn.EQ, own, winner),
        gather(dimensions, bounds, ct, indices, updates),
        constant(ct, 0));
  }

  private NDArray operand(int i) {
    return Objects.requireNonNull(in.get(i), "operand");
  }

  private List<NDArray> starts(int from) {
    List<NDArray> starts = new ArrayList<>();
    for (int i = from; i < in.size(); i++) {
      starts.add(operand(i));
    }
    return starts;
  }

  /** Cotangents of the first operands; the others have none. */
  private List<@Nullable NDArray> padded(List<? extends @Nullable NDArray> first) {
    List<@Nullable NDArray> all = new ArrayList<>(first);
    all.addAll(Collections.nCopies(in.size() - first.size(), null));
    return all;
  }

  private static NDArray scatter(
      UpdateMode mode,
      ScatterDimensions dimensions,
      Bounds bounds,
      NDArray operand,
      NDArray indices,
      NDArray updates) {
    return bind(new Indexing.Scatter(mode, dimensions, bounds), operand, indices, updates);
  }

  /** Reads the windows that a scatter would write; zeros where it writes nothing. */
  private static NDArray gather(
      ScatterDimensions dimensions, Bounds bounds, NDArray x, NDArray indices, Shape updates) {
    List<Long> sizes = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
    List<Integer> windowAxes = dimensions.windowAxes(x.rank());
    for (int i = 0; i < windowAxes.size(); i++) {
      sizes.set(windowAxes.get(i), updates.dim(dimensions.updateWindowDims().get(i)));
    }
    Bounds written = bounds == Bounds.CLIP ? bounds : Bounds.FILL_OR_DROP;
    return bind(
        new Indexing.Gather(dimensions.gather(), sizes, written, zero(x.dtype())), x, indices);
  }

  private static Literal zero(DType dtype) {
    return new Literal(0, ArrayType.of(dtype));
  }
}
