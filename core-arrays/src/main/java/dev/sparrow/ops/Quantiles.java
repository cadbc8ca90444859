package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Ordering;
import dev.sparrow.ops.Reduction.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Order statistics: medians, quantiles, percentiles. Integers are converted to floats. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The median: the middle element, or the mean of the two in the middle.
   *
   * @param a operand, real
   * @param axes axes to fold; none for all
   * @return the median, a float; NaN of nothing and where an element is NaN
   */
  public static NDArray median(NDArray a, int... axes) {
    return median(a, Reduction.over(axes));
  }

  /**
   * The median: the middle element, or the mean of the two in the middle.
   *
   * @param a operand, real
   * @param options axes and whether they stay
   * @return the median, a float; NaN of nothing and where an element is NaN
   */
  @JaxName("median")
  public static NDArray median(NDArray a, Reduction options) {
    return quantile(a, Creation.weak(0.5), options, QuantileMethod.MIDPOINT, null);
  }

  /**
   * The median of the elements that are not NaN.
   *
   * @param a operand, real
   * @param axes axes to fold; none for all
   * @return the median, a float; NaN where all are NaN
   */
  public static NDArray nanmedian(NDArray a, int... axes) {
    return nanmedian(a, Reduction.over(axes));
  }

  /**
   * The median of the elements that are not NaN.
   *
   * @param a operand, real
   * @param options axes and whether they stay
   * @return the median, a float; NaN where all are NaN
   */
  @JaxName("nanmedian")
  public static NDArray nanmedian(NDArray a, Reduction options) {
    return nanquantile(a, Creation.weak(0.5), options, QuantileMethod.MIDPOINT, null);
  }

  /**
   * A quantile: the value below which a share of the elements lies.
   *
   * @param a operand, real
   * @param q the share, 0 to 1
   * @param axes axes to fold; none for all
   * @return the quantile, a float; NaN of nothing and where an element is NaN
   */
  public static NDArray quantile(NDArray a, double q, int... axes) {
    return quantile(a, Creation.weak(q), Reduction.over(axes), null, null);
  }

  /**
   * Quantiles: the values below which shares of the elements lie.
   *
   * @param a operand, real
   * @param q the shares, 0 to 1: a scalar or one axis
   * @param axes axes to fold; none for all
   * @return floats of the shape of {@code q} and then of what is not folded
   */
  public static NDArray quantile(NDArray a, NDArray q, int... axes) {
    return quantile(a, q, Reduction.over(axes), null, null);
  }

  /**
   * Quantiles: the values below which shares of the elements lie.
   *
   * @param a operand, real
   * @param q the shares, 0 to 1: a scalar or one axis
   * @param options axes and whether they stay
   * @param method what to take between two elements; null for {@link QuantileMethod#LINEAR}
   * @param weights how much each element counts, of the shape of {@code a} or of the folded axes;
   *     only for {@link QuantileMethod#INVERTED_CDF}; null for equally
   * @return floats of the shape of {@code q} and then of what is not folded; NaN of nothing, where
   *     an element is NaN and where a weight is negative
   */
  @JaxName("quantile")
  public static NDArray quantile(
      NDArray a,
      NDArray q,
      Reduction options,
      @Nullable QuantileMethod method,
      @Nullable NDArray weights) {
    return Lines.of("quantile", a, q, options, weights).quantile(method(method), false);
  }

  /**
   * A quantile of the elements that are not NaN.
   *
   * @param a operand, real
   * @param q the share, 0 to 1
   * @param axes axes to fold; none for all
   * @return the quantile, a float; NaN where all are NaN
   */
  public static NDArray nanquantile(NDArray a, double q, int... axes) {
    return nanquantile(a, Creation.weak(q), Reduction.over(axes), null, null);
  }

  /**
   * Quantiles: the values below which shares of the elements lie.
   *
   * @param a operand, real
   * @param q the shares, 0 to 1: a scalar or one axis
   * @param axes axes to fold; none for all
   * @return floats of the shape of {@code q} and then of what is not folded
   */
  public static NDArray nanquantile(NDArray a, NDArray q, int... axes) {
    return nanquantile(a, q, Reduction.over(axes), null, null);
  }

  /**
   * Quantiles of the elements that are not NaN.
   *
   * @param a operand, real
   * @param q the shares, 0 to 1: a scalar or one axis
   * @param options axes and whether they stay
   * @param method what to take between two elements; null for {@link QuantileMethod#LINEAR}
   * @param weights how much each element counts; only for {@link QuantileMethod#INVERTED_CDF}; null
   *     for equally
   * @return floats of the shape of {@code q} and then of what is not folded; NaN where all are NaN
   */
  @JaxName("nanquantile")
  public static NDArray nanquantile(
      NDArray a,
      NDArray q,
      Reduction options,
      @Nullable QuantileMethod method,
      @Nullable NDArray weights) {
    return Lines.of("nanquantile", a, q, options, weights).quantile(method(method), true);
  }

  /**
   * A percentile: the value below which so many of a hundred elements lie.
   *
   * @param a operand, real
   * @param q the share, 0 to 100
   * @param axes axes to fold; none for all
   * @return the percentile, a float; NaN of nothing and where an element is NaN
   */
  public static NDArray percentile(NDArray a, double q, int... axes) {
    return percentile(a, Creation.weak(q), Reduction.over(axes), null, null);
  }

  /**
   * Percentiles: quantiles with shares in hundredths.
   *
   * @param a operand, real
   * @param q the shares, 0 to 100: a scalar or one axis
   * @param axes axes to fold; none for all
   * @return floats of the shape of {@code q} and then of what is not folded
   */
  public static NDArray percentile(NDArray a, NDArray q, int... axes) {
    return percentile(a, q, Reduction.over(axes), null, null);
  }

  /**
   * Percentiles: quantiles with shares in hundredths.
   *
   * @param a operand, real
   * @param q the shares, 0 to 100: a scalar or one axis
   * @param options axes and whether they stay
   * @param method what to take between two elements; null for {@link QuantileMethod#LINEAR}
   * @param weights how much each element counts; only for {@link QuantileMethod#INVERTED_CDF}; null
   *     for equally
   * @return floats of the shape of {@code q} and then of what is not folded; NaN of nothing and
   *     where an element is NaN
   */
  @JaxName("percentile")
  public static NDArray percentile(
      NDArray a,
      NDArray q,
      Reduction options,
      @Nullable QuantileMethod method,
      @Nullable NDArray weights) {
    return quantile(a, q.div(100), options, method, weights);
  }

  /**
   * A percentile of the elements that are not NaN.
   *
   * @param a operand, real
   * @param q the share, 0 to 100
   * @param axes axes to fold; none for all
   * @return the percentile, a float; NaN where all are NaN
   */
  public static NDArray nanpercentile(NDArray a, double q, int... axes) {
    return nanpercentile(a, Creation.weak(q), Reduction.over(axes), null, null);
  }

  /**
   * Percentiles: quantiles with shares in hundredths.
   *
   * @param a operand, real
   * @param q the shares, 0 to 100: a scalar or one axis
   * @param axes axes to fold; none for all
   * @return floats of the shape of {@code q} and then of what is not folded
   */
  public static NDArray nanpercentile(NDArray a, NDArray q, int... axes) {
    return nanpercentile(a, q, Reduction.over(axes), null, null);
  }

  /**
   * Percentiles of the elements that are not NaN.
   *
   * @param a operand, real
   * @param q the shares, 0 to 100: a scalar or one axis
   * @param options axes and whether they stay
   * @param method what to take between two elements; null for {@link QuantileMethod#LINEAR}
   * @param weights how much each element counts; only for {@link QuantileMethod#INVERTED_CDF}; null
   *     for equally
   * @return floats of the shape of {@code q} and then of what is not folded; NaN where all are NaN
   */
  @JaxName("nanpercentile")
  public static NDArray nanpercentile(
      NDArray a,
      NDArray q,
      Reduction options,
      @Nullable QuantileMethod method,
      @Nullable NDArray weights) {
    return nanquantile(a, q.div(100), options, method, weights);
  }

  private static QuantileMethod method(@Nullable QuantileMethod given) {
    return given == null ? QuantileMethod.LINEAR : given;
  }

  /**
   * The operand with the folded axes as one last axis.
   *
   * @param operation for errors
   * @param values lines along the last axis
   * @param weights of the same shape, or null
   * @param q shares on one axis, floats
   * @param result shape of the result
   */
  private record Lines(
      String operation, NDArray values, @Nullable NDArray weights, NDArray q, Shape result) {
    static Lines of(
        String operation, NDArray a, NDArray q, Reduction options, @Nullable NDArray weights) {
      options.without(operation, Part.DTYPE, Part.INITIAL, Part.WHERE);
      if (q.rank() > 1) {
        throw new ShapeException(
            operation + ": q must be a scalar or have one axis, got " + q.type());
      }
      DType dtype =
          weights == null ? Operands.joinedInexact(a) : Operands.joinedInexact(a, weights);
      if (dtype.isComplex()) {
        throw new DTypeException(operation + ": complex numbers have no order, got " + a.type());
      }
      List<Integer> folded = Reductions.axes(operation, a, options);
      NDArray spread = weights == null ? null : Statistics.spread(operation, a, options, weights);
      List<Long> shape = new ArrayList<>();
      if (q.rank() == 1) {
        shape.add(q.size());
      }
      for (int axis = 0; axis < a.rank(); axis++) {
        if (!folded.contains(axis)) {
          shape.add(a.shape().dim(axis));
        } else if (options.keepdims()) {
          shape.add(1L);
        }
      }
      NDArray shares = Lax.reshape(q, Shape.of(q.size()));
      return new Lines(
          operation,
          lines(Lax.convert(a, dtype), folded),
          spread == null
              ? null
              : lines(Lax.convert(Lax.broadcastTo(spread, a.shape()), dtype), folded),
          Lax.convert(shares, Operands.joinedInexact(q)),
          Shape.of(shape.stream().mapToLong(Long::longValue).toArray()));
    }

    private static NDArray lines(NDArray x, List<Integer> folded) {
      int[] order = new int[x.rank()];
      List<Long> shape = new ArrayList<>();
      int next = 0;
      long length = 1;
      for (int axis = 0; axis < x.rank(); axis++) {
        if (!folded.contains(axis)) {
          order[next++] = axis;
          shape.add(x.shape().dim(axis));
        }
      }
      for (int axis : folded) {
        order[next++] = axis;
        length *= x.shape().dim(axis);
      }
      shape.add(length);
      NDArray ordered = x.rank() == 0 ? x : Shaping.transpose(x, order);
      return Lax.reshape(ordered, Shape.of(shape.stream().mapToLong(Long::longValue).toArray()));
    }

    NDArray quantile(QuantileMethod method, boolean skipsNan) {
      if (weights != null && method != QuantileMethod.INVERTED_CDF) {
        throw new IllegalArgumentException(
            operation + ": method " + method + " does not support weights, only INVERTED_CDF does");
      }
      DType dtype = values.dtype();
      if (values.shape().dim(-1) == 0) {
        return Creation.full(result, Double.NaN, dtype);
      }
      NDArray nan = Logic.isnan(values);
      Reduction line = Reduction.over(-1).keepingDims();
      NDArray missing = skipsNan ? Reductions.all(nan, line) : Reductions.any(nan, line);
      NDArray found =
          method == QuantileMethod.INVERTED_CDF ? atShare(nan) : between(method, nan, skipsNan);
      found = Lax.convert(Logic.where(missing, Double.NaN, found), dtype);
      // Quantiles come first.
      return Lax.reshape(Shaping.moveaxis(found, -1, 0), result);
    }

    /** Between the neighbours of each quantile. */
    private NDArray between(QuantileMethod method, NDArray nan, boolean skipsNan) {
      NDArray sorted = Sorting.sort(values);
      NDArray last;
      if (skipsNan) {
        NDArray there = Lax.convert(Logic.logicalNot(nan), q.dtype());
        last = Reductions.sum(there, Reduction.over(-1).keepingDims()).sub(1);
      } else {
        last = Creation.scalar((double) values.shape().dim(-1) - 1, q.dtype());
      }
      NDArray place = q.mul(last);
      NDArray low = Rounding.floor(place);
      NDArray highShare = place.sub(low);
      NDArray lowValue = at(sorted, bounded(low, last));
      NDArray highValue = at(sorted, bounded(Rounding.ceil(place), last));
      return switch (method) {
        case LINEAR ->
            Lax.convert(lowValue, q.dtype())
                .mul(Operands.one(highShare).sub(highShare))
                .add(Lax.convert(highValue, q.dtype()).mul(highShare));
        case LOWER -> lowValue;
        case HIGHER -> highValue;
        case MIDPOINT -> lowValue.add(highValue).mul(0.5);
        case NEAREST -> Logic.where(highShare.le(0.5), lowValue, highValue);
        case INVERTED_CDF -> throw new IllegalStateException("not between");
      };
    }

    private static NDArray bounded(NDArray place, NDArray last) {
      return Lax.convert(
          Arithmetic.maximum(Arithmetic.minimum(place, last), Operands.zero(place)), DType.INT32);
    }

    /** Elements of lines at places: one axis of them for all, or each line its own. */
    private static NDArray at(NDArray lines, NDArray places) {
      return places.rank() == 1
          ? Taking.take(lines, places, lines.rank() - 1, IndexMode.PROMISE_IN_BOUNDS, null)
          : Taking.takeAlongAxis(lines, places, lines.rank() - 1);
    }

    /** The first element at which the weights so far reach a share of their sum. */
    private NDArray atShare(NDArray nan) {
      NDArray given = weights == null ? Operands.one(values) : weights;
      NDArray counted = Logic.where(Logic.logicalOr(nan, given.lt(0)), 0.0, given);
      List<NDArray> sorted =
          Sorting.sort(List.of(values, Lax.broadcastTo(counted, values.shape())), -1, 1);
      NDArray sums = Cumulation.cumsum(sorted.get(1), -1);
      NDArray total =
          sums.get(Taking.along(values.rank() - 1, Index.slice(-1, values.shape().dim(-1))));
      NDArray targets = Lax.convert(q, values.dtype()).mul(total);
      NDArray place =
          Lax.bind(new Ordering.SearchSorted(Ordering.Side.LEFT, DType.INT32), sums, targets);
      NDArray there = Lax.convert(Logic.logicalNot(nan), DType.INT32);
      NDArray last = Reductions.sum(there, Reduction.over(-1).keepingDims().as(DType.INT32)).sub(1);
      NDArray bounded = Arithmetic.maximum(Arithmetic.minimum(place, last), Creation.weak(0));
      NDArray found = at(sorted.getFirst(), bounded);
      if (weights == null) {
        return found;
      }
      NDArray bad = Logic.logicalOr(Logic.isnan(weights), weights.lt(0));
      return Logic.where(Reductions.any(bad, Reduction.over(-1).keepingDims()), Double.NaN, found);
    }
  }
}
