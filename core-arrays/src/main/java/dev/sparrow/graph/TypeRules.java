package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Result types of every primitive, and the errors a user sees when operands do not fit. */
public final class TypeRules {
  /** So that a transform twice as long, which a length without small factors takes, has an int. */
  private static final long MOST_FFT = 1L << 28;

  private TypeRules() {}

  /**
   * Types of the results of a primitive.
   *
   * @param prim the primitive
   * @param in operand types
   * @return result types
   * @throws ShapeException if the operands' shapes do not fit
   * @throws DTypeException if the operands' dtypes do not fit
   */
  public static List<ArrayType> resultTypes(Primitive prim, List<ArrayType> in) {
    return switch (prim) {
      case Primitive.Pointwise(Fn fn) -> List.of(pointwise(fn, in));
      case Primitive.IntegerPow(int exponent) -> List.of(integerPow(exponent, one(prim, in)));
      case Primitive.Convert(DType dtype, boolean weak) -> {
        ArrayType operand = one(prim, in);
        require(
            (operand.dtype() == DType.KEY) == (dtype == DType.KEY),
            "convert_element_type: cannot convert " + operand + " to " + dtype);
        yield List.of(new ArrayType(dtype, operand.shape(), weak));
      }
      case Primitive.BitcastConvert(DType dtype) -> {
        ArrayType operand = one(prim, in);
        if (operand.dtype().bytes() != dtype.bytes()
            || operand.dtype() == DType.KEY
            || dtype == DType.KEY) {
          throw new DTypeException(
              "bitcast_convert_type: "
                  + operand
                  + " has "
                  + operand.dtype().bytes()
                  + " bytes an element and "
                  + dtype
                  + " has "
                  + dtype.bytes()
                  + "; convert to a dtype of the same width");
        }
        yield List.of(operand.withDType(dtype));
      }
      case Primitive.Iota(DType dtype, Shape shape, int dimension) -> {
        arity(prim, in, 0);
        shape.axis("iota", dimension);
        if (!dtype.isInteger() && !dtype.isInexact()) {
          throw new DTypeException("iota: does not count in dtype " + dtype + "; use int32");
        }
        yield List.of(ArrayType.of(dtype, shape));
      }
      case Primitive.Iota2x32(Shape shape) -> {
        if (!in.isEmpty()) {
          arity(prim, in, 2);
          require(
              in.stream().allMatch(type -> type.equals(ArrayType.of(DType.UINT32))),
              "iota_2x32_shape: the first index is two u32[] words, got " + list(in));
        }
        ArrayType word = ArrayType.of(DType.UINT32, shape);
        yield List.of(word, word);
      }
      case Primitive.BroadcastInDim(Shape shape, List<Integer> dimensions) ->
          List.of(broadcastInDim(shape, dimensions, one(prim, in)));
      case Primitive.Reshape(Shape shape) -> {
        ArrayType operand = one(prim, in);
        if (operand.shape().size() != shape.size()) {
          throw new ShapeException(
              "reshape: cannot reshape array of shape "
                  + operand.shape()
                  + " (size "
                  + operand.shape().size()
                  + ") into shape "
                  + shape
                  + " (size "
                  + shape.size()
                  + ")");
        }
        yield List.of(operand.withShape(shape));
      }
      case Primitive.Transpose(List<Integer> permutation) ->
          List.of(transpose(permutation, one(prim, in)));
      case Primitive.Squeeze(List<Integer> dimensions) -> {
        ArrayType operand = one(prim, in);
        for (int axis : dimensions) {
          if (operand.shape().dim(operand.shape().axis("squeeze", axis)) != 1) {
            throw new ShapeException(
                "squeeze: cannot drop axis "
                    + axis
                    + " of "
                    + operand
                    + ", its extent is "
                    + operand.shape().dim(axis)
                    + " and not 1");
          }
        }
        yield List.of(operand.withShape(operand.shape().without(dimensions)));
      }
      case Primitive.Rev(List<Integer> dimensions) -> {
        ArrayType operand = one(prim, in);
        dimensions.forEach(axis -> operand.shape().axis("rev", axis));
        yield List.of(operand);
      }
      case Primitive.Slice slice -> List.of(slice(slice, one(prim, in)));
      case Primitive.SliceUpdate update -> List.of(sliceUpdate(update, in));
      case Primitive.Pad pad -> List.of(pad(pad, in));
      case Primitive.Concatenate(int dimension) -> List.of(concatenate(dimension, in));
      case Primitive.Reduce(Monoid monoid, List<Integer> axes) ->
          List.of(reduce(monoid, axes, one(prim, in)));
      case Primitive.ReducePartial(Monoid monoid, int axis, long firstLeaf) -> {
        ArrayType operand = one(prim, in);
        reduce(monoid, List.of(axis), operand);
        long leaves = ReductionTree.leaves(operand.shape().dim(axis));
        int nodes = ReductionTree.cover(firstLeaf, firstLeaf + leaves).size();
        yield List.of(operand.strong().withShape(operand.shape().with(axis, nodes)));
      }
      case Primitive.ArgReduce(Primitive.Extreme _, int axis, DType indexDType) -> {
        ArrayType operand = one(prim, in);
        int dropped = operand.shape().axis(prim.jaxName(), axis);
        accepts(prim.jaxName(), Fn.Accepts.ANY, List.of(operand));
        if (operand.shape().dim(dropped) == 0) {
          throw new ShapeException(
              prim.jaxName() + ": attempt to get " + prim.jaxName() + " of an empty sequence");
        }
        yield List.of(ArrayType.of(indexDType, operand.shape().without(List.of(dropped))));
      }
      case Primitive.Fft _ -> List.of(fft(one(prim, in)));
      case Indexing indexing -> List.of(IndexingTypes.resultType(indexing, in));
      case Collective collective -> List.of(CollectiveTypes.resultType(collective, in));
      case Effect effect -> EffectTypes.resultTypes(effect, in);
      case Contraction contraction -> List.of(ContractionTypes.resultType(contraction, in));
      case Ordering ordering -> OrderingTypes.resultTypes(ordering, in);
      case Cumulative cumulative -> List.of(CumulativeTypes.resultType(cumulative, in));
      case Windowed windowed -> List.of(WindowedTypes.resultType(windowed, in));
      case LinearAlgebra factorization -> LinearAlgebraTypes.resultTypes(factorization, in);
      case Primitive.RandomWrap() -> {
        ArrayType words = one(prim, in);
        if (words.dtype() != DType.UINT32 || words.rank() == 0 || words.shape().dim(-1) != 2) {
          throw new DTypeException(
              "random_wrap: key data must be uint32 with a last axis of 2 words, got " + words);
        }
        int last = words.rank() - 1;
        yield List.of(ArrayType.of(DType.KEY, words.shape().without(List.of(last))));
      }
      case Primitive.RandomUnwrap() -> {
        ArrayType key = one(prim, in);
        if (key.dtype() != DType.KEY) {
          throw new DTypeException(
              "random: expected a key made by key(seed) or split(key, n), got " + key);
        }
        yield List.of(ArrayType.of(DType.UINT32, key.shape().insert(key.rank(), 2)));
      }
      case Control control -> ControlTypes.resultTypes(control, in);
      case Inlined inlined -> {
        inputs(inlined.name(), inlined.graph(), in);
        yield inlined.graph().resultTypes();
      }
      case CustomLinear linear -> {
        List<ArrayType> given = new ArrayList<>(in.subList(0, linear.known()));
        given.addAll(linear.results());
        inputs(linear.name(), linear.backward(), given);
        yield linear.results();
      }
    };
  }

