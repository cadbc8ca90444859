package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.List;
import java.util.stream.Collectors;

/** Result types of {@link Ordering}. */
final class OrderingTypes {
  private OrderingTypes() {}

  static List<ArrayType> resultTypes(Ordering prim, List<ArrayType> in) {
    return switch (prim) {
      case Ordering.Sort(int dimension, boolean _, int keys) -> sort(dimension, keys, in);
      case Ordering.TopK(int axis, int count) -> {
        TypeRules.arity(prim, in, 1);
        yield topK(axis, count, in.getFirst());
      }
      case Ordering.SearchSorted(Ordering.Side _, DType indexDType) -> {
        TypeRules.arity(prim, in, 2);
        yield List.of(searchSorted(indexDType, in.get(0), in.get(1)));
      }
    };
  }

  private static List<ArrayType> sort(int dimension, int keys, List<ArrayType> in) {
    if (in.isEmpty()) {
      throw new ShapeException("sort: requires at least one operand");
    }
    Shape shape = in.getFirst().shape();
    if (in.stream().anyMatch(type -> !type.shape().equals(shape))) {
      throw new ShapeException(
          "sort: arguments must have equal shapes, got "
              + in.stream().map(type -> type.shape().toString()).collect(Collectors.joining(" ")));
    }
    shape.axis("sort", dimension);
    if (keys < 1 || keys > in.size()) {
      throw new ShapeException(
          "sort: num_keys=" + keys + " must be between 1 and the number of operands, " + in.size());
    }
    in.subList(0, keys).forEach(type -> ordered("sort", type));
    return in;
  }

  private static List<ArrayType> topK(int axis, int count, ArrayType in) {
    int at = in.shape().axis("top_k", axis);
    if (count < 0) {
      throw new ShapeException("top_k: k must be nonnegative, got " + count);
    }
    if (count > in.shape().dim(at)) {
      throw new ShapeException(
          "top_k: k must be no larger than the size along the axis; got k="
              + count
              + " with shape="
              + in.shape()
              + " and axis="
              + at);
    }
    ordered("top_k", in);
    if (in.dtype().isComplex()) {
      throw new DTypeException("top_k: does not accept dtype " + in.dtype() + " at position 0");
    }
    Shape shape = in.shape().with(at, count);
    return List.of(in.strong().withShape(shape), ArrayType.of(DType.INT32, shape));
  }

  private static ArrayType searchSorted(DType indexDType, ArrayType lines, ArrayType queries) {
    int shared = lines.rank() - 1;
    boolean fits = shared >= 0 && queries.rank() >= shared;
    for (int axis = 0; fits && axis < shared; axis++) {
      fits = lines.shape().dim(axis) == queries.shape().dim(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "searchsorted: the leading axes of "
              + lines
              + ", all but the last, must be those of the queries, got "
              + queries);
    }
    if (lines.dtype() != queries.dtype()) {
      throw new DTypeException(
          "searchsorted: requires arguments to have the same dtypes, got "
              + lines
              + " and "
              + queries);
    }
    ordered("searchsorted", lines);
    if (lines.dtype().isComplex()) {
      throw new DTypeException("searchsorted: does not accept dtype " + lines.dtype());
    }
    return ArrayType.of(indexDType, queries.shape());
  }

  private static void ordered(String name, ArrayType type) {
    if (type.dtype() == DType.KEY) {
      throw new DTypeException(name + ": random keys have no order, got " + type);
    }
  }
}
