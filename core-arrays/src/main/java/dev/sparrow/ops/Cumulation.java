package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Cumulative.Running;
import dev.sparrow.graph.Fn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Running sums, products and extremes: element i folds the elements from the first to i, in the
 * order of {@link dev.sparrow.graph.CumulativeOrder}, so a result has the same bits for any thread
 * count or partitioning. Integers wrap; NaN stays from where it is met; of nothing there is
 * nothing.
 */
public final class Cumulation {
  private Cumulation() {}

  /**
   * Running sums of all elements in row-major order.
   *
   * @param a operand
   * @return one axis
   */
  public static NDArray cumsum(NDArray a) {
    return cumsum(a, null, null);
  }

  /**
   * Running sums along an axis.
   *
   * @param a operand
   * @param axis the axis, negative from the end
   * @return an array of a's shape
   */
  public static NDArray cumsum(NDArray a, int axis) {
    return cumsum(a, axis, null);
  }

  /**
   * Running sums.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null takes all elements in row-major order
   * @param dtype dtype that elements are converted to first; null for a's, the default integer for
   *     bool
   * @return an array of a's shape, or of one axis
   */
  @JaxName("cumsum")
  public static NDArray cumsum(NDArray a, @Nullable Integer axis, @Nullable DType dtype) {
    return numpy("cumsum", Running.SUM, a, axis, dtype);
  }

  /**
   * Running products of all elements in row-major order.
   *
   * @param a operand
   * @return one axis
   */
  public static NDArray cumprod(NDArray a) {
    return cumprod(a, null, null);
  }

  /**
   * Running products along an axis.
   *
   * @param a operand
   * @param axis the axis, negative from the end
   * @return an array of a's shape
   */
  public static NDArray cumprod(NDArray a, int axis) {
    return cumprod(a, axis, null);
  }

  /**
   * Running products.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null takes all elements in row-major order
   * @param dtype dtype that elements are converted to first; null for a's, the default integer for
   *     bool
   * @return an array of a's shape, or of one axis
   */
  @JaxName("cumprod")
  public static NDArray cumprod(NDArray a, @Nullable Integer axis, @Nullable DType dtype) {
    return numpy("cumprod", Running.PROD, a, axis, dtype);
  }

  /**
   * Running sums along an axis, in which NaN counts as 0.
   *
   * @param a operand
   * @param axis the axis, negative from the end
   * @return an array of a's shape
   */
  public static NDArray nancumsum(NDArray a, int axis) {
    return nancumsum(a, axis, null);
  }

  /**
   * Running sums in which NaN counts as 0.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null takes all elements in row-major order
   * @param dtype dtype that elements are converted to first; null for a's, the default integer for
   *     bool
   * @return an array of a's shape, or of one axis
   */
  @JaxName("nancumsum")
  public static NDArray nancumsum(NDArray a, @Nullable Integer axis, @Nullable DType dtype) {
    return numpy("nancumsum", Running.SUM, without(a, Operands.zero(a)), axis, dtype);
  }

  /**
   * Running products along an axis, in which NaN counts as 1.
   *
   * @param a operand
   * @param axis the axis, negative from the end
   * @return an array of a's shape
   */
  public static NDArray nancumprod(NDArray a, int axis) {
    return nancumprod(a, axis, null);
  }

  /**
   * Running products in which NaN counts as 1.
   *
   * @param a operand
   * @param axis the axis, negative from the end; null takes all elements in row-major order
   * @param dtype dtype that elements are converted to first; null for a's, the default integer for
   *     bool
   * @return an array of a's shape, or of one axis
   */
  @JaxName("nancumprod")
  public static NDArray nancumprod(NDArray a, @Nullable Integer axis, @Nullable DType dtype) {
    return numpy("nancumprod", Running.PROD, without(a, Operands.one(a)), axis, dtype);
  }

