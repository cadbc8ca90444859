package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Promotion;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Reduction.Part;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Spread and weighted means over axes. The order of folding is that of {@link Reductions}. */
public final class Statistics {
  private Statistics() {}

  /**
   * The variance: the mean of the squared distances from the mean.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the variance, a float; NaN of nothing
   */
  public static NDArray var(NDArray a, int... axes) {
    return var(a, Reduction.over(axes));
  }

  /**
   * The variance.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @return the variance, a float; NaN of nothing
   */
  @JaxName("var")
  public static NDArray var(NDArray a, Reduction options) {
    return var(a, options, 0);
  }

  /**
   * The variance with a divisor less than the number of elements. 16-bit floats are computed in
   * float32 and rounded once; distances of complex numbers are those in the plane.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @param ddof what the divisor lacks to the number of elements: 1 for the estimate from a sample
   * @return the variance, a float; NaN where no more than {@code ddof} elements count
   * @throws DTypeException if a real dtype is asked for of complex numbers
   */
  @JaxName("var")
  public static NDArray var(NDArray a, Reduction options, double ddof) {
    options.without("var", Part.INITIAL);
    DType dtype = options.dtype() != null ? options.dtype() : Operands.joinedInexact(a);
    checkDType("var", a, dtype);
    NDArray x = Lax.convert(a, Promotion.computation(dtype));
    DType result = options.dtype() != null ? dtype : dtype.component();
    Reduction kept =
        new Reduction(options.axis(), x.dtype(), true, null, options.where()); // of the mean
    NDArray distances = x.sub(Reductions.mean(x, kept));
    return Lax.convert(meanSquare("var", distances, options, ddof), result);
  }

  static void checkDType(String operation, NDArray a, DType dtype) {
    if (a.dtype().isComplex() && !dtype.isComplex()) {
      throw new DTypeException(
          operation
              + ": a real dtype for the variance of complex numbers is not defined, got "
              + dtype
              + " for "
              + a.type());
    }
    if (!dtype.isInexact()) {
      throw new DTypeException(operation + ": dtype must be a float or complex one, got " + dtype);
    }
  }

  /** The sum of squares over the number of elements that count less ddof; NaN if that is none. */
  private static NDArray meanSquare(
      String operation, NDArray distances, Reduction options, double ddof) {
    NDArray squares = ComplexNumbers.real(distances.mul(Operands.conjugate(distances)));
    Reduction plain =
        new Reduction(options.axis(), null, options.keepdims(), null, options.where());
    NDArray total = Reductions.sum(squares, plain);
    if (options.where() == null) {
      double free = Reductions.extent(operation, distances, options) - ddof;
      return free > 0 ? total.div(free) : Creation.full(total.shape(), Double.NaN, total.dtype());
    }
    NDArray free = Reductions.count(operation, distances, plain, squares.dtype()).sub(ddof);
    return Logic.where(free.gt(0), total.div(free), Double.NaN);
  }

  /**
   * The standard deviation: the root of the variance.
   *
   * @param a operand
   * @param axes axes to fold; none for all
   * @return the deviation, a float; NaN of nothing
   */
  public static NDArray std(NDArray a, int... axes) {
    return std(a, Reduction.over(axes));
  }

  /**
   * The standard deviation.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @return the deviation, a float; NaN of nothing
   */
  @JaxName("std")
  public static NDArray std(NDArray a, Reduction options) {
    return std(a, options, 0);
  }

  /**
   * The root of the variance with a divisor less than the number of elements.
   *
   * @param a operand
   * @param options axes and more, but no initial value
   * @param ddof what the divisor lacks to the number of elements: 1 for the estimate from a sample
   * @return the deviation, a float; NaN where no more than {@code ddof} elements count
   */
  @JaxName("std")
  public static NDArray std(NDArray a, Reduction options, double ddof) {
    return Transcendental.sqrt(var(a, options, ddof));
  }

