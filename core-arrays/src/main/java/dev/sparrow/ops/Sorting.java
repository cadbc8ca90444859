package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Ordering;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorting, and positions in sorted order. Everything is stable: equals keep their order. NaN is
 * sorted behind all other values, zeros of both signs are equal, complex numbers go by their real
 * and then by their imaginary parts. An empty line is sorted.
 */
public final class Sorting {
  private Sorting() {}

  /**
   * The largest elements and where they were.
   *
   * @param values the elements, descending
   * @param indices their positions, int32
   */
  public record TopK(NDArray values, NDArray indices) {}

  /**
   * Lines sorted along the last axis.
   *
   * @param a operand, at least one axis
   * @return an array of a's type
   */
  @JaxName("sort")
  public static NDArray sort(NDArray a) {
    return sort(a, -1);
  }

  /**
   * Lines sorted along an axis.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null sorts all elements as one line
   * @return an array of a's dtype
   */
  @JaxName("sort")
  public static NDArray sort(NDArray a, @Nullable Integer axis) {
    return sort(a, axis, SortOrder.ASCENDING);
  }

  /**
   * Lines sorted along an axis.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null sorts all elements as one line
   * @param order which way they run; a descending line is an ascending one backwards
   * @return an array of a's dtype
   */
  public static NDArray sort(NDArray a, @Nullable Integer axis, SortOrder order) {
    NDArray line = axis == null ? Shaping.ravel(a) : a;
    int along = line.shape().axis("sort", axis == null ? 0 : axis);
    NDArray sorted = sort(List.of(line), along, 1).getFirst();
    return order == SortOrder.DESCENDING ? reversed(sorted, along) : sorted;
  }

  /**
   * Operands sorted together: all by the first, ties by the next.
   *
   * @param operands arrays of one shape
   * @param dimension the axis, negative from the end
   * @param numKeys number of operands that decide
   * @return the operands, each moved in the same way
   * @throws ShapeException if shapes differ or there are fewer operands than keys
   */
  @JaxName("lax.sort_multi")
  public static List<NDArray> sort(List<NDArray> operands, int dimension, int numKeys) {
    int along = operands.isEmpty() ? 0 : operands.getFirst().shape().axis("sort", dimension);
    return Trace.current().bind(new Ordering.Sort(along, true, numKeys), operands);
  }

  /**
   * The positions that sort the lines of the last axis.
   *
   * @param a operand, at least one axis
   * @return positions of the default integer dtype
   */
  @JaxName("argsort")
  public static NDArray argsort(NDArray a) {
    return argsort(a, -1);
  }

  /**
   * The positions that sort lines along an axis.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null sorts all elements as one line
   * @return positions of the default integer dtype
   */
  @JaxName("argsort")
  public static NDArray argsort(NDArray a, @Nullable Integer axis) {
    return argsort(a, axis, SortOrder.ASCENDING);
  }

  /**
   * The positions that sort lines along an axis.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null sorts all elements as one line
   * @param order which way the sorted lines run; equals keep their order in both
   * @return positions of the default integer dtype
   */
  public static NDArray argsort(NDArray a, @Nullable Integer axis, SortOrder order) {
    NDArray line = axis == null ? Shaping.ravel(a) : a;
    int along = line.shape().axis("argsort", axis == null ? 0 : axis);
    NDArray positions = positions(line.shape(), along);
    if (order == SortOrder.ASCENDING) {
      return sort(List.of(line, positions), along, 1).get(1);
    }
    // Reversed before and after, so that equals keep their order.
    List<NDArray> backwards = List.of(reversed(line, along), reversed(positions, along));
    return reversed(sort(backwards, along, 1).get(1), along);
  }

  /**
   * The positions that sort by several keys, the last one first.
   *
   * @param keys arrays of one shape; ties of the last are decided by the one before
   * @return positions along the last axis, of the default integer dtype; 0 for scalars
   * @throws ShapeException if there are no keys or their shapes differ
   */
  @JaxName("lexsort")
  public static NDArray lexsort(List<NDArray> keys) {
    return lexsort(keys, -1);
  }

  /**
   * The positions that sort by several keys, the last one first.
   *
   * @param keys arrays of one shape; ties of the last are decided by the one before
   * @param axis the axis, negative from the end
   * @return positions of the default integer dtype; 0 for scalars
   * @throws ShapeException if there are no keys or their shapes differ
   */
  @JaxName("lexsort")
  public static NDArray lexsort(List<NDArray> keys, int axis) {
    if (keys.isEmpty()) {
      throw new ShapeException("lexsort: needs a sequence of keys, got none");
    }
    Shape shape = keys.getFirst().shape();
    if (keys.stream().anyMatch(key -> !key.shape().equals(shape))) {
      throw new ShapeException(
          "lexsort: all keys need to be the same shape, got "
              + keys.stream().map(NDArray::type).toList());
    }
    if (shape.rank() == 0) {
      return Creation.scalar(0, Profile.current().defaultInt());
    }
    int along = shape.axis("lexsort", axis);
    List<NDArray> operands = new ArrayList<>(keys.reversed());
    operands.add(positions(shape, along));
    return sort(operands, along, keys.size()).getLast();
  }

