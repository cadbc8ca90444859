package dev.sparrow.array;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Extents of an array, outermost first. Immutable; equal by content. */
public final class Shape implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Shape SCALAR = new Shape(new long[0]);

  private final long[] dims;

  private Shape(long[] dims) {
    this.dims = dims;
  }

  /**
   * A shape with the given extents; no extents make the shape of a scalar.
   *
   * @param dims extents, each zero or more
   * @return the shape
   * @throws ShapeException if an extent is negative or the number of elements exceeds 2^63-1
   */
  public static Shape of(long... dims) {
    if (dims.length == 0) {
      return SCALAR;
    }
    long size = 1;
    for (long dim : dims) {
      if (dim < 0) {
        throw new ShapeException("shape: extents must be 0 or more, got " + tuple(dims));
      }
      try {
        size = Math.multiplyExact(size, Math.max(dim, 1));
      } catch (ArithmeticException tooLarge) {
        throw new ShapeException("shape: " + tuple(dims) + " has more than 2^63-1 elements");
      }
    }
    return new Shape(dims.clone());
  }

  /** {@return the shape of a scalar: no axes, one element} */
  public static Shape scalar() {
    return SCALAR;
  }

  /** {@return the number of axes} */
  public int rank() {
    return dims.length;
  }

  /**
   * The extent of one axis.
   *
   * @param axis from 0 to rank-1; negative counts from the end
   * @return the extent
   */
  public long dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /** {@return the extents, outermost first, in a new array} */
  public long[] dims() {
    return dims.clone();
  }

  /** {@return the number of elements} */
  public long size() {
    long size = 1;
    for (long dim : dims) {
      size *= dim;
    }
    return size;
  }

  /** {@return the element strides of a dense row-major array of this shape} */
  public long[] rowMajorStrides() {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(dims[axis], 1);
    }
    return strides;
  }

  /**
   * An axis number in the range 0 to rank-1.
   *
   * @param operation the operation to name in the error
   * @param axis the axis; negative counts from the end
   * @return the axis, not negative
   * @throws ShapeException if there is no such axis
   */
  public int axis(String operation, int axis) {
    int wrapped = axis < 0 ? axis + dims.length : axis;
    if (wrapped < 0 || wrapped >= dims.length) {
      throw new ShapeException(
          operation + ": axis " + axis + " is out of bounds for array of dimension " + dims.length);
    }
    return wrapped;
  }

  /**
   * Axis numbers in ascending order, all axes if none are given.
   *
   * @param operation the operation to name in the error
   * @param axes axes; negative count from the end
   * @return distinct axes, ascending
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public List<Integer> axes(String operation, int... axes) {
    if (axes.length == 0) {
      return IntStream.range(0, dims.length).boxed().toList();
    }
    List<Integer> wrapped =
        Arrays.stream(axes).map(axis -> axis(operation, axis)).sorted().boxed().toList();
    if (wrapped.stream().distinct().count() != wrapped.size()) {
      throw new ShapeException(operation + ": duplicate value in axes " + Arrays.toString(axes));
    }
    return wrapped;
  }

  /**
   * This shape without some axes.
   *
   * @param axes axes to drop, not negative
   * @return the remaining extents in order
   */
  public Shape without(List<Integer> axes) {
    return Shape.of(
        IntStream.range(0, dims.length)
            .filter(axis -> !axes.contains(axis))
            .mapToLong(axis -> dims[axis])
            .toArray());
  }

  /**
   * This shape with one extent replaced.
   *
   * @param axis the axis, not negative
   * @param extent its new extent
   * @return the new shape
   */
  public Shape with(int axis, long extent) {
    long[] changed = dims.clone();
    changed[axis] = extent;
    return Shape.of(changed);
  }

  /**
   * This shape with one axis inserted.
   *
   * @param axis position of the new axis, 0 to rank
   * @param extent its extent
   * @return the new shape
   */
  public Shape insert(int axis, long extent) {
    long[] wider = new long[dims.length + 1];
    System.arraycopy(dims, 0, wider, 0, axis);
    wider[axis] = extent;
    System.arraycopy(dims, axis, wider, axis + 1, dims.length - axis);
    return Shape.of(wider);
  }

  /**
   * This shape's extents followed by another's.
   *
   * @param other the extents behind
   * @return the new shape
   */
  public Shape concat(Shape other) {
    return Shape.of(LongStream.concat(Arrays.stream(dims), Arrays.stream(other.dims)).toArray());
  }

  /**
   * Some of this shape's extents.
   *
   * @param from first axis
   * @param to one past the last axis
   * @return the extents from {@code from} up to, not including, {@code to}
   */
  public Shape range(int from, int to) {
    return Shape.of(Arrays.copyOfRange(dims, from, to));
  }

  /**
   * The shape that two shapes broadcast to by NumPy's rule.
   *
   * @param operation the operation to name in the error
   * @param other the other shape
   * @return the common shape
   * @throws ShapeException if two extents differ and neither is 1
   */
  public Shape broadcast(String operation, Shape other) {
    if (other.dims.length == 0 || equals(other)) {
      return this;
    }
    if (dims.length == 0) {
      return other;
    }
    int rank = Math.max(rank(), other.rank());
    long[] joined = new long[rank];
    for (int i = 1; i <= rank; i++) {
      long mine = i <= rank() ? dims[rank() - i] : 1;
      long theirs = i <= other.rank() ? other.dims[other.rank() - i] : 1;
      if (mine != theirs && mine != 1 && theirs != 1) {
        throw new ShapeException(
            operation
                + ": incompatible shapes for broadcasting: "
                + this
                + " and "
                + other
                + "; reshape one of them so that each extent is equal or 1");
      }
      joined[rank - i] = mine == 1 ? theirs : mine;
    }
    return Shape.of(joined);
  }

  /** {@return the extents as they stand in a type: {@code 2,3}} */
  public String join() {
    return Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(","));
  }

  private static String tuple(long[] dims) {
    String inner = Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(", "));
    return dims.length == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** {@return the shape as NumPy prints it: {@code (2, 3)}} */
  @Override
  public String toString() {
    return tuple(dims);
  }
}