  /**
   * The distance from the smallest to the largest element.
   *
   * @param a operand, not bool
   * @param axes axes to fold; none for all
   * @return max - min; NaN where an element is
   */
  public static NDArray ptp(NDArray a, int... axes) {
    return ptp(a, Reduction.over(axes));
  }

  /**
   * The distance from the smallest to the largest element.
   *
   * @param a operand, not bool
   * @param options axes and more
   * @return max - min; NaN where an element is
   */
  @JaxName("ptp")
  public static NDArray ptp(NDArray a, Reduction options) {
    return Reductions.max(a, options).sub(Reductions.min(a, options));
  }

  /**
   * A mean and what it was divided by.
   *
   * @param average the mean
   * @param weightsSum the sum of weights, of the same shape
   */
  public record Average(NDArray average, NDArray weightsSum) {}

  /**
   * The mean, each element by its weight.
   *
   * @param a operand
   * @param weights of the shape of {@code a}
   * @return the mean; NaN where the weights sum to 0
   */
  public static NDArray average(NDArray a, NDArray weights) {
    return average(a, Reduction.over(), weights);
  }

  /**
   * The mean, each element by its weight.
   *
   * @param a operand
   * @param options axes and whether they stay
   * @param weights of the shape of {@code a} or of the folded axes; null for equal ones
   * @return the mean, a float; NaN where the weights sum to 0
   */
  @JaxName("average")
  public static NDArray average(NDArray a, Reduction options, @Nullable NDArray weights) {
    return weighted(a, options, weights).average();
  }

  /**
   * The mean, each element by its weight, and the sum of weights.
   *
   * @param a operand
   * @param options axes and whether they stay
   * @param weights of the shape of {@code a} or of the folded axes; null for equal ones
   * @return mean and sum of weights
   */
  public static Average weighted(NDArray a, Reduction options, @Nullable NDArray weights) {
    Reduction plain = options.without("average", Part.DTYPE, Part.INITIAL, Part.WHERE);
    if (weights == null) {
      NDArray mean = Reductions.mean(a, plain);
      double count = Reductions.extent("average", a, options);
      return new Average(mean, Creation.full(mean.shape(), count, mean.dtype()));
    }
    DType dtype = Operands.joinedInexact(a, weights);
    NDArray x = Lax.convert(a, dtype);
    NDArray w = Lax.convert(spread("average", a, options, weights), dtype);
    NDArray sum = Reductions.sum(w, plain);
    NDArray mean = Reductions.sum(x.mul(w), plain).div(sum);
    return new Average(mean, Lax.broadcastTo(sum, mean.shape()));
  }

  /** Weights of the folded axes, lying along those. */
  static NDArray spread(String operation, NDArray a, Reduction options, NDArray weights) {
    if (weights.shape().equals(a.shape())) {
      return weights;
    }
    List<Integer> given = options.axis();
    if (given == null) {
      throw new ShapeException(
          operation
              + ": axis must be specified when shapes of a and weights differ, got "
              + a.type()
              + " and "
              + weights.type());
    }
    long[] extents = new long[given.size()];
    int[] axes = new int[given.size()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = a.shape().axis(operation, given.get(i));
      extents[i] = a.shape().dim(axes[i]);
    }
    if (!weights.shape().equals(Shape.of(extents))) {
      throw new ShapeException(
          operation
              + ": shape of weights must be that of a along the axes "
              + given
              + ", got "
              + a.type()
              + " and "
              + weights.type());
    }
    return lying(weights, axes, a.shape());
  }

  /** Gives axis k of x the place axes[k] among the axes of a shape; the others have extent 1. */
  static NDArray lying(NDArray x, int[] axes, Shape shape) {
    int[] order =
        IntStream.range(0, axes.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> axes[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] dims = new long[shape.rank()];
    Arrays.fill(dims, 1);
    for (int axis : axes) {
      dims[axis] = shape.dim(axis);
    }
    return Lax.reshape(Shaping.transpose(x, order), Shape.of(dims));
  }
}
