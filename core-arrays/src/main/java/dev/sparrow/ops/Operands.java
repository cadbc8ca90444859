package dev.sparrow.ops;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** NumPy's rules for operands: promote dtypes, broadcast shapes; scalars stay scalars. */
final class Operands {
  private Operands() {}

  static List<NDArray> promote(String operation, NDArray... in) {
    return agree(in) ? List.of(in) : join(operation, Promotion.join(types(in)), in);
  }

  static List<NDArray> promoteInexact(String operation, NDArray... in) {
    return agree(in) && in[0].dtype().isInexact()
        ? List.of(in)
        : join(operation, Promotion.joinInexact(types(in)), in);
  }

  /** Operands of one dtype, their shapes as they are. */
  static List<NDArray> promoteTypes(NDArray... in) {
    return converted(Promotion.join(types(in)).dtype(), in);
  }

  /** Operands of one float or complex dtype, their shapes as they are. */
  static List<NDArray> promoteTypesInexact(NDArray... in) {
    return converted(joinedInexact(in), in);
  }

  private static List<NDArray> converted(DType dtype, NDArray... in) {
    List<NDArray> converted = new ArrayList<>(in.length);
    for (NDArray operand : in) {
      converted.add(Lax.convert(operand, dtype));
    }
    return converted;
  }

  /** Whether operands are strong, of one type and shape: what most operations meet. */
  private static boolean agree(NDArray... in) {
    ArrayType first = in[0].type();
    if (first.weak() || first.dtype() == DType.KEY) {
      return false;
    }
    for (NDArray operand : in) {
      ArrayType type = operand.type();
      if (type.weak() || type.dtype() != first.dtype() || !type.shape().equals(first.shape())) {
        return false;
      }
    }
    return true;
  }

  /** The float or complex dtype that operands promote to; their shapes do not matter. */
  static DType joinedInexact(NDArray... in) {
    return Promotion.joinInexact(types(in)).dtype();
  }

  private static List<ArrayType> types(NDArray... in) {
    List<ArrayType> types = new ArrayList<>(in.length);
    for (NDArray operand : in) {
      types.add(operand.type());
    }
    return types;
  }

  private static List<NDArray> join(String operation, ArrayType joined, NDArray... in) {
    List<NDArray> converted = new ArrayList<>(in.length);
    for (NDArray operand : in) {
      converted.add(operand(operation, operand, joined.dtype(), joined.weak()));
    }
    return broadcast(operation, converted);
  }

  /** Expands operands to their common shape, except rank-0 ones, which primitives broadcast. */
  static List<NDArray> broadcast(String operation, List<NDArray> in) {
    Shape shape = Shape.scalar();
    for (NDArray operand : in) {
      shape = shape.broadcast(operation, operand.shape());
    }
    List<NDArray> expanded = new ArrayList<>(in.size());
    for (NDArray operand : in) {
      expanded.add(operand.rank() == 0 ? operand : expand(operand, shape));
    }
    return expanded;
  }

  private static NDArray expand(NDArray operand, Shape shape) {
    if (operand.shape().equals(shape)) {
      return operand;
    }
    // Ranks first, as JAX does, so that graphs read alike.
    return Lax.broadcastTo(operand, shape);
  }

  /** Converts without an equation where the operand is a Java scalar. */
  static NDArray convert(String operation, NDArray x, DType dtype, boolean weak) {
    Literal number = numberToConvert(operation, x, dtype, weak);
    return number == null
        ? Lax.convert(x, dtype, weak)
        : ConcreteArray.scalar(number.convert(dtype, weak));
  }

  /** The same, for what goes to a primitive and to nobody else. */
  private static NDArray operand(String operation, NDArray x, DType dtype, boolean weak) {
    Literal number = numberToConvert(operation, x, dtype, weak);
    return number == null ? Lax.convert(x, dtype, weak) : Constants.of(number, dtype, weak);
  }

  /** The number that a Java scalar of another type stands for; null for anything else. */
  private static @Nullable Literal numberToConvert(
      String operation, NDArray x, DType dtype, boolean weak) {
    if (!(x instanceof ConcreteArray array)
        || array.exact() == null
        || x.dtype() == dtype && x.type().weak() == weak) {
      return null;
    }
    checkRange(operation, array.exact(), dtype);
    return array.exact();
  }

  /** The conjugate; a real array is its own. */
  static NDArray conjugate(NDArray x) {
    return x.dtype().isComplex() ? Lax.apply(Fn.CONJ, x) : x;
  }

  private static void checkRange(String operation, Literal literal, DType dtype) {
    boolean tooLarge =
        literal.type().dtype().isInteger()
            && dtype.isInteger()
            && dtype.bytes() <= 4
            && (literal.bits() < Integer.MIN_VALUE || literal.bits() > 0xFFFF_FFFFL);
    if (tooLarge) {
      throw new DTypeException(
          operation
              + ": integer "
              + literal.bits()
              + " is out of bounds for "
              + dtype
              + "; convert the array to int64 first");
    }
  }

  /** Nonzero as bool. */
  static NDArray truth(NDArray x) {
    return x.dtype() == DType.BOOL ? x : Lax.apply(Fn.NE, x, zero(x));
  }

  static NDArray zero(NDArray like) {
    return constant(0, like);
  }

  static NDArray one(NDArray like) {
    return constant(1, like);
  }

  /** A rank-0 constant of another array's dtype and weakness. */
  static NDArray constant(double value, NDArray like) {
    return ConcreteArray.scalar(Literal.of(value, like.dtype(), like.type().weak()));
  }

  static NDArray inexact(String operation, Fn fn, NDArray x) {
    return Lax.apply(fn, Operands.promoteInexact(operation, x).getFirst());
  }

  static NDArray promoted(String operation, Fn fn, NDArray x, NDArray y) {
    List<NDArray> in = Operands.promote(operation, x, y);
    return Lax.apply(fn, in.get(0), in.get(1));
  }
}
