package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Continuous distributions with parameters, each a closed form of one or two draws. Parameters may
 * differ from element to element; they are converted to the dtype of the result and broadcast to
 * its shape.
 *
 * <p>A shape that is null is that of the parameters, a dtype that is null the default float dtype.
 */
public final class ParametricDistributions {
  private ParametricDistributions() {}

  /**
   * Normal numbers that fall into an interval, by inverse transform: √2·erfinv(u) of u uniform
   * between erf(lower/√2) and erf(upper/√2), clipped to the open interval.
   *
   * @param key one key
   * @param lower lower end
   * @param upper upper end
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats between the ends
   */
  @JaxName("random.truncated_normal")
  public static NDArray truncatedNormal(
      NDArray key, NDArray lower, NDArray upper, @Nullable Shape shape, @Nullable DType dtype) {
    return draw(
        "truncated_normal",
        ParametricDistributions::truncatedNormal,
        key,
        shape,
        dtype,
        lower,
        upper);
  }

  private static NDArray truncatedNormal(Draw draw, List<NDArray> in) {
    DType dtype = draw.dtype();
    NDArray root2 = Creation.scalar(Math.sqrt(2), dtype);
    NDArray lower = in.get(1);
    NDArray upper = in.get(2);
    NDArray from = Lax.apply(Fn.ERF, Lax.apply(Fn.DIV, lower, root2));
    NDArray to = Lax.apply(Fn.ERF, Lax.apply(Fn.DIV, upper, root2));
    NDArray u = Random.uniform(in.getFirst(), draw.shape(), dtype, from, to);
    NDArray value = Lax.apply(Fn.MUL, root2, Lax.apply(Fn.ERF_INV, u));
    NDArray infinity = Creation.scalar(Double.POSITIVE_INFINITY, dtype);
    // What is clipped to an end does not move with it, as in JAX.
    NDArray least = Lax.apply(Fn.NEXTAFTER, Lax.stopGradient(lower), infinity);
    NDArray most = Lax.apply(Fn.NEXTAFTER, Lax.stopGradient(upper), Lax.apply(Fn.NEG, infinity));
    return Lax.apply(Fn.MIN, Lax.apply(Fn.MAX, value, least), most);
  }

  /**
   * Numbers whose logarithm is normal: exp(normal·sigma).
   *
   * @param key one key
   * @param sigma standard deviation of the logarithm; null is 1
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats above 0
   */
  @JaxName("random.lognormal")
  public static NDArray lognormal(
      NDArray key, @Nullable NDArray sigma, @Nullable Shape shape, @Nullable DType dtype) {
    NDArray deviation = sigma == null ? Creation.weak(1.0) : sigma;
    return draw("lognormal", ParametricDistributions::lognormal, key, shape, dtype, deviation);
  }

  private static NDArray lognormal(Draw draw, List<NDArray> in) {
    NDArray z = Random.normal(in.getFirst(), draw.shape(), draw.dtype());
    return Lax.apply(Fn.EXP, Lax.apply(Fn.MUL, z, in.get(1)));
  }

  /**
   * Pareto numbers: exp(exponential / b).
   *
   * @param key one key
   * @param b how fast the tail falls
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats of 1 or more
   */
  @JaxName("random.pareto")
  public static NDArray pareto(
      NDArray key, NDArray b, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("pareto", ParametricDistributions::pareto, key, shape, dtype, b);
  }

  private static NDArray pareto(Draw draw, List<NDArray> in) {
    NDArray wait = Distributions.exponential(in.getFirst(), draw.shape(), draw.dtype());
    return Lax.apply(Fn.EXP, Lax.apply(Fn.DIV, wait, in.get(1)));
  }

  /**
   * Rayleigh numbers: scale·√(-2·log(u)) of u uniform in [0, 1), which gives infinity once in 2^23
   * float32 draws.
   *
   * @param key one key
   * @param scale the mode
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats, 0 or more
   */
  @JaxName("random.rayleigh")
  public static NDArray rayleigh(
      NDArray key, NDArray scale, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("rayleigh", ParametricDistributions::rayleigh, key, shape, dtype, scale);
  }

  private static NDArray rayleigh(Draw draw, List<NDArray> in) {
    NDArray log = Lax.apply(Fn.LOG, Random.uniform(in.getFirst(), draw.shape(), draw.dtype()));
    NDArray doubled = Lax.apply(Fn.MUL, log, Creation.scalar(-2.0, draw.dtype()));
    return Lax.apply(Fn.MUL, in.get(1), Lax.apply(Fn.SQRT, doubled));
  }

  /**
   * Weibull numbers: scale·(-log1p(-u))^(1/concentration).
   *
   * @param key one key
   * @param scale the scale
   * @param concentration the power; 1 gives exponential numbers
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats, 0 or more
   */
  @JaxName("random.weibull_min")
  public static NDArray weibullMin(
      NDArray key,
      NDArray scale,
      NDArray concentration,
      @Nullable Shape shape,
      @Nullable DType dtype) {
    return draw(
        "weibull_min",
        ParametricDistributions::weibullMin,
        key,
        shape,
        dtype,
        scale,
        concentration);
  }

  private static NDArray weibullMin(Draw draw, List<NDArray> in) {
    NDArray wait = Distributions.exponential(in.getFirst(), draw.shape(), draw.dtype());
    NDArray power = Lax.apply(Fn.DIV, Creation.scalar(1.0, draw.dtype()), in.get(2));
    return Lax.apply(Fn.MUL, Lax.apply(Fn.POW, wait, expand(power, draw)), in.get(1));
  }

