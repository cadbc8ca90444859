package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.List;

/** Result types of {@link Collective}. */
final class CollectiveTypes {
  private CollectiveTypes() {}

  static ArrayType resultType(Collective prim, List<ArrayType> in) {
    return switch (prim) {
      case Collective.AxisIndex _ -> ArrayType.of(DType.INT32);
      case Collective.AllReduce reduce -> {
        ArrayType operand = in.getFirst();
        if (operand.dtype() == DType.KEY) {
          throw new DTypeException(reduce.jaxName() + ": does not accept " + operand);
        }
        yield operand;
      }
      case Collective.AllGather(String _, long size, int dimension) -> {
        Shape shape = in.getFirst().shape();
        if (dimension < 0 || dimension > shape.rank()) {
          throw new ShapeException(
              "all_gather: axis "
                  + dimension
                  + " is out of bounds for a result of dimension "
                  + (shape.rank() + 1));
        }
        yield in.getFirst().withShape(shape.insert(dimension, size));
      }
      case Collective.Permute _ -> in.getFirst();
      case Collective.ReduceScatter(String _, long size, int dimension) ->
          in.getFirst().withShape(without(prim, in.getFirst(), dimension, size));
      case Collective.AllToAll(String _, long size, int split, int concat) -> {
        Shape rest = without(prim, in.getFirst(), split, size);
        if (concat < 0 || concat > rest.rank()) {
          throw new ShapeException(
              "all_to_all: concat axis "
                  + concat
                  + " is out of bounds for a result of dimension "
                  + (rest.rank() + 1));
        }
        yield in.getFirst().withShape(rest.insert(concat, size));
      }
    };
  }

  /** The shape without a dimension whose extent must be the axis size. */
  private static Shape without(Collective prim, ArrayType operand, int dimension, long size) {
    int axis = operand.shape().axis(prim.jaxName(), dimension);
    if (operand.shape().dim(axis) != size) {
      throw new ShapeException(
          prim.jaxName()
              + ": axis "
              + dimension
              + " of "
              + operand
              + " must have the size "
              + size
              + " of the mapped axis "
              + prim.axisName()
              + "; reshape it, or use the tiled form");
    }
    return operand.shape().without(List.of(axis));
  }
}
