package dev.sparrow.transform;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What rules of differentiation are written in: primitives applied to the current trace. A tangent
 * or cotangent that is zero everywhere is null, so that nothing is computed for it.
 */
final class Terms {
  private Terms() {}

  static NDArray apply(Fn fn, NDArray... in) {
    return Lax.apply(fn, in);
  }

  static NDArray neg(NDArray x) {
    return apply(Fn.NEG, x);
  }

  static NDArray mul(NDArray x, NDArray y) {
    return apply(Fn.MUL, x, y);
  }

  static NDArray div(NDArray x, NDArray y) {
    return apply(Fn.DIV, x, y);
  }

  static NDArray sub(NDArray x, NDArray y) {
    return apply(Fn.SUB, x, y);
  }

  static NDArray add(NDArray x, NDArray y) {
    return apply(Fn.ADD, x, y);
  }

  /** A scalar constant of a dtype. */
  static NDArray constant(DType dtype, double value) {
    return ConcreteArray.scalar(Literal.of(value, dtype, false));
  }

  /** A constant of the dtype of another value. */
  static NDArray constant(NDArray like, double value) {
    return constant(like.dtype(), value);
  }

  /** An array of equal elements. */
  static NDArray full(ArrayType type, double value) {
    return broadcast(constant(type.dtype(), value), type.shape());
  }

  static NDArray zeros(ArrayType type) {
    return full(type, 0);
  }

  /** The value, or zeros in place of null. */
  static NDArray orZeros(@Nullable NDArray value, ArrayType type) {
    return value == null ? zeros(type) : value;
  }

  /** The sum of two tangents or cotangents. */
  static @Nullable NDArray plus(@Nullable NDArray x, @Nullable NDArray y) {
    if (x == null) {
      return y;
    }
    return y == null ? x : apply(Fn.ADD_ANY, x, y);
  }

  /** {@code onTrue} where the predicate holds, {@code onFalse} elsewhere. */
  static NDArray select(NDArray predicate, NDArray onTrue, NDArray onFalse) {
    return Lax.select(predicate, onTrue, onFalse);
  }

  /** A scalar in every element of a shape; an array of that shape as it is. */
  static NDArray broadcast(NDArray x, Shape shape) {
    return Lax.broadcastInDim(x, shape, List.of());
  }

  /** The sum over all axes for an operand that was a scalar among arrays; else x. */
  static NDArray unbroadcast(NDArray x, ArrayType operand) {
    return operand.rank() == 0 && x.rank() > 0 ? sum(x, allAxes(x.rank())) : x;
  }

  static NDArray sum(NDArray x, List<Integer> axes) {
    return axes.isEmpty() ? x : Lax.reduce(Monoid.SUM, x, axes);
  }

  static List<Integer> allAxes(int rank) {
    return IntStream.range(0, rank).boxed().toList();
  }

  /** A reduced value in the place of each element it came from. */
  static NDArray expand(NDArray reduced, Shape shape, List<Integer> reducedAxes) {
    List<Integer> kept =
        IntStream.range(0, shape.rank())
            .filter(axis -> !reducedAxes.contains(axis))
            .boxed()
            .toList();
    return Lax.broadcastInDim(reduced, shape, kept);
  }

  static NDArray convert(NDArray x, DType dtype) {
    return Lax.convert(x, dtype);
  }

  static NDArray bind(Primitive prim, NDArray... in) {
    return Lax.bind(prim, in);
  }
}