  /**
   * Triangular numbers: the density rises from left to mode and falls to right.
   *
   * @param key one key
   * @param left lower end
   * @param mode where the density is highest
   * @param right upper end
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats between the ends
   */
  @JaxName("random.triangular")
  public static NDArray triangular(
      NDArray key,
      NDArray left,
      NDArray mode,
      NDArray right,
      @Nullable Shape shape,
      @Nullable DType dtype) {
    return draw(
        "triangular", ParametricDistributions::triangular, key, shape, dtype, left, mode, right);
  }

  private static NDArray triangular(Draw draw, List<NDArray> in) {
    NDArray left = in.get(1);
    NDArray mode = in.get(2);
    NDArray right = in.get(3);
    NDArray width = Lax.apply(Fn.SUB, right, left);
    NDArray rise = Lax.apply(Fn.SUB, mode, left);
    NDArray fall = Lax.apply(Fn.SUB, right, mode);
    NDArray u = Random.uniform(in.getFirst(), draw.shape(), draw.dtype());
    NDArray rest = Lax.apply(Fn.SUB, Creation.scalar(1.0, draw.dtype()), u);
    NDArray fromLeft = Lax.apply(Fn.SQRT, product(product(u, width), rise));
    NDArray fromRight = Lax.apply(Fn.SQRT, product(product(rest, width), fall));
    NDArray rising = Lax.apply(Fn.LT, u, Lax.apply(Fn.DIV, rise, width));
    return Lax.select(
        rising, Lax.apply(Fn.ADD, left, fromLeft), Lax.apply(Fn.SUB, right, fromRight));
  }

  /**
   * Wald numbers, inverse normal of scale 1, by J. Michael, W. Schucany and R. Haas, "Generating
   * random variates using transformations with multiple roots", The American Statistician 30
   * (1976).
   *
   * @param key one key
   * @param mean the mean, above 0
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats above 0
   */
  @JaxName("random.wald")
  public static NDArray wald(
      NDArray key, NDArray mean, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("wald", ParametricDistributions::wald, key, shape, dtype, mean);
  }

  private static NDArray wald(Draw draw, List<NDArray> in) {
    NDArray keys = Random.split(in.getFirst());
    NDArray mean = expand(in.get(1), draw);
    NDArray z = Random.normal(keys.get(0), draw.shape(), draw.dtype());
    NDArray u = Random.uniform(keys.get(1), draw.shape(), draw.dtype());
    NDArray y = product(z, z);
    NDArray meanSquared = product(mean, mean);
    NDArray root = Lax.apply(Fn.SQRT, mean.mul(4.0).mul(y).add(meanSquared.mul(product(y, y))));
    NDArray smaller = mean.add(meanSquared.mul(y).div(2.0)).sub(mean.div(2.0).mul(root));
    NDArray keep = Lax.apply(Fn.LE, u, mean.div(mean.add(smaller)));
    return Lax.select(keep, smaller, meanSquared.div(smaller));
  }

  /**
   * Maxwell numbers with a random sign, scaled and shifted.
   *
   * @param key one key
   * @param loc added at the end
   * @param scale factor
   * @param shape leading shape of the result, to which that of the parameters is appended; empty
   *     counts as the shape of the parameters, as in JAX
   * @param dtype a float dtype or null
   * @return floats
   */
  @JaxName("random.double_sided_maxwell")
  public static NDArray doubleSidedMaxwell(
      NDArray key, NDArray loc, NDArray scale, @Nullable Shape shape, @Nullable DType dtype) {
    Shape parameters = RandomOperands.shape("double_sided_maxwell", null, loc, scale);
    boolean open = shape == null || shape.rank() == 0;
    Shape whole = (open ? parameters : shape).concat(parameters);
    return draw(
        "double_sided_maxwell",
        ParametricDistributions::doubleSidedMaxwell,
        key,
        whole,
        dtype,
        loc,
        scale);
  }

  private static NDArray doubleSidedMaxwell(Draw draw, List<NDArray> in) {
    NDArray keys = Random.split(in.getFirst());
    NDArray speed = Distributions.maxwell(keys.get(0), draw.shape(), draw.dtype());
    NDArray sign = DiscreteDistributions.rademacher(keys.get(1), draw.shape(), draw.dtype());
    NDArray scaled = product(product(sign, speed), in.get(2));
    return Lax.apply(Fn.ADD, scaled, in.get(1));
  }

  private static NDArray product(NDArray x, NDArray y) {
    return Lax.apply(Fn.MUL, x, y);
  }

  /** A parameter of rank 0 as one of the result's shape. */
  private static NDArray expand(NDArray parameter, Draw draw) {
    return Lax.broadcastTo(parameter, draw.shape());
  }

  /** Draws with parameters that are converted to the dtype of the result, and fit its shape. */
  static NDArray draw(
      String name,
      Draw.Definition definition,
      NDArray key,
      @Nullable Shape shape,
      @Nullable DType dtype,
      NDArray... parameters) {
    NDArray one = RandomOperands.key(name, key);
    DType drawn = RandomOperands.floatOrDefault(name, dtype);
    Shape whole = RandomOperands.shape(name, shape, parameters);
    List<NDArray> operands = new ArrayList<>();
    operands.add(one);
    for (NDArray parameter : parameters) {
      operands.add(RandomOperands.parameter(name, parameter, whole, drawn));
    }
    return Draw.of("_" + name, whole, drawn).from(definition, operands);
  }
}
