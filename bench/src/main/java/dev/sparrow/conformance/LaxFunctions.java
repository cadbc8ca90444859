package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.DotDimensions;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Products;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of {@code jax.lax} whose parameters cases write as nested lists. */
public final class LaxFunctions {
  private LaxFunctions() {}

  /**
   * {@code lax.dot_general}.
   *
   * @param lhs left operand
   * @param rhs right operand
   * @param dimensionNumbers contracting axes of both, then batch axes of both
   * @param preferredElementType dtype of the result, or null
   * @return the contraction
   */
  @JaxName("dot_general")
  public static NDArray dotGeneral(
      NDArray lhs,
      NDArray rhs,
      List<List<List<Integer>>> dimensionNumbers,
      @Nullable DType preferredElementType) {
    List<List<Integer>> contracting = dimensionNumbers.get(0);
    List<List<Integer>> batch = dimensionNumbers.get(1);
    DotDimensions dimensions =
        new DotDimensions(contracting.get(0), contracting.get(1), batch.get(0), batch.get(1));
    return Products.dotGeneral(lhs, rhs, dimensions, preferredElementType);
  }
}
