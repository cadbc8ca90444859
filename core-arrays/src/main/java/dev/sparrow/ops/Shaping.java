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
  @JaxName("ravel")
  public static NDArray ravel(NDArray a) {
    return reshape(a, -1);
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
  @JaxName("moveaxis")
  public static NDArray moveaxis(NDArray a, int source, int destination) {
    int from = a.shape().axis("moveaxis", source);
    int to = a.shape().axis("moveaxis", destination);
    List<Integer> order = new ArrayList<>(IntStream.range(0, a.rank()).boxed().toList());
    order.remove(from);
    order.add(to, from);
    return transpose(a, order.stream().mapToInt(Integer::intValue).toArray());
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
  @JaxName("expand_dims")
  public static NDArray expandDims(NDArray a, int axis) {
    int at = a.shape().insert(0, 1).axis("expand_dims", axis);
    Shape shape = a.shape().insert(at, 1);
    List<Integer> kept = IntStream.range(0, shape.rank()).filter(i -> i != at).boxed().toList();
    return Lax.broadcastInDim(a, shape, kept);
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
  @JaxName({"concatenate", "concat"})
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
}
