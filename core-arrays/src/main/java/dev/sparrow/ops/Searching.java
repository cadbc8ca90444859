package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Ordering.Side;
import java.util.List;

/**
 * Binary search in sorted arrays. NaN comes behind all other values and equals itself; zeros of
 * both signs are equal.
 */
public final class Searching {
  private Searching() {}

  /**
   * Where values would be put into a sorted line, before their equals.
   *
   * @param a one axis, ascending
   * @param v values of any shape
   * @return positions from 0 to the size of a, of the shape of v: int32, or int64 if a is longer
   */
  public static NDArray searchsorted(NDArray a, NDArray v) {
    return searchsorted(a, v, Side.LEFT);
  }

  /**
   * Where values would be put into a sorted line.
   *
   * @param a one axis, ascending
   * @param v values of any shape; both promote
   * @param side next to which end of a run of equals
   * @return positions from 0 to the size of a, of the shape of v: int32, or int64 if a is longer
   * @throws ShapeException if a does not have one axis
   */
  public static NDArray searchsorted(NDArray a, NDArray v, Side side) {
    if (a.rank() != 1) {
      throw new ShapeException("searchsorted: a should be 1-dimensional, got " + a.type());
    }
    DType index = a.size() <= Integer.MAX_VALUE ? DType.INT32 : DType.INT64;
    NDArray values = v.rank() == 0 ? Lax.reshape(v, Shape.of(1)) : v;
    List<NDArray> in = Operands.promoteTypes(a, values);
    NDArray found =
        in.getFirst().dtype().isComplex()
            ? complex(in.get(0), in.get(1), side, index)
            : Lax.bind(
                new Ordering.SearchSorted(side, index),
                in.get(0),
                Lax.reshape(in.get(1), Shape.of(values.size())));
    return Lax.reshape(found, v.shape());
  }

  /**
   * Where values would be put into a line that is sorted when it is read in an order.
   *
   * @param a one axis
   * @param v values of any shape
   * @param side next to which end of a run of equals
   * @param sorter the positions of a in ascending order, as {@link Sorting#argsort} finds them
   * @return positions in sorted order
   */
  public static NDArray searchsorted(NDArray a, NDArray v, Side side, NDArray sorter) {
    return searchsorted(Taking.take(a, sorter, 0), v, side);
  }

  /** Complex numbers are searched by their ranks among themselves and the line. */
  private static NDArray complex(NDArray a, NDArray v, Side side, DType index) {
    NDArray values = Lax.reshape(v, Shape.of(v.size()));
    long n = a.size();
    // Sorted together, stably: what stands in front is what comes first of equals.
    List<NDArray> order = side == Side.LEFT ? List.of(values, a) : List.of(a, values);
    NDArray ranks = Sorting.argsort(Sorting.argsort(Shaping.concatenate(order, 0)));
    long first = side == Side.LEFT ? 0 : n;
    NDArray among = LaxShaping.sliceInDim(ranks, first, first + v.size(), 0);
    // A value's rank among all, less its rank among the values, counts the line before it.
    NDArray own = Sorting.argsort(Sorting.argsort(values));
    return Lax.convert(among.sub(own), index);
  }
}
