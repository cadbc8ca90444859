package dev.sparrow.demo;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.random.Random;
import dev.sparrow.spark.ShardedArray;
import dev.sparrow.transform.Vmap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The Poisson bootstrap of a mean: in resample b, row i counts w times, where w is Poisson(1); the
 * statistic is the weighted mean. It approximates drawing n rows of n with replacement and needs no
 * communication, since each row's weight is drawn on its own (Hanley and MacGibbon, "Creating
 * non-parametric bootstrap samples using Poisson frequencies", 2006).
 *
 * <p>The weight is drawn by inverse CDF: u = uniform(foldIn(key, b)) at the row's global index i,
 * and w is the number of k with u ≥ CDF(k).
 */
final class PoissonBootstrap {
  /**
   * The CDF of Poisson(1), e⁻¹·Σ 1/j!, rounded to float32, as far as it is below 1: k = 0 … 9.
   *
   * <p>u is a multiple of 2⁻²³, so each P(w > k) is off by less than 2⁻²³ ≈ 1.2e-7, and weights
   * above 10, of probability 1.0e-8, do not occur. All of it moves the expected weight by less than
   * 1e-6.
   */
  static final float[] CDF = cdf();

  /** Resamples drawn in one pass: bounds what a task sends back, and makes the progress visible. */
  private static final int MOST_AT_ONCE = 64;

  private PoissonBootstrap() {}

  private static float[] cdf() {
    List<Float> below = new ArrayList<>();
    double term = Math.exp(-1);
    double sum = term;
    for (int k = 0; (float) sum < 1; k++) {
      below.add((float) sum);
      term /= k + 1;
      sum += term;
    }
    float[] values = new float[below.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = below.get(k);
    }
    return values;
  }

  /**
   * Weights from uniforms.
   *
   * @param uniform float32 in [0, 1)
   * @return float32 of the same shape, whole numbers from 0 to 10
   */
  static NDArray weights(NDArray uniform) {
    NDArray weights = uniform.ge(CDF[0]).astype(DType.FLOAT32);
    for (int k = 1; k < CDF.length; k++) {
      weights = weights.add(uniform.ge(CDF[k]).astype(DType.FLOAT32));
    }
    return weights;
  }

  /**
   * The number of passes that so many resamples take.
   *
   * @param resamples number of resamples
   * @return passes over the shards
   */
  static int passes(int resamples) {
    return Math.ceilDiv(resamples, MOST_AT_ONCE);
  }

  /**
   * Draws and folds all resamples.
   *
   * @param column values, any real dtype, shape (rows,)
   * @param seed seed of the key
   * @param resamples number of resamples
   * @return float32 weighted means; NaN for a resample in which no row was drawn
   */
  static float[] means(ShardedArray column, long seed, int resamples) {
    float[] means = new float[resamples];
    int passes = passes(resamples);
    for (int pass = 0; pass < passes; pass++) {
      int begin = (int) ((long) resamples * pass / passes);
      int end = (int) ((long) resamples * (pass + 1) / passes);
      NDArray result = column.reduce(pass(seed, begin, end));
      System.arraycopy(result.toFloatArray(), 0, means, begin, end - begin);
    }
    return means;
  }

  /** The program of one pass: resamples {@code begin} to {@code end - 1}, batched. */
  static UnaryOperator<NDArray> pass(long seed, int begin, int end) {
    NDArray numbers = Creation.arange(begin, end).astype(DType.UINT32);
    return column -> {
      NDArray x = column.astype(DType.FLOAT32);
      NDArray key = Random.key(seed);
      UnaryOperator<NDArray> resample =
          b -> {
            NDArray u = Random.uniform(Random.foldIn(key, b), x.shape(), DType.FLOAT32);
            NDArray w = weights(u);
            return w.mul(x).sum().div(w.sum());
          };
      return Vmap.vmap(resample).apply(numbers);
    };
  }
}