  private static void inputs(String name, Graph graph, List<ArrayType> in) {
    List<ArrayType> expected = graph.inputs().stream().map(Var::type).toList();
    if (!strong(expected).equals(strong(in))) {
      throw new ShapeException(
          name + ": was traced for " + list(expected) + " and is called with " + list(in));
    }
  }

  private static ArrayType pointwise(Fn fn, List<ArrayType> in) {
    arity(new Primitive.Pointwise(fn), in, fn.arity());
    List<ArrayType> values = fn == Fn.SELECT_N ? in.subList(1, 3) : in;
    if (fn == Fn.SELECT_N && in.getFirst().dtype() != DType.BOOL) {
      throw new DTypeException(
          "select_n: the predicate must be bool, got " + in.getFirst() + "; compare it with ne(0)");
    }
    accepts(fn.jaxName(), fn.accepts(), values);
    for (ArrayType value : values) {
      if (value.dtype() != values.getFirst().dtype()) {
        throw new DTypeException(
            fn.jaxName()
                + ": requires arguments to have the same dtypes, got "
                + list(in)
                + "; convert one, or use the method of NDArray, which promotes");
      }
    }
    Shape shape = Shape.scalar();
    for (ArrayType type : in) {
      if (type.rank() == 0) {
        continue;
      }
      if (shape.rank() != 0 && !shape.equals(type.shape())) {
        throw new ShapeException(
            fn.jaxName() + ": operand shapes differ: " + list(in) + "; broadcast one first");
      }
      shape = type.shape();
    }
    boolean weak = values.stream().allMatch(ArrayType::weak);
    return switch (fn.result()) {
      case SAME -> new ArrayType(values.getFirst().dtype(), shape, weak);
      case REAL -> new ArrayType(values.getFirst().dtype().component(), shape, weak);
      case COMPLEX -> new ArrayType(values.getFirst().dtype().complex(), shape, weak);
      case BOOL -> ArrayType.of(DType.BOOL, shape);
    };
  }