  /**
   * Running sums of the array API: bool and integers narrower than the default integer are summed
   * in it.
   *
   * @param x operand, at least one axis
   * @param axis the axis, negative from the end; null if there is only one
   * @param dtype dtype that elements are converted to first; null for the default
   * @return an array of x's shape
   */
  public static NDArray cumulativeSum(NDArray x, @Nullable Integer axis, @Nullable DType dtype) {
    int along = axis("cumulative_sum", x, axis);
    DType wanted = dtype == null ? Reductions.widened(x.dtype()) : dtype;
    return numpy("cumulative_sum", Running.SUM, x, along, wanted);
  }

  /**
   * Running products of the array API.
   *
   * @param x operand, at least one axis
   * @param axis the axis, negative from the end; null if there is only one
   * @param dtype dtype that elements are converted to first; null for x's, the default integer for
   *     bool
   * @return an array of x's shape
   */
  public static NDArray cumulativeProd(NDArray x, @Nullable Integer axis, @Nullable DType dtype) {
    return numpy("cumulative_prod", Running.PROD, x, axis("cumulative_prod", x, axis), dtype);
  }

  /**
   * Running sums along an axis.
   *
   * @param operand operand, any number
   * @param axis the axis, negative from the end
   * @param direction where sums begin
   * @return an array of the operand's type
   */
  public static NDArray cumsum(NDArray operand, int axis, Direction direction) {
    return run(Running.SUM, operand, axis, direction);
  }

  /**
   * Running products along an axis.
   *
   * @param operand operand, any number
   * @param axis the axis, negative from the end
   * @param direction where products begin
   * @return an array of the operand's type
   */
  public static NDArray cumprod(NDArray operand, int axis, Direction direction) {
    return run(Running.PROD, operand, axis, direction);
  }

  /**
   * Running maxima along an axis.
   *
   * @param operand operand, real
   * @param axis the axis, negative from the end
   * @return an array of the operand's type
   */
  public static NDArray cummax(NDArray operand, int axis) {
    return cummax(operand, axis, Direction.FORWARD);
  }

  /**
   * Running maxima along an axis.
   *
   * @param operand operand, real
   * @param axis the axis, negative from the end
   * @param direction where they begin
   * @return an array of the operand's type
   */
  public static NDArray cummax(NDArray operand, int axis, Direction direction) {
    return run(Running.MAX, operand, axis, direction);
  }

  /**
   * Running minima along an axis.
   *
   * @param operand operand, real
   * @param axis the axis, negative from the end
   * @return an array of the operand's type
   */
  public static NDArray cummin(NDArray operand, int axis) {
    return cummin(operand, axis, Direction.FORWARD);
  }

  /**
   * Running minima along an axis.
   *
   * @param operand operand, real
   * @param axis the axis, negative from the end
   * @param direction where they begin
   * @return an array of the operand's type
   */
  public static NDArray cummin(NDArray operand, int axis, Direction direction) {
    return run(Running.MIN, operand, axis, direction);
  }

  /**
   * Logarithms of running sums of exponentials along an axis, without overflow.
   *
   * @param operand operand, float
   * @param axis the axis, negative from the end
   * @return an array of the operand's type
   */
  public static NDArray cumlogsumexp(NDArray operand, int axis) {
    return cumlogsumexp(operand, axis, Direction.FORWARD);
  }

  /**
   * Logarithms of running sums of exponentials along an axis, without overflow, combined pairwise
   * in the tree of {@link ControlFlow#associativeScan}.
   *
   * @param operand operand, float
   * @param axis the axis, negative from the end
   * @param direction where sums begin
   * @return an array of the operand's type
   */
  public static NDArray cumlogsumexp(NDArray operand, int axis, Direction direction) {
    operand.shape().axis("cumlogsumexp", axis);
    return ControlFlow.associativeScan(
        Transcendental::logaddexp, operand, options(axis, direction));
  }

