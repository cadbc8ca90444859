package dev.sparrow.ops;

import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.trace.Trace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Primitives as functions, one to one: nothing promotes and nothing broadcasts but rank-0 operands.
 * For code that builds graphs; users want {@link Arithmetic}, {@link Logic}, {@link Reductions} and
 * their neighbours.
 */
public final class Lax {
  private Lax() {}

  /**
   * Applies a primitive with one result on the current trace.
   *
   * @param prim the primitive
   * @param in operands
   * @return its result
   */
  public static NDArray bind(Primitive prim, NDArray... in) {
    return Trace.current().bind(prim, List.of(in)).getFirst();
  }

  /**
   * Applies a pointwise function.
   *
   * @param fn the function
   * @param in operands of one dtype; shapes equal, or rank 0
   * @return its result
   */
  public static NDArray apply(Fn fn, NDArray... in) {
    return bind(new Primitive.Pointwise(fn), in);
  }

  /**
   * Converts values to a dtype; nothing happens if they have it.
   *
   * @param x operand
   * @param dtype the new dtype, strong
   * @return x as that dtype
   */
  public static NDArray convert(NDArray x, DType dtype) {
    return convert(x, dtype, false);
  }

  static NDArray convert(NDArray x, DType dtype, boolean weak) {
    return x.dtype() == dtype && x.type().weak() == weak
        ? x
        : bind(new Primitive.Convert(dtype, weak), x);
  }

  /**
   * Reinterprets bits as a dtype of the same width.
   *
   * @param x operand
   * @param dtype the new dtype
   * @return x's bits
   */
  public static NDArray bitcast(NDArray x, DType dtype) {
    return bind(new Primitive.BitcastConvert(dtype), x);
  }

  /**
   * Counts along one dimension.
   *
   * @param dtype element type
   * @param shape result shape
   * @param dimension the axis along which values change
   * @return 0, 1, 2, …
   */
  @JaxName("lax.broadcasted_iota")
  public static NDArray iota(DType dtype, Shape shape, int dimension) {
    return bind(new Primitive.Iota(dtype, shape, dimension));
  }

  /**
   * Maps operand axis k to result axis dimensions[k].
   *
   * @param x operand
   * @param shape result shape
   * @param dimensions result axis of each operand axis, ascending
   * @return x expanded; x itself if nothing changes
   */
  @JaxName("lax.broadcast_in_dim")
  public static NDArray broadcastInDim(NDArray x, Shape shape, List<Integer> dimensions) {
    return x.shape().equals(shape) ? x : bind(new Primitive.BroadcastInDim(shape, dimensions), x);
  }

  /**
   * Expands to a shape by NumPy's rule: trailing axes match.
   *
   * @param x operand
   * @param shape result shape
   * @return x expanded; x itself if nothing changes
   */
  public static NDArray broadcastTo(NDArray x, Shape shape) {
    int skipped = shape.rank() - x.rank();
    return broadcastInDim(x, shape, IntStream.range(skipped, shape.rank()).boxed().toList());
  }

  /**
   * The same elements under another shape.
   *
   * @param x operand
   * @param shape new shape
   * @return x reshaped; x itself if nothing changes
   */
  public static NDArray reshape(NDArray x, Shape shape) {
    return x.shape().equals(shape) ? x : bind(new Primitive.Reshape(shape), x);
  }

  /**
   * Folds axes. Sums and products of 16-bit floats are folded in float32 and rounded once.
   *
   * @param monoid how elements combine
   * @param x operand
   * @param axes axes to fold, ascending
   * @return x without these axes
   */
  public static NDArray reduce(Monoid monoid, NDArray x, List<Integer> axes) {
    Primitive fold = new Primitive.Reduce(monoid, axes);
    DType folded = Promotion.computation(x.dtype());
    boolean rounds = monoid == Monoid.SUM || monoid == Monoid.PROD;
    return rounds && folded != x.dtype()
        ? convert(bind(fold, convert(x, folded)), x.dtype())
        : bind(fold, x);
  }

  /**
   * Chooses elementwise.
   *
   * @param predicate bool
   * @param onTrue taken where the predicate holds
   * @param onFalse taken elsewhere
   * @return the choice
   */
  public static NDArray select(NDArray predicate, NDArray onTrue, NDArray onFalse) {
    return apply(Fn.SELECT_N, predicate, onFalse, onTrue);
  }

  /**
   * The same values, held fixed by differentiation.
   *
   * @param x operand
   * @return x, whose derivative is zero
   */
  @JaxName("lax.stop_gradient")
  public static NDArray stopGradient(NDArray x) {
    return x instanceof ConcreteArray ? x : apply(Fn.STOP_GRADIENT, x);
  }
}
