package dev.sparrow.ops;

import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products of every element of one operand with every one of another, or of some. */
public final class OuterProducts {
  private OuterProducts() {}

  /**
   * Products of all elements of a with all elements of b.
   *
   * @param a first operand, any shape
   * @param b second operand, any shape
   * @return (size of a, size of b)
   */
  @JaxName({"outer", "linalg.outer"})
  public static NDArray outer(NDArray a, NDArray b) {
    NDArray column = Shaping.reshape(a, a.size(), 1);
    NDArray row = Shaping.reshape(b, 1, b.size());
    return Arithmetic.multiply(column, row);
  }

  /**
   * The Kronecker product: every element of a times all of b, as blocks.
   *
   * @param a first operand
   * @param b second operand; the one with fewer axes gets leading axes of extent 1
   * @return an array whose extents are the products of the operands'
   */
  @JaxName("kron")
  public static NDArray kron(NDArray a, NDArray b) {
    int rank = Math.max(a.rank(), b.rank());
    long[] left = new long[2 * rank];
    long[] right = new long[2 * rank];
    long[] product = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      long m = extent(a.shape(), axis, rank);
      long n = extent(b.shape(), axis, rank);
      left[2 * axis] = m;
      left[2 * axis + 1] = 1;
      right[2 * axis] = 1;
      right[2 * axis + 1] = n;
      product[axis] = m * n;
    }
    NDArray blocks = Arithmetic.multiply(Shaping.reshape(a, left), Shaping.reshape(b, right));
    return Shaping.reshape(blocks, product);
  }

  private static long extent(Shape shape, int axis, int rank) {
    int own = axis - (rank - shape.rank());
    return own < 0 ? 1 : shape.dim(own);
  }

  /**
   * The cross product of vectors of 3 or 2 components along the last axes; a missing third
   * component is 0.
   *
   * @param a first operand
   * @param b second operand; the other axes broadcast
   * @return vectors of 3 components; of two vectors of 2, the third component alone
   */
  public static NDArray cross(NDArray a, NDArray b) {
    return cross(a, b, null, null, null, null);
  }

  /**
   * The cross product of vectors of 3 or 2 components; a missing third component is 0.
   *
   * @param a first operand
   * @param b second operand; the other axes broadcast
   * @param axisa axis of a's components, negative from the end; null for the last
   * @param axisb axis of b's components; null for the last
   * @param axisc axis of the result's components; null for the last
   * @param axis overrides the three others; null leaves them
   * @return vectors of 3 components; of two vectors of 2, the third component alone
   */
  @JaxName({"cross", "linalg.cross"})
  public static NDArray cross(
      NDArray a,
      NDArray b,
      @Nullable Integer axisa,
      @Nullable Integer axisb,
      @Nullable Integer axisc,
      @Nullable Integer axis) {
    NDArray left = Shaping.moveaxis(a, axis(axis, axisa), -1);
    NDArray right = Shaping.moveaxis(b, axis(axis, axisb), -1);
    List<NDArray> x = components(left);
    List<NDArray> y = components(right);
    NDArray third = minor(x, y, 0, 1);
    if (x.size() == 2 && y.size() == 2) {
      return third;
    }
    NDArray first;
    NDArray second;
    if (x.size() == 3 && y.size() == 3) {
      first = minor(x, y, 1, 2);
      second = minor(x, y, 2, 0);
    } else if (x.size() == 3) {
      first = Arithmetic.negative(Arithmetic.multiply(x.get(2), y.get(1)));
      second = Arithmetic.multiply(x.get(2), y.get(0));
    } else {
      first = Arithmetic.multiply(x.get(1), y.get(2));
      second = Arithmetic.negative(Arithmetic.multiply(x.get(0), y.get(2)));
    }
    return Shaping.moveaxis(
        Shaping.stack(List.of(first, second, third), -1), -1, axis(axis, axisc));
  }

  private static int axis(@Nullable Integer all, @Nullable Integer own) {
    return all != null ? all : own != null ? own : -1;
  }

  private static List<NDArray> components(NDArray vectors) {
    long count = vectors.rank() == 0 ? 0 : vectors.shape().dim(-1);
    if (count != 2 && count != 3) {
      throw new ShapeException(
          "cross: dimension must be either 2 or 3 for cross product, got " + vectors.type());
    }
    List<NDArray> components = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      components.add(vectors.get("..., " + i));
    }
    return components;
  }

  private static NDArray minor(List<NDArray> x, List<NDArray> y, int i, int j) {
    return Arithmetic.subtract(
        Arithmetic.multiply(x.get(i), y.get(j)), Arithmetic.multiply(x.get(j), y.get(i)));
  }
}