  private static ArrayType integerPow(int exponent, ArrayType operand) {
    accepts("integer_pow", Fn.Accepts.NUMBER, List.of(operand));
    if (exponent < 0 && operand.dtype().isInteger()) {
      throw new DTypeException(
          "pow: integers cannot be raised to negative powers, got exponent "
              + exponent
              + " for "
              + operand
              + "; convert to a float first");
    }
    return operand;
  }

  private static ArrayType broadcastInDim(Shape shape, List<Integer> dimensions, ArrayType in) {
    boolean fits = dimensions.size() == in.rank();
    for (int i = 0; fits && i < dimensions.size(); i++) {
      int to = dimensions.get(i);
      fits =
          to >= 0
              && to < shape.rank()
              && (i == 0 || dimensions.get(i - 1) < to)
              && (in.shape().dim(i) == shape.dim(to) || in.shape().dim(i) == 1);
    }
    if (!fits) {
      throw new ShapeException(
          "broadcast_in_dim: cannot map " + in + " to " + shape + " along axes " + dimensions);
    }
    return in.withShape(shape);
  }

  private static ArrayType transpose(List<Integer> permutation, ArrayType in) {
    boolean fits =
        permutation.size() == in.rank()
            && new HashSet<>(permutation).size() == in.rank()
            && permutation.stream().allMatch(axis -> axis >= 0 && axis < in.rank());
    if (!fits) {
      throw new ShapeException(
          "transpose: " + permutation + " is not a permutation of the axes of " + in);
    }
    return in.withShape(
        Shape.of(permutation.stream().mapToLong(axis -> in.shape().dim(axis)).toArray()));
  }

  private static ArrayType fft(ArrayType operand) {
    if (!operand.dtype().isComplex()) {
      throw new DTypeException(
          "fft: operand must be complex, got " + operand + "; convert to complex64 or complex128");
    }
    if (operand.rank() == 0) {
      throw new ShapeException("fft: requires at least one axis, got " + operand);
    }
    long length = operand.shape().dim(-1);
    if (length < 1 || length > MOST_FFT) {
      throw new ShapeException(
          "fft: lengths are from 1 to " + MOST_FFT + ", got " + length + " in " + operand);
    }
    return operand.strong();
  }

  private static ArrayType slice(Primitive.Slice slice, ArrayType in) {
    boolean fits =
        slice.start().size() == in.rank()
            && slice.limit().size() == in.rank()
            && slice.strides().size() == in.rank();
    long[] dims = new long[in.rank()];
    for (int axis = 0; fits && axis < in.rank(); axis++) {
      long start = slice.start().get(axis);
      long limit = slice.limit().get(axis);
      long stride = slice.strides().get(axis);
      fits = start >= 0 && start <= limit && limit <= in.shape().dim(axis) && stride >= 1;
      dims[axis] = fits ? (limit - start + stride - 1) / stride : 0;
    }
    if (!fits) {
      throw new ShapeException(
          "slice: start "
              + slice.start()
              + ", limit "
              + slice.limit()
              + ", strides "
              + slice.strides()
              + " do not lie within "
              + in);
    }
    return in.withShape(Shape.of(dims));
  }

