package dev.sparrow.ops;

import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Fn;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logarithms of sums of exponentials and what is made of them, all relative to the largest element,
 * so that nothing overflows. The derivative holds that element fixed, which changes no slope.
 */
public final class Softmax {
  private Softmax() {}

  /**
   * A logarithm of a size and the sign that goes with it.
   *
   * @param log log|s|; -∞ for 0
   * @param sign -1, 0 or 1
   */
  public record SignedLog(NDArray log, NDArray sign) {}

  /**
   * {@code log(sum(exp(x)))}.
   *
   * @param x operand, real; integers become the default float
   * @param axes axes to fold; none for all
   * @return the logarithm; -∞ of nothing
   */
  public static NDArray logsumexp(NDArray x, int... axes) {
    return logsumexp(x, Reduction.over(axes), null);
  }

  /**
   * {@code log(sum(b·exp(x)))}.
   *
   * @param x operand, real; integers become the default float
   * @param options axes, whether they stay, and a mask of what counts
   * @param b factors, which broadcast with x; null for 1
   * @return the logarithm; -∞ of nothing, NaN of a negative sum
   */
  @JaxName({"nn.logsumexp", "special.logsumexp"})
  public static NDArray logsumexp(NDArray x, Reduction options, @Nullable NDArray b) {
    SignedLog result = signedLogsumexp(x, options, b);
    return b == null
        ? result.log
        : Logic.where(result.sign.lt(0), Creation.weak(Double.NaN), result.log);
  }

  /**
   * Logarithm of the size, and sign, of {@code sum(b·exp(x))}.
   *
   * @param x operand, real; integers become the default float
   * @param options axes, whether they stay, and a mask of what counts
   * @param b factors, which broadcast with x; null for 1
   * @return both
   */
  public static SignedLog signedLogsumexp(NDArray x, Reduction options, @Nullable NDArray b) {
    if (options.dtype() != null || options.initial() != null) {
      throw new IllegalArgumentException(
          "logsumexp: takes axes, keepdims and where, got "
              + options
              + "; convert the array, and add what the sum starts from to it");
    }
    NDArray value = Operands.promoteInexact("logsumexp", x).getFirst();
    NDArray factors = null;
    if (b != null) {
      List<NDArray> both = Operands.promoteInexact("logsumexp", value, b);
      factors = both.get(1);
      // What has the factor 0 does not count, even where its exponential is infinite.
      value = Logic.where(factors.ne(0), both.get(0), Creation.weak(Double.NEGATIVE_INFINITY));
    }
    Reduction kept = new Reduction(options.axis(), null, true, null, options.where());
    NDArray largest = largest(value, kept);
    NDArray finite = Logic.where(Logic.isfinite(largest), largest, Creation.weak(0));
    NDArray terms = exp(value.sub(finite));
    NDArray sum = Reductions.sum(factors == null ? terms : terms.mul(factors), options);
    NDArray shift = options.keepdims() ? finite : finite.reshape(sum.shape().dims());
    NDArray sign = Lax.apply(Fn.SIGN, sum);
    NDArray size = factors == null ? sum : sum.abs();
    return new SignedLog(log(size).add(shift), sign);
  }

  /** The largest element along axes, as a constant. */
  private static NDArray largest(NDArray x, Reduction kept) {
    NDArray least = Creation.scalar(Double.NEGATIVE_INFINITY, x.dtype());
    return Lax.stopGradient(Reductions.max(x, kept.from(least)));
  }

  private static Reduction over(int @Nullable [] axis, @Nullable NDArray where) {
    Reduction last = (axis == null ? Reduction.over(-1) : Reduction.over(axis)).keepingDims();
    return where == null ? last : last.where(where);
  }

  /**
   * {@code exp(x) / sum(exp(x))} over the last axis.
   *
   * @param x operand, real; integers become the default float
   * @return shares that sum to 1
   */
  public static NDArray softmax(NDArray x) {
    return softmax(x, null, null);
  }