  private static NDArray run(Running running, NDArray x, int axis, Direction direction) {
    int along = x.shape().axis(running.jaxName(), axis);
    boolean reverse = direction == Direction.REVERSE;
    Cumulative fold = new Cumulative.Accumulate(running, along, reverse);
    if (!x.dtype().isComplex()) {
      return Lax.bind(fold, x);
    }
    return switch (running) {
      case SUM ->
          ComplexNumbers.complex(
              Lax.bind(fold, ComplexNumbers.real(x)), Lax.bind(fold, ComplexNumbers.imag(x)));
      case PROD ->
          ControlFlow.associativeScan(
              (NDArray a, NDArray b) -> Lax.apply(Fn.MUL, a, b), x, options(axis, direction));
      // The primitive says that it takes real numbers.
      case MAX, MIN -> Lax.bind(fold, x);
    };
  }

  private static AssociativeScanOption[] options(int axis, Direction direction) {
    AssociativeScanOption along = AssociativeScanOption.axis(axis);
    return direction == Direction.REVERSE
        ? new AssociativeScanOption[] {along, AssociativeScanOption.reverse()}
        : new AssociativeScanOption[] {along};
  }

  private static NDArray numpy(
      String operation, Running running, NDArray a, @Nullable Integer axis, @Nullable DType dtype) {
    NDArray line = axis == null || a.rank() == 0 ? Lax.reshape(a, Shape.of(a.size())) : a;
    int along = line.shape().axis(operation, axis == null ? 0 : axis);
    if (dtype == DType.BOOL) {
      // Whether a sum is zero can be told without overflow only from what is counted.
      NDArray counted = Lax.convert(Operands.truth(line), Reductions.widened(DType.BOOL));
      return Operands.truth(run(running, counted, along, Direction.FORWARD));
    }
    DType wanted =
        dtype != null ? dtype : line.dtype() == DType.BOOL ? Reductions.widened(DType.BOOL) : null;
    NDArray converted = wanted == null ? line : Lax.convert(line, wanted);
    return run(running, converted, along, Direction.FORWARD);
  }

  private static int axis(String operation, NDArray x, @Nullable Integer axis) {
    if (x.rank() == 0) {
      throw new ShapeException(operation + ": needs at least one axis, got the scalar " + x.type());
    }
    if (axis == null && x.rank() > 1) {
      throw new ShapeException(
          operation + ": needs an axis where there are several, got none for " + x.type());
    }
    return x.shape().axis(operation, axis == null ? 0 : axis);
  }

  private static NDArray without(NDArray a, NDArray inPlace) {
    return a.dtype().isInexact() ? Logic.where(Logic.isnan(a), inPlace, a) : a;
  }

  /**
   * Running sums of the array API with the sum of nothing in front.
   *
   * @param x operand, at least one axis
   * @param axis the axis, negative from the end; null if there is only one
   * @param dtype dtype that elements are converted to first; null for the default
   * @return an array longer by one along the axis
   */
  public static NDArray cumulativeSumFromZero(
      NDArray x, @Nullable Integer axis, @Nullable DType dtype) {
    return behind(0, cumulativeSum(x, axis, dtype), axis);
  }

  /**
   * Running products of the array API with the product of nothing in front.
   *
   * @param x operand, at least one axis
   * @param axis the axis, negative from the end; null if there is only one
   * @param dtype dtype that elements are converted to first; null for the default
   * @return an array longer by one along the axis
   */
  public static NDArray cumulativeProdFromOne(
      NDArray x, @Nullable Integer axis, @Nullable DType dtype) {
    return behind(1, cumulativeProd(x, axis, dtype), axis);
  }

  private static NDArray behind(double initial, NDArray folds, @Nullable Integer axis) {
    int along = axis("cumulative", folds, axis);
    NDArray first =
        Lax.broadcastTo(Operands.constant(initial, folds), folds.shape().with(along, 1));
    return Shaping.concatenate(List.of(first, folds), along);
  }
}
