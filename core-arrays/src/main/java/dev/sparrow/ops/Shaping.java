package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Primitive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Functions that move elements without computing: views where strides allow, copies elsewhere. */
public final class Shaping {
  private Shaping() {}

  /**
   * The same elements in row-major order under another shape.
   *
   * @param a operand
   * @param shape extents; one may be -1 and is then worked out
   * @return a reshaped
   * @throws ShapeException if the numbers of elements differ
   */
  @JaxName("reshape")
  public static NDArray reshape(NDArray a, long... shape) {
    long[] dims = shape.clone();
    int open = -1;
    long known = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == -1) {
        if (open >= 0) {
          throw new ShapeException(
              "reshape: only one extent may be -1, got " + Arrays.toString(shape));
        }
        open = axis;
      } else {
        known *= dims[axis];
      }
    }
    if (open >= 0) {
      if (known == 0 || a.size() % known != 0) {
        throw new ShapeException(
            "reshape: cannot reshape array of shape "
                + a.shape()
                + " (size "
                + a.size()
                + ") into shape "
                + Arrays.toString(shape)
                + "; the other extents make "
                + known);
      }
      dims[open] = a.size() / known;
    }
    return Lax.reshape(a, Shape.of(dims));
  }

  /**
   * All elements on one axis, row-major.
   *
   * @param a operand
   * @return an array of rank 1
   */
  public static NDArray ravel(NDArray a) {
    return reshape(a, -1);
  }

  /** In which order elements are counted. */
  public enum Order {
    /** The last axis varies fastest: row-major. */
    C,
    /** The first axis varies fastest: column-major. */
    F
  }

  /**
   * All elements on one axis.
   *
   * @param a operand
   * @param order how elements are counted; null for row-major
   * @return an array of rank 1
   */
  @JaxName("ravel")
  public static NDArray ravel(NDArray a, @Nullable Order order) {
    return order == Order.F ? ravel(transpose(a)) : ravel(a);
  }

  /**
   * The same elements in column-major order under another shape, which they fill in that order.
   *
   * @param a operand
   * @param shape extents; one may be -1 and is then worked out
   * @return a reshaped
   */
  public static NDArray reshapeColumnMajor(NDArray a, long... shape) {
    long[] turned =
        LongStream.range(0, shape.length).map(i -> shape[shape.length - 1 - (int) i]).toArray();
    return transpose(reshape(transpose(a), turned));
  }

  /**
   * The same elements under another shape.
   *
   * @param a operand
   * @param shape extents; one may be -1 and is then worked out
   * @param order how elements are counted on both sides; null for row-major
   * @return a reshaped
   */
  @JaxName("reshape")
  public static NDArray reshape(NDArray a, long[] shape, @Nullable Order order) {
    return order == Order.F ? reshapeColumnMajor(a, shape) : reshape(a, shape);
  }

  /**
   * Permutes axes.
   *
   * @param a operand
   * @param axes operand axis of each result axis, negative from the end; none reverses them
   * @return a permuted
   */
  @JaxName({"transpose", "permute_dims"})
  public static NDArray transpose(NDArray a, int... axes) {
    List<Integer> permutation =
        axes.length == 0
            ? IntStream.range(0, a.rank()).map(axis -> a.rank() - 1 - axis).boxed().toList()
            : Arrays.stream(axes).map(axis -> a.shape().axis("transpose", axis)).boxed().toList();
    return Lax.bind(new Primitive.Transpose(permutation), a);
  }

  /**
   * Exchanges two axes.
   *
   * @param a operand
   * @param axis1 one axis
   * @param axis2 the other
   * @return a permuted
   */
  @JaxName("swapaxes")
  public static NDArray swapaxes(NDArray a, int axis1, int axis2) {
    int[] order = IntStream.range(0, a.rank()).toArray();
    int first = a.shape().axis("swapaxes", axis1);
    int second = a.shape().axis("swapaxes", axis2);
    order[first] = second;
    order[second] = first;
    return a.rank() == 0 ? a : transpose(a, order);
  }

  /**
   * Moves an axis to another place.
   *
   * @param a operand
   * @param source the axis
   * @param destination where it goes
   * @return a permuted
   */
  public static NDArray moveaxis(NDArray a, int source, int destination) {
    int from = a.shape().axis("moveaxis", source);
    int to = a.shape().axis("moveaxis", destination);
    List<Integer> order = new ArrayList<>(IntStream.range(0, a.rank()).boxed().toList());
    order.remove(from);
    order.add(to, from);
    return transpose(a, order.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * Moves axes to other places; the rest keeps its order.
   *
   * @param a operand
   * @param source the axes
   * @param destination where each of them goes
   * @return a permuted
   */
  @JaxName("moveaxis")
  public static NDArray moveaxis(NDArray a, int[] source, int[] destination) {
    if (source.length != destination.length) {
      throw new ShapeException(
          "moveaxis: source "
              + Arrays.toString(source)
              + " and destination "
              + Arrays.toString(destination)
              + " must have the same number of elements");
    }
    Integer[] order = new Integer[a.rank()];
    List<Integer> rest = new ArrayList<>(IntStream.range(0, a.rank()).boxed().toList());
    a.shape().axes("moveaxis", source);
    a.shape().axes("moveaxis", destination);
    for (int i = 0; i < source.length; i++) {
      Integer from = a.shape().axis("moveaxis", source[i]);
      order[a.shape().axis("moveaxis", destination[i])] = from;
      rest.remove(from);
    }
    for (int axis = 0; axis < order.length; axis++) {
      order[axis] = order[axis] == null ? rest.removeFirst() : order[axis];
    }
    return transpose(a, Arrays.stream(order).mapToInt(Integer::intValue).toArray());
  }

  /**
   * Moves an axis in front of another place.
   *
   * @param a operand
   * @param axis the axis
   * @param start the place, from 0 to rank; null for the front
   * @return a permuted
   */
  @JaxName("rollaxis")
  public static NDArray rollaxis(NDArray a, int axis, @Nullable Integer start) {
    int from = a.shape().axis("rollaxis", axis);
    int given = start == null ? 0 : start;
    int to = given < 0 ? given + a.rank() : given;
    if (to < 0 || to > a.rank()) {
      throw new ShapeException(
          "rollaxis: start " + given + " is out of bounds for array of dimension " + a.rank());
    }
    return moveaxis(a, from, to > from ? to - 1 : to);
  }

  /**
   * Drops axes of extent 1.
   *
   * @param a operand
   * @param axis axes to drop; none drops all of extent 1
   * @return a with fewer axes
   */
  @JaxName("squeeze")
  public static NDArray squeeze(NDArray a, int... axis) {
    List<Integer> dropped =
        axis.length == 0
            ? IntStream.range(0, a.rank()).filter(i -> a.shape().dim(i) == 1).boxed().toList()
            : a.shape().axes("squeeze", axis);
    return dropped.isEmpty() ? a : Lax.bind(new Primitive.Squeeze(dropped), a);
  }

  /**
   * Inserts an axis of extent 1.
   *
   * @param a operand
   * @param axis its place in the result, negative from the end
   * @return a with one more axis
   */
  public static NDArray expandDims(NDArray a, int axis) {
    return expandDims(a, new int[] {axis});
  }

  /**
   * Inserts axes of extent 1.
   *
   * @param a operand
   * @param axis their places in the result, negative from the end
   * @return a with more axes
   */
  @JaxName({"expand_dims", "lax.expand_dims"})
  public static NDArray expandDims(NDArray a, int[] axis) {
    int rank = a.rank() + axis.length;
    long[] dims = new long[rank];
    List<Integer> inserted = Shape.of(dims).axes("expand_dims", axis);
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      boolean own = axis.length == 0 || !inserted.contains(i);
      dims[i] = own ? a.shape().dim(kept.size()) : 1;
      if (own) {
        kept.add(i);
      }
    }
    return Lax.broadcastInDim(a, Shape.of(dims), kept);
  }

  /**
   * Repeats elements until a shape is filled, by the broadcasting rule.
   *
   * @param array operand
   * @param shape the shape
   * @return a view that repeats elements
   */
  @JaxName("broadcast_to")
  public static NDArray broadcastTo(NDArray array, long... shape) {
    Shape target = Shape.of(shape);
    if (!array.shape().broadcast("broadcast_to", target).equals(target)) {
      throw new ShapeException(
          "broadcast_to: cannot expand " + array.type() + " to shape " + target);
    }
    return Lax.broadcastTo(array, target);
  }

  /**
   * Reverses the order of elements along axes.
   *
   * @param m operand
   * @param axis axes; none for all
   * @return m reversed
   */
  @JaxName("flip")
  public static NDArray flip(NDArray m, int... axis) {
    List<Integer> axes = m.shape().axes("flip", axis);
    return axes.isEmpty() ? m : Lax.bind(new Primitive.Rev(axes), m);
  }

  /**
   * Joins arrays along an axis they all have.
   *
   * @param arrays operands; equal extents except along the axis; dtypes promote
   * @param axis the axis, negative from the end
   * @return the joined array
   */
  public static NDArray concatenate(List<NDArray> arrays, int axis) {
    if (arrays.isEmpty()) {
      throw new ShapeException("concatenate: needs at least one array to concatenate");
    }
    ArrayType joined = Promotion.join(arrays.stream().map(NDArray::type).toList());
    int dimension = arrays.getFirst().shape().axis("concatenate", axis);
    NDArray[] in =
        arrays.stream()
            .map(a -> Operands.convert("concatenate", a, joined.dtype(), joined.weak()))
            .toArray(NDArray[]::new);
    return Lax.bind(new Primitive.Concatenate(dimension), in);
  }

  /**
   * Joins arrays of one shape along a new axis.
   *
   * @param arrays operands of one shape; dtypes promote
   * @param axis place of the new axis in the result, negative from the end
   * @return an array with one more axis
   */
  @JaxName("stack")
  public static NDArray stack(List<NDArray> arrays, int axis) {
    if (arrays.isEmpty()) {
      throw new ShapeException("stack: needs at least one array to stack");
    }
    Shape shape = arrays.getFirst().shape();
    for (NDArray array : arrays) {
      if (!array.shape().equals(shape)) {
        throw new ShapeException(
            "stack: all arrays must have the same shape, got " + shape + " and " + array.shape());
      }
    }
    int at = shape.insert(0, 1).axis("stack", axis);
    return concatenate(arrays.stream().map(a -> expandDims(a, at)).toList(), at);
  }

  /**
   * An array of at least one axis.
   *
   * @param a operand
   * @return a, with an axis of extent 1 if it had none
   */
  @JaxName("atleast_1d")
  public static NDArray atleast1d(NDArray a) {
    return atleast(a, 1);
  }

  /**
   * An array of at least two axes.
   *
   * @param a operand
   * @return a, with axes of extent 1 in front
   */
  @JaxName("atleast_2d")
  public static NDArray atleast2d(NDArray a) {
    return atleast(a, 2);
  }

  /**
   * An array of at least three axes: (n) becomes (1, n, 1) and (m, n) becomes (m, n, 1).
   *
   * @param a operand
   * @return a, with axes of extent 1
   */
  @JaxName("atleast_3d")
  public static NDArray atleast3d(NDArray a) {
    return switch (a.rank()) {
      case 0 -> atleast(a, 3);
      case 1 -> expandDims(a, new int[] {0, 2});
      case 2 -> expandDims(a, 2);
      default -> a;
    };
  }

  /** An array of at least some axes, new ones in front. */
  static NDArray atleast(NDArray a, int rank) {
    int missing = rank - a.rank();
    return missing <= 0 ? a : expandDims(a, IntStream.range(0, missing).toArray());
  }

  /**
   * Arrays expanded to their common shape.
   *
   * @param args operands
   * @return the arrays, in order
   */
  @JaxName("broadcast_arrays")
  public static List<NDArray> broadcastArrays(NDArray... args) {
    Shape shape = Shape.scalar();
    for (NDArray each : args) {
      shape = shape.broadcast("broadcast_arrays", each.shape());
    }
    List<NDArray> expanded = new ArrayList<>();
    for (NDArray each : args) {
      expanded.add(Lax.broadcastTo(each, shape));
    }
    return expanded;
  }

  /**
   * The shape that shapes broadcast to.
   *
   * @param shapes the shapes
   * @return their common shape
   */
  public static Shape broadcastShapes(Shape... shapes) {
    Shape common = Shape.scalar();
    for (Shape shape : shapes) {
      common = common.broadcast("broadcast_shapes", shape);
    }
    return common;
  }
}
