package dev.sparrow.graph;

import dev.sparrow.array.DType;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products over axes that two operands share. Terms are summed in the order of {@link
 * ContractionOrder}, whatever the other axes are, so a row of a product has the same bits as the
 * product of the row.
 */
public sealed interface Contraction extends Primitive.Whole {
  /**
   * Sums products over the contracting axes.
   *
   * @param dimensions the role of each axis
   * @param preferred dtype of the result, or null for the one the operands promote to
   */
  record DotGeneral(DotDimensions dimensions, @Nullable DType preferred) implements Contraction {
    @Override
    public String jaxName() {
      return "dot_general";
    }
  }
}
