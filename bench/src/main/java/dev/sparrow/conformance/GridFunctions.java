package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.FloatInfo;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.IntegerInfo;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.DTypes;
import dev.sparrow.ops.Differences;
import dev.sparrow.ops.IndexArrays;
import dev.sparrow.ops.Interpolation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Spacing;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Functions whose result depends on a flag, which ours do not: there it chooses the function. */
public final class GridFunctions {
  private GridFunctions() {}

  /**
   * {@code meshgrid(x, indexing=, sparse=)}.
   *
   * @param x the only line
   * @param indexing order of axes
   * @param sparse whether grids broadcast
   * @return the grid
   */
  @JaxName("meshgrid")
  public static List<NDArray> meshgrid(
      NDArray x, Spacing.@Nullable GridIndexing indexing, boolean sparse) {
    return meshgrid(new NDArray[] {x}, indexing, sparse);
  }

  /**
   * {@code meshgrid(*xi, indexing=, sparse=)}.
   *
   * @param xi lines
   * @param indexing order of axes
   * @param sparse whether grids broadcast
   * @return the grids
   */
  @JaxName("meshgrid")
  public static List<NDArray> meshgrid(
      NDArray[] xi, Spacing.@Nullable GridIndexing indexing, boolean sparse) {
    return sparse
        ? Spacing.sparseMeshgrid(List.of(xi), indexing)
        : Spacing.meshgrid(List.of(xi), indexing);
  }

  /**
   * {@code indices(dimensions, dtype, sparse)}.
   *
   * @param dimensions extents
   * @param dtype element type
   * @param sparse whether the arrays broadcast
   * @return one array, or a list
   */
  @JaxName("indices")
  public static Object indices(Shape dimensions, @Nullable DType dtype, boolean sparse) {
    return sparse
        ? IndexArrays.sparseIndices(dimensions, dtype)
        : IndexArrays.indices(dimensions, dtype);
  }

  /**
   * {@code broadcast_shapes(*shapes)}.
   *
   * @param first a shape
   * @param second a shape
   * @param third another shape, or null
   * @return the common shape as an array
   */
  @JaxName("broadcast_shapes")
  public static NDArray broadcastShapes(Shape first, Shape second, @Nullable Shape third) {
    Shape all = third == null ? Shape.scalar() : third;
    long[] dims = Shaping.broadcastShapes(first, second, all).dims();
    return HostValues.array(Arrays.stream(dims).mapToInt(Math::toIntExact).toArray());
  }

  /**
   * {@code finfo(dtype)}.
   *
   * @param dtype a float dtype
   * @return eps, max, tiny, smallest subnormal, bits
   */
  @JaxName("finfo")
  public static List<Object> finfo(DType dtype) {
    FloatInfo info = DTypes.finfo(dtype);
    return List.of(info.eps(), info.max(), info.tiny(), info.smallestSubnormal(), info.bits());
  }

  /**
   * {@code iinfo(dtype)}.
   *
   * @param dtype an integer dtype
   * @return min, max, bits
   */
  @JaxName("iinfo")
  public static List<Object> iinfo(DType dtype) {
    IntegerInfo info = DTypes.iinfo(dtype);
    return List.of(info.min(), info.max(), info.bits());
  }

  /**
   * {@code size(a)}.
   *
   * @param a operand
   * @return its number of elements
   */
  @JaxName("size")
  public static long size(NDArray a) {
    return a.size();
  }

  /**
   * {@code ndim(a)}.
   *
   * @param a operand
   * @return its number of axes
   */
  @JaxName("ndim")
  public static long rank(NDArray a) {
    return a.rank();
  }

  /**
   * {@code interp(x, xp, fp, left="extrapolate", right="extrapolate")}.
   *
   * @param x where
   * @param xp where points lie
   * @param fp their heights
   * @param left must be "extrapolate"
   * @param right must be "extrapolate"
   * @return the heights between
   */
  @JaxName("interp")
  public static NDArray interp(NDArray x, NDArray xp, NDArray fp, String left, String right) {
    if (!left.equals("extrapolate") || !right.equals(left)) {
      throw new IllegalArgumentException("interp: left " + left + ", right " + right);
    }
    return Interpolation.extrapolate(x, xp, fp);
  }

  /**
   * {@code gradient(f, *varargs, axis)}.
   *
   * @param f values
   * @param varargs distance of neighbours, or coordinates
   * @param axis the axis; null for all
   * @return slopes along the only axis, or a list
   */
  @JaxName("gradient")
  public static Object gradient(NDArray f, @Nullable NDArray varargs, @Nullable Integer axis) {
    NDArray spacing = varargs == null ? Creation.weak(1.0) : varargs;
    if (axis != null || f.rank() == 1) {
      return Differences.gradient(f, spacing, axis == null ? 0 : axis);
    }
    return IntStream.range(0, f.rank())
        .mapToObj(along -> Differences.gradient(f, spacing, along))
        .toList();
  }
}