  /**
   * {@code exp(x) / sum(exp(x))} over axes.
   *
   * @param x operand, real; integers become the default float
   * @param axis axes, negative from the end; null for the last
   * @param where bool mask of the elements that count, the others become 0; null for all
   * @return shares that sum to 1 along the axes
   */
  @JaxName("nn.softmax")
  public static NDArray softmax(NDArray x, int @Nullable [] axis, @Nullable NDArray where) {
    NDArray value = Operands.promoteInexact("softmax", x).getFirst();
    Reduction along = over(axis, where);
    NDArray weights = exp(value.sub(largest(value, along)));
    NDArray shares = weights.div(Reductions.sum(weights, along));
    return where == null ? shares : Logic.where(where, shares, Creation.weak(0));
  }

  /**
   * {@code x - log(sum(exp(x)))} over the last axis.
   *
   * @param x operand, real; integers become the default float
   * @return logarithms of shares
   */
  public static NDArray logSoftmax(NDArray x) {
    return logSoftmax(x, null, null);
  }

  /**
   * {@code x - log(sum(exp(x)))} over axes.
   *
   * @param x operand, real; integers become the default float
   * @param axis axes, negative from the end; null for the last
   * @param where bool mask of the elements that count, the others become -∞; null for all
   * @return logarithms of shares
   */
  @JaxName("nn.log_softmax")
  public static NDArray logSoftmax(NDArray x, int @Nullable [] axis, @Nullable NDArray where) {
    NDArray value = Operands.promoteInexact("log_softmax", x).getFirst();
    Reduction along = over(axis, where);
    NDArray shifted = value.sub(largest(value, along));
    NDArray logs = shifted.sub(log(Reductions.sum(exp(shifted), along)));
    return where == null ? logs : Logic.where(where, logs, Creation.weak(Double.NEGATIVE_INFINITY));
  }

  /**
   * {@code (x - mean) / sqrt(variance + epsilon)} along axes, the variance being the mean of the
   * squared distances from the mean: JAX's algorithm {@code "stable"}.
   *
   * @param x operand, real; integers become the default float
   * @param axis axes, negative from the end; null for the last
   * @param mean instead of the mean along the axes, or null
   * @param variance instead of the variance along the axes, or null
   * @param epsilon added to the variance; null for 1e-5
   * @param where bool mask of the elements that count for mean and variance; null for all
   * @return an array of mean 0 and variance close to 1
   */
  @JaxName("nn.standardize")
  public static NDArray standardize(
      NDArray x,
      int @Nullable [] axis,
      @Nullable NDArray mean,
      @Nullable NDArray variance,
      @Nullable Double epsilon,
      @Nullable NDArray where) {
    NDArray value = Operands.promoteInexact("standardize", x).getFirst();
    Reduction along = over(axis, where);
    NDArray centre = mean == null ? Reductions.mean(value, along) : mean;
    NDArray spread = variance == null ? Statistics.var(value, along) : variance;
    NDArray scale = Transcendental.rsqrt(spread.add(epsilon == null ? 1e-5 : epsilon));
    return value.sub(centre).mul(scale);
  }

  /**
   * Positions as rows that are 1 there and 0 elsewhere.
   *
   * @param x positions; one outside 0 to classes - 1 gives zeros only
   * @param numClasses number of positions
   * @param dtype dtype of the result; null for the default float
   * @param axis where the new axis goes, negative from the end; null for the last
   * @return an array with one more axis
   */
  @JaxName("nn.one_hot")
  public static NDArray oneHot(
      NDArray x, long numClasses, @Nullable DType dtype, @Nullable Integer axis) {
    int rank = x.rank() + 1;
    int at = axis == null ? -1 : axis;
    NDArray positions = Shaping.expandDims(x, at);
    long[] alongAxis = new long[rank];
    Arrays.fill(alongAxis, 1);
    alongAxis[at < 0 ? at + rank : at] = numClasses;
    NDArray classes = Creation.arange(numClasses).astype(x.dtype()).reshape(alongAxis);
    return positions.eq(classes).astype(dtype == null ? Creation.zeros().dtype() : dtype);
  }
}
