package dev.sparrow.testing;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Ordering;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sorts and searches by comparison of boxed elements. */
final class ReferenceOrdering {
  private ReferenceOrdering() {}

  static List<HostArray> apply(Ordering prim, List<ArrayType> types, List<HostArray> in) {
    return switch (prim) {
      case Ordering.Sort(int dimension, boolean _, int keys) -> sort(dimension, keys, in);
      case Ordering.TopK(int axis, int _) -> topK(axis, types, in.getFirst());
      case Ordering.SearchSorted(Ordering.Side side, DType index) ->
          List.of(search(side, index, in.get(0), in.get(1)));
    };
  }

  /** NaN last, zeros equal. */
  private static int compare(DType dtype, long x, long y) {
    if (dtype.isFloat()) {
      double a = value(dtype, x);
      double b = value(dtype, y);
      return a == b ? 0 : Double.compare(a, b);
    }
    return dtype.isUnsigned() ? Long.compareUnsigned(x, y) : Long.compare(x, y);
  }

  private static double value(DType dtype, long bits) {
    return new Literal(bits, ArrayType.of(dtype)).doubleValue();
  }

  private static long[] at(long[] line, int axis, long position) {
    long[] index = line.clone();
    index[axis] = position;
    return index;
  }

  private static List<HostArray> sort(int dimension, int keys, List<HostArray> in) {
    Shape shape = in.getFirst().shape();
    Comparator<Integer> none = (_, _) -> 0;
    Map<List<Long>, List<Integer>> orders = new HashMap<>();
    List<HostArray> sorted = new ArrayList<>();
    for (HostArray operand : in) {
      sorted.add(
          HostArray.byIndex(
              operand.dtype(),
              shape,
              index -> {
                long[] line = at(index, dimension, 0);
                List<Integer> order =
                    orders.computeIfAbsent(
                        java.util.Arrays.stream(line).boxed().toList(),
                        _ -> {
                          Comparator<Integer> comparator = none;
                          for (HostArray key : in.subList(0, keys)) {
                            comparator =
                                comparator.thenComparing((i, j) ->
                                    compare(
                                        key.dtype(),
                                        key.at(at(line, dimension, i)),
                                        key.at(at(line, dimension, j))));
                          }
                          return ordered((int) shape.dim(dimension), comparator);
                        });
                return operand.at(at(index, dimension, order.get((int) index[dimension])));
              }));
    }
    return sorted;
  }

  private static List<Integer> ordered(int count, Comparator<Integer> comparator) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    order.sort(comparator);
    return order;
  }

  private static List<HostArray> topK(int axis, List<ArrayType> types, HostArray x) {
    Shape shape = types.getFirst().shape();
    // Here zeros differ: the floating-point order of Double.compare.
    Comparator<Long> ascending =
        (a, b) ->
            x.dtype().isFloat()
                ? Double.compare(value(x.dtype(), a), value(x.dtype(), b))
                : compare(x.dtype(), a, b);
    HostArray indices =
        HostArray.byIndex(
            DType.INT32,
            shape,
            index -> {
              Comparator<Integer> descending =
                  (i, j) -> ascending.compare(x.at(at(index, axis, j)), x.at(at(index, axis, i)));
              return ordered((int) x.shape().dim(axis), descending).get((int) index[axis]);
            });
    HostArray values =
        HostArray.byIndex(x.dtype(), shape, index -> x.at(at(index, axis, indices.at(index))));
    return List.of(values, indices);
  }

  private static HostArray search(
      Ordering.Side side, DType dtype, HostArray lines, HostArray queries) {
    int shared = lines.shape().rank() - 1;
    return HostArray.byIndex(
        dtype,
        queries.shape(),
        index -> {
          long low = 0;
          long high = lines.shape().dim(shared);
          long[] at = new long[shared + 1];
          System.arraycopy(index, 0, at, 0, shared);
          while (low < high) {
            long middle = (low + high) / 2;
            at[shared] = middle;
            int order = compare(lines.dtype(), lines.at(at), queries.at(index));
            boolean before = side == Ordering.Side.LEFT ? order < 0 : order <= 0;
            low = before ? middle + 1 : low;
            high = before ? high : middle;
          }
          return low;
        });
  }
}
