package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;

/**
 * Distributions that are a closed form of a uniform draw; the draws themselves are in {@link
 * Random}.
 */
public final class Distributions {
  private Distributions() {}

  /**
   * Fair coins: true with probability 1/2.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return bool
   */
  @JaxName("random.bernoulli")
  public static NDArray bernoulli(NDArray key, long... shape) {
    return bernoulli(key, Creation.weak(0.5), Shape.of(shape));
  }

  /**
   * Coins: true with probability p.
   *
   * @param key one key
   * @param p probabilities, whose shape the result has
   * @return bool
   */
  @JaxName("random.bernoulli")
  public static NDArray bernoulli(NDArray key, NDArray p) {
    return bernoulli(key, p, p.shape());
  }

  /**
   * Coins: u &lt; p of a uniform u in the dtype of p. In float32 a p below 2^-23 is as good as 0.
   *
   * @param key one key
   * @param p probabilities, float, broadcast to the shape
   * @param shape shape of the result
   * @return bool
   * @throws DTypeException if p is not float
   */
  @JaxName("random.bernoulli")
  public static NDArray bernoulli(NDArray key, NDArray p, Shape shape) {
    if (!p.dtype().isFloat()) {
      throw new DTypeException(
          "bernoulli: probability must be a float, got " + p.type() + "; convert it first");
    }
    DType dtype = p.type().weak() ? Profile.current().defaultFloat() : p.dtype();
    NDArray bound = RandomOperands.floatBound("bernoulli", p, shape, dtype);
    return Lax.apply(Fn.LT, Random.uniform(key, shape, dtype), bound);
  }

  /**
   * Signs: -1 or 1 with equal probability.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return integers of the default dtype
   */
  @JaxName("random.rademacher")
  public static NDArray rademacher(NDArray key, long... shape) {
    return rademacher(key, Shape.of(shape), Profile.current().defaultInt());
  }

  /**
   * Signs: -1 or 1 with equal probability.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype element type, any number
   * @return -1 and 1 in that dtype
   */
  @JaxName("random.rademacher")
  public static NDArray rademacher(NDArray key, Shape shape, DType dtype) {
    NDArray coin = Lax.convert(bernoulli(key, Creation.weak(0.5), shape), dtype);
    NDArray doubled = Lax.apply(Fn.MUL, coin, Creation.scalar(2L, dtype));
    return Lax.apply(Fn.SUB, doubled, Creation.scalar(1L, dtype));
  }

  /**
   * Waiting times of rate 1.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return floats of the default dtype
   */
  public static NDArray exponential(NDArray key, long... shape) {
    return exponential(key, Shape.of(shape), Profile.current().defaultFloat());
  }

  /**
   * Waiting times of rate 1: -log1p(-u) of a uniform u.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype float32 or float64
   * @return floats of that dtype, 0 or more
   */
  public static NDArray exponential(NDArray key, Shape shape, DType dtype) {
    NDArray u = Random.uniform(key, shape, RandomOperands.floating("exponential", dtype));
    return Lax.apply(Fn.NEG, Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, u)));
  }
}
