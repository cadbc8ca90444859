package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.IndexArrays;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Spacing;
import java.util.Arrays;
import java.util.List;
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
   * {@code ndim(a)}.
   *
   * @param a operand
   * @return its number of axes
   */
  @JaxName("ndim")
  public static long rank(NDArray a) {
    return a.rank();
  }
}
