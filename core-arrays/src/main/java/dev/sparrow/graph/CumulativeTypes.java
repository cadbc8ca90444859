package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import java.util.List;

/** Result types of {@link Cumulative}. */
final class CumulativeTypes {
  private CumulativeTypes() {}

  static ArrayType resultType(Cumulative prim, List<ArrayType> in) {
    TypeRules.arity(prim, in, 1);
    ArrayType operand = in.getFirst();
    return switch (prim) {
      case Cumulative.Accumulate(Cumulative.Running running, int axis, boolean _) -> {
        operand.shape().axis(running.jaxName(), axis);
        boolean accepts =
            switch (running) {
              case SUM, PROD -> operand.dtype().isInteger() || operand.dtype().isFloat();
              case MAX, MIN -> operand.dtype() != DType.KEY && !operand.dtype().isComplex();
            };
        if (!accepts) {
          throw new DTypeException(
              running.jaxName() + ": does not accept dtype " + operand.dtype() + " at position 0");
        }
        yield operand.strong();
      }
    };
  }
}