  /**
   * Lines of complex numbers sorted along the last axis by their real and then their imaginary
   * parts.
   *
   * @param a operand, any number
   * @return the sorted lines as complex numbers
   */
  @JaxName("sort_complex")
  public static NDArray sortComplex(NDArray a) {
    DType dtype =
        switch (a.dtype()) {
          case COMPLEX64, COMPLEX128 -> a.dtype();
          case FLOAT64, INT64, UINT64 -> DType.COMPLEX128;
          default -> DType.COMPLEX64;
        };
    return Lax.convert(sort(a), dtype);
  }

  /**
   * Lines partitioned along the last axis.
   *
   * @param a operand, real
   * @param kth position along the axis, negative from the end
   * @return the result of {@link #partition(NDArray, long, int)}
   */
  @JaxName("partition")
  public static NDArray partition(NDArray a, long kth) {
    return partition(a, kth, -1);
  }

  /**
   * Lines of which one position holds what it would if they were sorted: nothing before is larger,
   * nothing behind is smaller. What stands before ascends, what stands behind descends, as in JAX;
   * unlike there, NaN is larger than all others.
   *
   * @param a operand, real
   * @param kth position along the axis, negative from the end
   * @param axis the axis, negative from the end
   * @return an array of a's type
   */
  @JaxName("partition")
  public static NDArray partition(NDArray a, long kth, int axis) {
    int along = partitioned("partition", a, kth, axis);
    return turned(sort(a, along), kth, along);
  }

  /**
   * Positions that partition lines along the last axis.
   *
   * @param a operand, real
   * @param kth position along the axis, negative from the end
   * @return the result of {@link #argpartition(NDArray, long, int)}
   */
  @JaxName("argpartition")
  public static NDArray argpartition(NDArray a, long kth) {
    return argpartition(a, kth, -1);
  }

  /**
   * Positions that partition lines: of the elements up to a position in sorted order, then of all
   * others as they come.
   *
   * @param a operand, real
   * @param kth position along the axis, negative from the end
   * @param axis the axis, negative from the end
   * @return int32 positions
   */
  @JaxName("argpartition")
  public static NDArray argpartition(NDArray a, long kth, int axis) {
    int along = partitioned("argpartition", a, kth, axis);
    NDArray sorted = Lax.convert(argsort(a, along), DType.INT32);
    long extent = a.shape().dim(along);
    long first = (kth < 0 ? kth + extent : kth) + 1;
    NDArray lower = LaxShaping.sliceInDim(sorted, 0, first, along);
    NDArray upper = LaxShaping.sliceInDim(sorted, first, extent, along);
    return Shaping.concatenate(List.of(lower, sort(upper, along)), along);
  }

  /** Checks an axis and a position on it. */
  private static int partitioned(String operation, NDArray a, long kth, int axis) {
    if (a.dtype().isComplex()) {
      throw new DTypeException(operation + ": takes real numbers, got " + a.type());
    }
    int along = a.shape().axis(operation, axis);
    long extent = a.shape().dim(along);
    if (kth < -extent || kth >= extent) {
      throw new ShapeException(
          operation + ": kth " + kth + " is out of bounds for axis " + along + " of " + a.type());
    }
    return along;
  }

  /** A sorted line whose part behind a position is turned round. */
  private static NDArray turned(NDArray sorted, long kth, int axis) {
    long extent = sorted.shape().dim(axis);
    long first = (kth < 0 ? kth + extent : kth) + 1;
    NDArray lower = LaxShaping.sliceInDim(sorted, 0, first, axis);
    NDArray upper = LaxShaping.sliceInDim(sorted, first, extent, axis);
    return Shaping.concatenate(List.of(lower, reversed(upper, axis)), axis);
  }

  /**
   * The largest elements along the last axis, descending; of equals the first. Here +0 is larger
   * than -0, and NaN is largest.
   *
   * @param operand operand, real
   * @param k how many
   * @return the elements and their positions
   * @throws ShapeException if the axis has fewer elements
   */
  @JaxName("lax.top_k")
  public static TopK topK(NDArray operand, int k) {
    return topK(operand, k, -1);
  }

  /**
   * The largest elements along an axis, descending; of equals the first.
   *
   * @param operand operand, real
   * @param k how many
   * @param axis the axis, negative from the end
   * @return the elements and their positions
   * @throws ShapeException if the axis has fewer elements
   */
  @JaxName("lax.top_k")
  public static TopK topK(NDArray operand, int k, int axis) {
    int along = operand.shape().axis("top_k", axis);
    List<NDArray> found = Trace.current().bind(new Ordering.TopK(along, k), List.of(operand));
    return new TopK(found.get(0), found.get(1));
  }

  private static NDArray positions(Shape shape, int axis) {
    return Lax.iota(Profile.current().defaultInt(), shape, axis);
  }

  private static NDArray reversed(NDArray x, int axis) {
    return Lax.bind(new Primitive.Rev(List.of(axis)), x);
  }
}
