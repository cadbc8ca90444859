package dev.sparrow.conformance;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Monoid;
import dev.sparrow.ops.Covariance;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Reduction;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reductions and statistics under the keywords that JAX gives them. */
public final class ReductionFunctions {
  private ReductionFunctions() {}

  /**
   * {@code sum} that may stay in a narrow integer dtype.
   *
   * @param a operand
   * @param options axes and more
   * @param promoteIntegers whether narrow integers are summed in the default integer
   * @return the sum
   */
  @JaxName("sum")
  public static NDArray sum(NDArray a, Reduction options, Boolean promoteIntegers) {
    return Reductions.sum(a, promoteIntegers ? options : options.as(a.dtype()));
  }

  /**
   * {@code var} with the array API's name for ddof.
   *
   * @param a operand
   * @param options axes and more
   * @param correction ddof
   * @return the variance
   */
  @JaxName("var")
  public static NDArray var(NDArray a, Reduction options, double correction) {
    return Statistics.var(a, options, correction);
  }

  /**
   * {@code std} with the array API's name for ddof.
   *
   * @param a operand
   * @param options axes and more
   * @param correction ddof
   * @return the deviation
   */
  @JaxName("std")
  public static NDArray std(NDArray a, Reduction options, double correction) {
    return Statistics.std(a, options, correction);
  }

  /**
   * {@code average} with its weights returned.
   *
   * @param a operand
   * @param options axes and more
   * @param weights weights
   * @param returned whether the sum of weights is returned too
   * @return the mean and that sum
   */
  @JaxName("average")
  public static Object average(
      NDArray a, Reduction options, @Nullable NDArray weights, Boolean returned) {
    Statistics.Average average = Statistics.weighted(a, options, weights);
    return returned ? List.of(average.average(), average.weightsSum()) : average.average();
  }

  /**
   * What {@code cov} and {@code corrcoef} take.
   *
   * @param rowvar whether rows are variables
   * @param bias whether ddof is 0 by default
   * @param ddof ddof
   * @param fweights frequencies
   * @param aweights weights
   * @param dtype dtype
   */
  public record CovarianceKeywords(
      @Nullable Boolean rowvar,
      @Nullable Boolean bias,
      @Nullable Long ddof,
      @Nullable NDArray fweights,
      @Nullable NDArray aweights,
      @Nullable DType dtype) {
    Covariance.Options options() {
      return new Covariance.Options(
          Boolean.FALSE.equals(rowvar) ? Covariance.Variables.COLUMNS : Covariance.Variables.ROWS,
          ddof == null && Boolean.TRUE.equals(bias) ? (Long) 0L : ddof,
          fweights,
          aweights,
          dtype);
    }
  }

  /**
   * {@code cov}.
   *
   * @param m data
   * @param y more data
   * @param keywords the rest
   * @return covariances
   */
  @JaxName("cov")
  public static NDArray cov(NDArray m, @Nullable NDArray y, CovarianceKeywords keywords) {
    return Covariance.cov(m, y, keywords.options());
  }

  /**
   * {@code corrcoef}.
   *
   * @param x data
   * @param y more data
   * @param keywords the rest
   * @return correlations
   */
  @JaxName("corrcoef")
  public static NDArray corrcoef(NDArray x, @Nullable NDArray y, CovarianceKeywords keywords) {
    return Covariance.corrcoef(x, y, keywords.options());
  }

  /**
   * {@code lax.reduce_sum}.
   *
   * @param operand operand
   * @param axes axes
   * @return sums
   */
  @JaxName("lax.reduce_sum")
  public static NDArray reduceSum(NDArray operand, List<Integer> axes) {
    return Lax.reduce(Monoid.SUM, operand, axes);
  }

  /**
   * {@code lax.reduce_prod}.
   *
   * @param operand operand
   * @param axes axes
   * @return products
   */
  @JaxName("lax.reduce_prod")
  public static NDArray reduceProd(NDArray operand, List<Integer> axes) {
    return Lax.reduce(Monoid.PROD, operand, axes);
  }

  /**
   * {@code lax.reduce_max}.
   *
   * @param operand operand
   * @param axes axes
   * @return maxima
   */
  @JaxName("lax.reduce_max")
  public static NDArray reduceMax(NDArray operand, List<Integer> axes) {
    return Lax.reduce(Monoid.MAX, operand, axes);
  }

  /**
   * {@code lax.reduce_min}.
   *
   * @param operand operand
   * @param axes axes
   * @return minima
   */
  @JaxName("lax.reduce_min")
  public static NDArray reduceMin(NDArray operand, List<Integer> axes) {
    return Lax.reduce(Monoid.MIN, operand, axes);
  }
}
