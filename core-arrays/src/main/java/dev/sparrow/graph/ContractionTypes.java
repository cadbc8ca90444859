package dev.sparrow.graph;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Result types of contractions. */
final class ContractionTypes {
  private ContractionTypes() {}

  static ArrayType resultType(Contraction prim, List<ArrayType> in) {
    return switch (prim) {
      case Contraction.DotGeneral(DotDimensions dimensions, DType preferred) -> {
        if (in.size() != 2) {
          throw new ShapeException(prim.jaxName() + ": takes 2 operands, got " + in.size());
        }
        yield dotGeneral(dimensions, preferred, in.get(0), in.get(1));
      }
    };
  }

  private static ArrayType dotGeneral(
      DotDimensions dimensions, @Nullable DType preferred, ArrayType lhs, ArrayType rhs) {
    checkAxes("lhs", dimensions.lhsContracting(), dimensions.lhsBatch(), lhs);
    checkAxes("rhs", dimensions.rhsContracting(), dimensions.rhsBatch(), rhs);
    if (dimensions.lhsBatch().size() != dimensions.rhsBatch().size()) {
      throw new ShapeException(
          "dot_general: requires equal numbers of lhs_batch and rhs_batch dimensions, got lhs_batch "
              + tuple(dimensions.lhsBatch())
              + " and rhs_batch "
              + tuple(dimensions.rhsBatch()));
    }
    requireSame(
        "lhs batch dimensions and rhs batch dimensions",
        pick(lhs, dimensions.lhsBatch()),
        pick(rhs, dimensions.rhsBatch()));
    requireSame(
        "contracting dimensions",
        pick(lhs, dimensions.lhsContracting()),
        pick(rhs, dimensions.rhsContracting()));
    List<Long> shape = new ArrayList<>(pick(lhs, dimensions.lhsBatch()));
    shape.addAll(pick(lhs, dimensions.lhsFree(lhs.rank())));
    shape.addAll(pick(rhs, dimensions.rhsFree(rhs.rank())));
    Shape result = Shape.of(shape.stream().mapToLong(Long::longValue).toArray());
    return new ArrayType(dtype(preferred, lhs, rhs), result, lhs.weak() && rhs.weak());
  }

  private static DType dtype(@Nullable DType preferred, ArrayType lhs, ArrayType rhs) {
    if (lhs.dtype() == DType.KEY || rhs.dtype() == DType.KEY) {
      throw new DTypeException(
          "dot_general: does not accept dtype " + DType.KEY + ", got " + lhs + " and " + rhs);
    }
    DType joined =
        lhs.dtype() == rhs.dtype()
            ? lhs.dtype()
            : Promotion.join(List.of(lhs.strong(), rhs.strong())).dtype();
    if (preferred == null || preferred == joined) {
      return joined;
    }
    boolean loses =
        preferred.bytes() < joined.bytes()
            || preferred == DType.KEY
            || joined.isComplex() && !preferred.isComplex()
            || joined.isFloat() && !preferred.isInexact()
            || joined.isInteger() && preferred == DType.BOOL;
    if (loses) {
      throw new DTypeException(
          "dot_general: preferred_element_type must not be narrower than the original type, got "
              + preferred
              + " for result type of "
              + joined
              + "; contract first and convert the result");
    }
    return preferred;
  }

  private static void checkAxes(
      String side, List<Integer> contracting, List<Integer> batch, ArrayType type) {
    List<Integer> all = new ArrayList<>(contracting);
    all.addAll(batch);
    if (!all.stream().allMatch(axis -> axis >= 0 && axis < type.rank())) {
      throw new ShapeException(
          "dot_general: requires %1$s dimension numbers to be nonnegative and less than the number"
                  .formatted(side)
              + " of axes of the %1$s value, got %1$s_batch of %2$s and %1$s_contracting of %3$s for"
                  .formatted(side, tuple(batch), tuple(contracting))
              + " %s of rank %d".formatted(side, type.rank()));
    }
    checkDistinct(side, "batch", batch);
    checkDistinct(side, "contracting", contracting);
    if (new HashSet<>(all).size() != all.size()) {
      throw new ShapeException(
          "dot_general: requires "
              + side
              + " batch dimensions to be disjoint from contracting dimensions, got "
              + side
              + "_batch "
              + tuple(batch)
              + " and "
              + side
              + "_contracting "
              + tuple(contracting));
    }
  }

  private static void checkDistinct(String side, String role, List<Integer> axes) {
    if (new HashSet<>(axes).size() != axes.size()) {
      throw new ShapeException(
          "dot_general: requires %1$s %2$s dimensions to be distinct, got %1$s_%2$s %3$s"
              .formatted(side, role, tuple(axes)));
    }
  }

  private static void requireSame(String what, List<Long> lhs, List<Long> rhs) {
    if (!lhs.equals(rhs)) {
      throw new ShapeException(
          "dot_general: requires "
              + what
              + " to have the same shape, got "
              + tuple(lhs)
              + " and "
              + tuple(rhs));
    }
  }

  private static List<Long> pick(ArrayType type, List<Integer> axes) {
    return axes.stream().map(axis -> type.shape().dim(axis)).toList();
  }

  private static String tuple(List<?> items) {
    String inner = items.stream().map(Object::toString).collect(Collectors.joining(", "));
    return items.size() == 1 ? "(" + inner + ",)" : "(" + inner + ")";
  }
}
