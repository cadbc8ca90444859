package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Atom;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Contraction;
import dev.sparrow.graph.Control;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.CustomLinear;
import dev.sparrow.graph.Effect;
import dev.sparrow.graph.Equation;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Inlined;
import dev.sparrow.graph.LinearAlgebra;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.graph.TypeRules;
import dev.sparrow.graph.Var;
import dev.sparrow.graph.Windowed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Every primitive, element by element in the plainest way: the oracle for compiled graphs. */
public final class ReferenceOps {
  private ReferenceOps() {}

  /** Results of a graph. */
  public static List<HostArray> run(Graph graph, List<HostArray> inputs) {
    Map<Var, HostArray> values = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      values.put(graph.inputs().get(i), inputs.get(i));
    }
    for (Equation equation : graph.equations()) {
      List<HostArray> results = apply(equation.prim(), values(equation.in(), values));
      for (int i = 0; i < results.size(); i++) {
        values.put(equation.out().get(i), results.get(i));
      }
    }
    return values(graph.results(), values);
  }

  private static List<HostArray> values(List<Atom> atoms, Map<Var, HostArray> values) {
    return atoms.stream()
        .map(atom ->
            switch (atom) {
              case Var variable -> values.get(variable);
              case Literal literal ->
                  HostArray.byPosition(literal.type().dtype(), Shape.scalar(), _ -> literal.bits());
            })
        .toList();
  }

  /** Results of a primitive. */
  public static List<HostArray> apply(Primitive prim, List<HostArray> in) {
    List<ArrayType> types = TypeRules.resultTypes(prim, in.stream().map(HostArray::type).toList());
    ArrayType type = types.getFirst();
    DType dtype = type.dtype();
    Shape shape = type.shape();
    return switch (prim) {
      case Primitive.Pointwise(Fn fn) ->
          List.of(
              HostArray.byIndex(
                  dtype,
                  shape,
                  index ->
                      ReferenceFunctions.apply(
                          fn,
                          in.getLast().dtype(),
                          in.stream().mapToLong(operand -> operand.at(index)).toArray())));
      case Primitive.IntegerPow(int exponent) -> List.of(integerPow(in.getFirst(), exponent));
      case Primitive.Convert(DType to, boolean _) ->
          List.of(
              HostArray.byPosition(
                  to, shape, at -> convert(in.getFirst().bits(at), in.getFirst().dtype(), to)));
      case Primitive.BitcastConvert(DType to) ->
          List.of(HostArray.byPosition(to, shape, at -> bitcast(in.getFirst().bits(at), to)));
      case Primitive.Iota(DType _, Shape _, int dimension) ->
          List.of(
              HostArray.byIndex(
                  dtype, shape, index -> convert(index[dimension], DType.INT64, dtype)));
      case Primitive.Iota2x32 _ -> {
        long first = in.isEmpty() ? 0 : in.get(0).bits(0) << 32 | in.get(1).bits(0);
        yield List.of(
            HostArray.byPosition(dtype, shape, at -> (first + at) >>> 32),
            HostArray.byPosition(dtype, shape, at -> (first + at) & 0xFFFF_FFFFL));
      }
      case Primitive.BroadcastInDim(Shape _, List<Integer> dimensions) ->
          List.of(
              HostArray.byIndex(
                  dtype, shape, index -> broadcastElement(in.getFirst(), dimensions, index)));
      case Primitive.Reshape _ -> List.of(in.getFirst().reshape(shape));
      case Primitive.Squeeze _ -> List.of(in.getFirst().reshape(shape));
      case Primitive.Transpose(List<Integer> permutation) ->
          List.of(
              HostArray.byIndex(
                  dtype,
                  shape,
                  index -> {
                    long[] from = new long[index.length];
                    for (int axis = 0; axis < index.length; axis++) {
                      from[permutation.get(axis)] = index[axis];
                    }
                    return in.getFirst().at(from);
                  }));
      case Primitive.Rev(List<Integer> dimensions) ->
          List.of(
              HostArray.byIndex(
                  dtype,
                  shape,
                  index -> {
                    dimensions.forEach(axis -> index[axis] = shape.dim(axis) - 1 - index[axis]);
                    return in.getFirst().at(index);
                  }));
      case Primitive.Slice(List<Long> start, List<Long> _, List<Long> strides) ->
          List.of(
              HostArray.byIndex(
                  dtype, shape, index -> in.getFirst().at(placed(index, start, strides))));
      case Primitive.SliceUpdate update -> List.of(sliceUpdate(update, in.get(0), in.get(1)));
      case Primitive.Pad pad -> List.of(pad(pad, shape, in.get(0), in.get(1)));
      case Primitive.Concatenate(int dimension) ->
          List.of(HostArray.byIndex(dtype, shape, index -> joined(in, dimension, index)));
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) ->
          List.of(
              HostArray.byIndex(
                  dtype,
                  shape,
                  index -> fold(monoid, dtype, reduced(in.getFirst(), axes, index), 0, 62)));
      case Primitive.ReducePartial partial -> List.of(reducePartial(partial, shape, in.getFirst()));
      case Primitive.ArgReduce search -> List.of(argReduce(search, shape, in.getFirst()));
      case Primitive.Fft fft -> List.of(ReferenceFourier.apply(fft, in.getFirst()));
      case LinearAlgebra factorization -> ReferenceLinearAlgebra.apply(factorization, types, in);
      case Indexing indexing -> List.of(ReferenceIndexing.apply(indexing, shape, in));
      case Collective _ ->
          throw new IllegalArgumentException(
              prim.jaxName() + ": means something only inside a mapped axis");
      case Effect _ -> List.of();
      case Ordering ordering -> ReferenceOrdering.apply(ordering, types, in);
      case Cumulative cumulative -> List.of(ReferenceCumulative.apply(cumulative, in.getFirst()));
      case Windowed windowed -> List.of(ReferenceWindowed.apply(windowed, type, in));
      case Contraction contraction ->
          List.of(ReferenceContraction.apply(contraction, type, in.get(0), in.get(1)));
      case Primitive.RandomWrap() ->
          List.of(
              HostArray.byPosition(
                  dtype,
                  shape,
                  at -> in.getFirst().bits(2 * at) | in.getFirst().bits(2 * at + 1) << 32));
      case Primitive.RandomUnwrap() ->
          List.of(
              HostArray.byPosition(
                  dtype,
                  shape,
                  at -> in.getFirst().bits(at / 2) >>> (at % 2 == 0 ? 0 : 32) & 0xFFFF_FFFFL));
      case Control control -> ReferenceControl.apply(control, types, in);
      case Inlined inlined -> run(inlined.graph(), in);
      case CustomLinear _ -> throw new IllegalArgumentException("custom_lin has no values");
    };
  }

  /** Value conversion of one element. */
  static long convert(long bits, DType from, DType to) {
    if (from == DType.COMPLEX64 && to == DType.COMPLEX64) {
      return bits;
    }
    if (from == DType.COMPLEX64) {
      Literal literal = new Literal(bits & 0xFFFF_FFFFL, bits >>> 32, ArrayType.of(from));
      return literal.convert(to, false).bits();
    }
    return new Literal(bits, ArrayType.of(from)).convert(to, false).bits();
  }

  /** The bits of one element as another dtype, a NaN's included. */
  private static long bitcast(long bits, DType to) {
    int spare = 64 - 8 * to.bytes();
    if (to == DType.BOOL) {
      return bits != 0 ? 1 : 0;
    }
    return to.kind() == DType.Kind.SIGNED ? bits << spare >> spare : bits << spare >>> spare;
  }

  private static HostArray integerPow(HostArray x, int exponent) {
    DType dtype = x.dtype();
    long one = convert(1, DType.INT64, dtype);
    return HostArray.byPosition(
        dtype,
        x.shape(),
        at -> {
          long power = one;
          long square = x.bits(at);
          for (int left = Math.abs(exponent); left > 0; left >>= 1) {
            power =
                (left & 1) == 0 ? power : ReferenceFunctions.apply(Fn.MUL, dtype, power, square);
            square = ReferenceFunctions.apply(Fn.MUL, dtype, square, square);
          }
          return exponent < 0 ? ReferenceFunctions.apply(Fn.DIV, dtype, one, power) : power;
        });
  }

  private static long broadcastElement(HostArray x, List<Integer> dimensions, long[] index) {
    long[] from = new long[dimensions.size()];
    for (int axis = 0; axis < from.length; axis++) {
      from[axis] = x.shape().dim(axis) == 1 ? 0 : index[dimensions.get(axis)];
    }
    return x.at(from);
  }

  private static long[] placed(long[] index, List<Long> start, List<Long> strides) {
    long[] from = new long[index.length];
    for (int axis = 0; axis < from.length; axis++) {
      from[axis] = start.get(axis) + index[axis] * strides.get(axis);
    }
    return from;
  }

  /** The index within a window of an element of the whole, or null if it is outside. */
  private static long @Nullable [] within(
      long[] index, List<Long> start, List<Long> strides, Shape window) {
    long[] inside = new long[index.length];
    for (int axis = 0; axis < index.length; axis++) {
      long distance = index[axis] - start.get(axis);
      inside[axis] = Math.floorDiv(distance, strides.get(axis));
      if (Math.floorMod(distance, strides.get(axis)) != 0
          || inside[axis] < 0
          || inside[axis] >= window.dim(axis)) {
        return null;
      }
    }
    return inside;
  }

  private static HostArray sliceUpdate(
      Primitive.SliceUpdate update, HostArray operand, HostArray window) {
    DType dtype = operand.dtype();
    return HostArray.byIndex(
        dtype,
        operand.shape(),
        index -> {
          long[] inside = within(index, update.start(), update.strides(), window.shape());
          if (inside == null) {
            return operand.at(index);
          }
          long old = operand.at(index);
          long value = window.at(inside);
          return updated(update.mode(), dtype, old, value);
        });
  }

  /** An element after an update has met it. */
  static long updated(Primitive.UpdateMode mode, DType dtype, long old, long value) {
    return switch (mode) {
      case SET -> value;
      case ADD -> ReferenceFunctions.apply(Fn.ADD, dtype, old, value);
      case MUL -> ReferenceFunctions.apply(Fn.MUL, dtype, old, value);
      case MIN -> ReferenceFunctions.apply(Fn.MIN, dtype, old, value);
      case MAX -> ReferenceFunctions.apply(Fn.MAX, dtype, old, value);
    };
  }

  private static HostArray pad(Primitive.Pad pad, Shape shape, HostArray operand, HostArray value) {
    List<Long> strides = pad.interior().stream().map(gap -> gap + 1).toList();
    return HostArray.byIndex(
        operand.dtype(),
        shape,
        index -> {
          long[] inside = within(index, pad.low(), strides, operand.shape());
          return inside == null ? value.bits(0) : operand.at(inside);
        });
  }

  private static long joined(List<HostArray> in, int dimension, long[] index) {
    for (HostArray operand : in) {
      if (index[dimension] < operand.shape().dim(dimension)) {
        return operand.at(index);
      }
      index[dimension] -= operand.shape().dim(dimension);
    }
    throw new IllegalStateException("past the end of a concatenation");
  }

  /** The elements that one result of a reduction folds, in order. */
  private static long[] reduced(HostArray x, List<Integer> axes, long[] kept) {
    Shape inner = Shape.of(axes.stream().mapToLong(axis -> x.shape().dim(axis)).toArray());
    List<Integer> keptAxes =
        IntStream.range(0, x.shape().rank()).boxed().filter(axis -> !axes.contains(axis)).toList();
    HostArray elements =
        HostArray.byIndex(
            x.dtype(),
            inner,
            index -> {
              long[] full = new long[x.shape().rank()];
              for (int i = 0; i < keptAxes.size(); i++) {
                full[keptAxes.get(i)] = kept[i];
              }
              for (int i = 0; i < axes.size(); i++) {
                full[axes.get(i)] = index[i];
              }
              return x.at(full);
            });
    long[] bits = new long[(int) inner.size()];
    java.util.Arrays.setAll(bits, elements::bits);
    return bits;
  }

  /** Node (level, index) of the tree over some elements, as {@link ReductionTree} defines it. */
  private static long fold(Monoid monoid, DType dtype, long[] x, long index, int level) {
    long leaves = Math.max(1, ReductionTree.leaves(x.length));
    if (level == 0) {
      return leaf(monoid, dtype, x, index);
    }
    long left = fold(monoid, dtype, x, 2 * index, level - 1);
    boolean alone = (2 * index + 1) << (level - 1) >= leaves || level > 32;
    return alone
        ? left
        : ReferenceFunctions.apply(
            monoid.combine(), dtype, left, fold(monoid, dtype, x, 2 * index + 1, level - 1));
  }

  private static long leaf(Monoid monoid, DType dtype, long[] x, long leaf) {
    long[] lanes = new long[ReductionTree.LANES];
    java.util.Arrays.fill(lanes, monoid.identity(dtype));
    int begin = (int) leaf * ReductionTree.LEAF;
    for (int i = begin; i < Math.min(x.length, begin + ReductionTree.LEAF); i++) {
      int lane = (i - begin) % ReductionTree.LANES;
      lanes[lane] = ReferenceFunctions.apply(monoid.combine(), dtype, lanes[lane], x[i]);
    }
    for (int half = ReductionTree.LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] =
            ReferenceFunctions.apply(monoid.combine(), dtype, lanes[lane], lanes[lane + half]);
      }
    }
    return lanes[0];
  }

  private static HostArray reducePartial(
      Primitive.ReducePartial partial, Shape shape, HostArray x) {
    int axis = partial.axis();
    long leaves = ReductionTree.leaves(x.shape().dim(axis));
    List<ReductionTree.Node> nodes =
        ReductionTree.cover(partial.firstLeaf(), partial.firstLeaf() + leaves);
    return HostArray.byIndex(
        x.dtype(),
        shape,
        index -> {
          ReductionTree.Node node = nodes.get((int) index[axis]);
          long[] kept =
              IntStream.range(0, index.length)
                  .filter(other -> other != axis)
                  .mapToLong(other -> index[other])
                  .toArray();
          long[] elements = reduced(x, List.of(axis), kept);
          long first = (node.index() << node.level()) - partial.firstLeaf();
          int begin = (int) (first * ReductionTree.LEAF);
          long end = (first + (1L << node.level())) * ReductionTree.LEAF;
          long[] own =
              java.util.Arrays.copyOfRange(elements, begin, (int) Math.min(end, elements.length));
          return fold(partial.monoid(), x.dtype(), own, 0, 62);
        });
  }

  private static HostArray argReduce(Primitive.ArgReduce search, Shape shape, HostArray x) {
    return HostArray.byIndex(
        search.indexDType(),
        shape,
        kept -> {
          long[] elements = reduced(x, List.of(search.axis()), kept);
          int best = 0;
          for (int i = 1; i < elements.length; i++) {
            if (isNaN(x.dtype(), elements[best])) {
              break;
            }
            Fn better = search.extreme() == Primitive.Extreme.MAX ? Fn.GT : Fn.LT;
            if (isNaN(x.dtype(), elements[i])
                || ReferenceFunctions.apply(better, x.dtype(), elements[i], elements[best]) == 1) {
              best = i;
            }
          }
          return best;
        });
  }

  private static boolean isNaN(DType dtype, long bits) {
    return dtype.isFloat() && Double.isNaN(new Literal(bits, ArrayType.of(dtype)).doubleValue());
  }
}