  private static ArrayType sliceUpdate(Primitive.SliceUpdate prim, List<ArrayType> in) {
    arity(prim, in, 2);
    ArrayType operand = in.get(0);
    ArrayType update = in.get(1);
    boolean fits =
        operand.dtype() == update.dtype()
            && operand.rank() == update.rank()
            && prim.start().size() == operand.rank()
            && prim.strides().size() == operand.rank();
    for (int axis = 0; fits && axis < operand.rank(); axis++) {
      long count = update.shape().dim(axis);
      long last = prim.start().get(axis) + Math.max(count - 1, 0) * prim.strides().get(axis);
      fits =
          prim.start().get(axis) >= 0
              && prim.strides().get(axis) >= 1
              && (count == 0 || last < operand.shape().dim(axis));
    }
    if (!fits) {
      throw new ShapeException(
          "slice_update: update "
              + update
              + " at "
              + prim.start()
              + " with strides "
              + prim.strides()
              + " does not lie within "
              + operand);
    }
    return operand;
  }

  private static ArrayType pad(Primitive.Pad prim, List<ArrayType> in) {
    arity(prim, in, 2);
    ArrayType operand = in.get(0);
    ArrayType value = in.get(1);
    if (value.rank() != 0 || value.dtype() != operand.dtype()) {
      throw new DTypeException(
          "pad: the padding value must be a scalar of dtype " + operand.dtype() + ", got " + value);
    }
    boolean fits =
        prim.low().size() == operand.rank()
            && prim.high().size() == operand.rank()
            && prim.interior().size() == operand.rank();
    long[] dims = new long[operand.rank()];
    for (int axis = 0; fits && axis < operand.rank(); axis++) {
      long extent = operand.shape().dim(axis);
      long spread = extent + Math.max(extent - 1, 0) * prim.interior().get(axis);
      dims[axis] = spread + prim.low().get(axis) + prim.high().get(axis);
      fits = prim.interior().get(axis) >= 0 && dims[axis] >= 0;
    }
    if (!fits) {
      throw new ShapeException(
          "pad: low "
              + prim.low()
              + ", high "
              + prim.high()
              + ", interior "
              + prim.interior()
              + " do not fit "
              + operand);
    }
    return operand.withShape(Shape.of(dims));
  }

  private static ArrayType concatenate(int dimension, List<ArrayType> in) {
    if (in.isEmpty()) {
      throw new ShapeException("concatenate: needs at least one array to concatenate");
    }
    ArrayType first = in.getFirst();
    int axis = first.shape().axis("concatenate", dimension);
    long extent = 0;
    for (ArrayType type : in) {
      if (type.dtype() != first.dtype()) {
        throw new DTypeException("concatenate: operand dtypes differ: " + list(in));
      }
      if (type.rank() != first.rank()
          || !type.shape().without(List.of(axis)).equals(first.shape().without(List.of(axis)))) {
        throw new ShapeException(
            "concatenate: operands may differ only along axis " + axis + ", got " + list(in));
      }
      extent += type.shape().dim(axis);
    }
    boolean weak = in.stream().allMatch(ArrayType::weak);
    return new ArrayType(first.dtype(), first.shape().with(axis, extent), weak);
  }

  private static ArrayType reduce(Monoid monoid, List<Integer> axes, ArrayType in) {
    axes.forEach(axis -> in.shape().axis(monoid.jaxName(), axis));
    Fn.Accepts accepts =
        switch (monoid) {
          case SUM, PROD -> Fn.Accepts.NUMBER;
          case MAX, MIN -> Fn.Accepts.ANY;
          case AND, OR, XOR -> Fn.Accepts.BITS;
        };
    accepts(monoid.jaxName(), accepts, List.of(in));
    return in.strong().withShape(in.shape().without(axes));
  }

  private static ArrayType one(Primitive prim, List<ArrayType> in) {
    arity(prim, in, 1);
    return in.getFirst();
  }

  static void arity(Primitive prim, List<ArrayType> in, int expected) {
    if (in.size() != expected) {
      throw new ShapeException(
          prim.jaxName() + ": takes " + expected + " operands, got " + in.size());
    }
  }

  private static void accepts(String name, Fn.Accepts accepts, List<ArrayType> in) {
    for (int position = 0; position < in.size(); position++) {
      DType dtype = in.get(position).dtype();
      if (!accepts.test(dtype)) {
        throw new DTypeException(
            name + ": does not accept dtype " + dtype + " at position " + position);
      }
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new DTypeException(message);
    }
  }

  private static List<ArrayType> strong(List<ArrayType> types) {
    List<ArrayType> strong = new ArrayList<>();
    types.forEach(type -> strong.add(type.strong()));
    return strong;
  }

  private static String list(List<ArrayType> types) {
    return types.stream().map(ArrayType::toString).collect(Collectors.joining(", "));
  }
}
