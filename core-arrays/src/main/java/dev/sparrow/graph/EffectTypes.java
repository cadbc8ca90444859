package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.ShapeException;
import java.util.List;

/** What effects take; they return nothing. */
final class EffectTypes {
  private EffectTypes() {}

  static List<ArrayType> resultTypes(Effect effect, List<ArrayType> in) {
    List<Long> lanes = effect.lanes();
    for (ArrayType operand : in) {
      boolean fits = operand.rank() >= lanes.size();
      for (int axis = 0; fits && axis < lanes.size(); axis++) {
        fits = operand.shape().dim(axis) == lanes.get(axis);
      }
      if (!fits) {
        throw new ShapeException(
            effect.jaxName()
                + ": operands must begin with the mapped axes "
                + lanes
                + ", got "
                + operand);
      }
    }
    if (effect instanceof Effect.Check) {
      ArrayType predicate = in.getFirst();
      if (predicate.dtype() != DType.BOOL || predicate.rank() != lanes.size()) {
        throw new ShapeException(
            "check: takes a scalar predicate of dtype bool, got "
                + predicate
                + "; reduce it with all()");
      }
    }
    return List.of();
  }
}
