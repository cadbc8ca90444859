package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gamma numbers and what is made of them. Parameters may differ from element to element; they are
 * converted to the dtype of the result and broadcast to its shape.
 *
 * <p>Each element has a key of its own and tries until it accepts, so its value does not depend on
 * its neighbours: the values are the same sharded as whole. They can be differentiated with respect
 * to the parameters: a number follows the quantile that it has ({@link
 * dev.sparrow.ops.GammaDerivatives}).
 *
 * <p>A shape that is null is that of the parameters, a dtype that is null the default float dtype.
 */
public final class GammaDistributions {
  private GammaDistributions() {}

  /**
   * Gamma numbers of scale 1.
   *
   * @param key one key
   * @param a the shape parameter, above 0
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats, 0 or more; see {@link #loggamma} for small parameters, whose numbers underflow
   */
  @JaxName("random.gamma")
  public static NDArray gamma(
      NDArray key, NDArray a, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("gamma", GammaDistributions::gamma, key, shape, dtype, a);
  }

  /**
   * Logarithms of gamma numbers of scale 1, which do not underflow for small parameters.
   *
   * @param key one key
   * @param a the shape parameter, above 0
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats
   */
  @JaxName("random.loggamma")
  public static NDArray loggamma(
      NDArray key, NDArray a, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("loggamma", GammaDistributions::loggamma, key, shape, dtype, a);
  }

  /**
   * An accepted trial for each element.
   *
   * @param d the parameter less a third, where parameters below 1 are raised by 1
   * @param cube the accepted cube v
   * @param boost key for what a raised parameter has too much
   */
  private record Trial(NDArray d, NDArray cube, LaneKeys boost) {}

  /** Gamma numbers drawn with a key each. */
  static NDArray gammaOfKeys(NDArray keys, NDArray a, @Nullable DType dtype) {
    DType drawn = RandomOperands.floatOrDefault("gamma", dtype);
    NDArray parameter = RandomOperands.parameter("gamma", a, keys.shape(), drawn);
    return Draw.of("_gamma_of_keys", keys.shape(), drawn)
        .from(GammaDistributions::gammaOfKeys, keys, parameter);
  }

  private static NDArray gammaOfKeys(Draw draw, List<NDArray> in) {
    return gamma(LaneKeys.ofKeys(in.getFirst()), in.get(1), draw);
  }

  private static NDArray gamma(Draw draw, List<NDArray> in) {
    return gamma(LaneKeys.of(in.getFirst(), draw.shape()), in.get(1), draw);
  }

  private static NDArray gamma(LaneKeys keys, NDArray a, Draw draw) {
    return ImplicitGamma.LINEAR.moving(a, drawn(keys, ImplicitGamma.constant(a), draw));
  }

  private static NDArray drawn(LaneKeys keys, NDArray a, Draw draw) {
    DType dtype = draw.dtype();
    Trial trial = accepted(keys, a, draw);
    NDArray one = Creation.scalar(1.0, dtype);
    NDArray rest = sub(one, trial.boost.uniform(dtype));
    NDArray less = Lax.apply(Fn.POW, rest, div(one, a));
    return mul(mul(trial.d, trial.cube), Lax.select(isLarge(a), filled(a, 1), less));
  }

  private static NDArray loggamma(Draw draw, List<NDArray> in) {
    NDArray a = in.get(1);
    NDArray sample = drawnLogarithms(draw, in.getFirst(), ImplicitGamma.constant(a));
    return ImplicitGamma.LOGARITHMIC.moving(a, sample);
  }

  private static NDArray drawnLogarithms(Draw draw, NDArray key, NDArray a) {
    DType dtype = draw.dtype();
    Trial trial = accepted(LaneKeys.of(key, draw.shape()), a, draw);
    NDArray wait = Lax.apply(Fn.LOG1P, neg(trial.boost.uniform(dtype)));
    NDArray less = mul(wait, div(Creation.scalar(1.0, dtype), a));
    NDArray unneeded =
        Lax.apply(Fn.OR, isLarge(a), Lax.apply(Fn.EQ, wait, Creation.scalar(0.0, dtype)));
    NDArray boost = Lax.select(unneeded, filled(a, 0), less);
    return add(add(log(trial.d), log(trial.cube)), boost);
  }

  private static NDArray isLarge(NDArray a) {
    return Lax.apply(Fn.GE, a, Creation.scalar(1.0, a.dtype()));
  }

  private static NDArray filled(NDArray like, double value) {
    return Lax.broadcastTo(Creation.scalar(value, like.dtype()), like.shape());
  }

  /**
   * G. Marsaglia and W. Tsang, "A simple method for generating gamma variables", ACM Transactions
   * on Mathematical Software 26 (2000): a normal x gives v = (1 + c·x)³, accepted by a squeeze or
   * by its logarithm; a parameter below 1 is raised by 1.
   */
  private static Trial accepted(LaneKeys all, NDArray parameter, Draw draw) {
    DType dtype = draw.dtype();
    NDArray a = Lax.broadcastTo(parameter, draw.shape());
    NDArray one = Creation.scalar(1.0, dtype);
    NDArray third = Creation.scalar(1.0 / 3, dtype);
    NDArray d = sub(Lax.select(isLarge(a), a, add(a, one)), third);
    NDArray c = div(third, Lax.apply(Fn.SQRT, d));
    List<LaneKeys> keys = all.split(2);
    LaneKeys own = keys.get(0);
    // A state that is refused, so that every element tries once: x² = 0, v = 1, u = 2.
    List<NDArray> start =
        List.of(own.words().high(), own.words().low(), filled(a, 0), filled(a, 1), filled(a, 2));
    List<NDArray> end =
        ControlFlow.whileLoop(state -> any(refused(state, d)), state -> next(state, d, c), start);
    return new Trial(d, end.get(3), keys.get(1));
  }

  private static NDArray refused(List<NDArray> state, NDArray d) {
    DType dtype = d.dtype();
    NDArray one = Creation.scalar(1.0, dtype);
    NDArray squared = state.get(2);
    NDArray cube = state.get(3);
    NDArray u = state.get(4);
    NDArray squeeze = sub(one, mul(Creation.scalar(0.0331, dtype), mul(squared, squared)));
    NDArray bound =
        add(mul(squared, Creation.scalar(0.5, dtype)), mul(d, add(sub(one, cube), log(cube))));
    return Lax.apply(Fn.AND, Lax.apply(Fn.GE, u, squeeze), Lax.apply(Fn.GE, log(u), bound));
  }

  /** One more trial of the elements that were refused. */
  private static List<NDArray> next(List<NDArray> state, NDArray d, NDArray c) {
    DType dtype = d.dtype();
    NDArray again = refused(state, d);
    List<LaneKeys> keys = keys(state.get(0), state.get(1)).split(3);
    LaneKeys normals = keys.get(1);
    NDArray minusOne = filled(d, -1);
    List<NDArray> drawn =
        ControlFlow.whileLoop(
            inner -> any(notPositive(inner, again)),
            inner -> nextNormal(inner, again, c),
            List.of(normals.words().high(), normals.words().low(), filled(d, 0), minusOne));
    NDArray x = drawn.get(2);
    NDArray v = drawn.get(3);
    NDArray u = keys.get(2).uniform(dtype);
    return List.of(
        Lax.select(again, keys.get(0).words().high(), state.get(0)),
        Lax.select(again, keys.get(0).words().low(), state.get(1)),
        Lax.select(again, mul(x, x), state.get(2)),
        Lax.select(again, mul(mul(v, v), v), state.get(3)),
        Lax.select(again, u, state.get(4)));
  }

  private static NDArray notPositive(List<NDArray> inner, NDArray among) {
    NDArray v = inner.get(3);
    return Lax.apply(Fn.AND, among, Lax.apply(Fn.LE, v, Creation.scalar(0.0, v.dtype())));
  }

  private static List<NDArray> nextNormal(List<NDArray> inner, NDArray among, NDArray c) {
    DType dtype = c.dtype();
    NDArray again = notPositive(inner, among);
    List<LaneKeys> keys = keys(inner.get(0), inner.get(1)).split(2);
    NDArray x = keys.get(1).normal(dtype);
    NDArray v = add(Creation.scalar(1.0, dtype), mul(x, c));
    return List.of(
        Lax.select(again, keys.get(0).words().high(), inner.get(0)),
        Lax.select(again, keys.get(0).words().low(), inner.get(1)),
        Lax.select(again, x, inner.get(2)),
        Lax.select(again, v, inner.get(3)));
  }

  private static LaneKeys keys(NDArray high, NDArray low) {
    return new LaneKeys(new Threefry.Words(high, low));
  }

  private static NDArray any(NDArray flags) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < flags.rank(); axis++) {
      axes.add(axis);
    }
    return axes.isEmpty() ? flags : Lax.reduce(Monoid.OR, flags, axes);
  }

  /**
   * Beta numbers: of two gamma numbers, the share of the first.
   *
   * @param key one key
   * @param a first parameter, above 0
   * @param b second parameter, above 0
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats from 0 to 1
   */
  @JaxName("random.beta")
  public static NDArray beta(
      NDArray key, NDArray a, NDArray b, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("beta", GammaDistributions::beta, key, shape, dtype, a, b);
  }

  private static NDArray beta(Draw draw, List<NDArray> in) {
    NDArray keys = Random.split(in.getFirst());
    NDArray first = loggamma(keys.get(0), in.get(1), draw.shape(), draw.dtype());
    NDArray second = loggamma(keys.get(1), in.get(2), draw.shape(), draw.dtype());
    NDArray most = Lax.apply(Fn.MAX, first, second);
    NDArray x = Lax.apply(Fn.EXP, sub(first, most));
    NDArray y = Lax.apply(Fn.EXP, sub(second, most));
    return div(x, add(x, y));
  }

  /**
   * Shares that add up to 1: of gamma numbers along the last axis.
   *
   * @param key one key
   * @param alpha parameters along the last axis, above 0
   * @param shape leading shape of the result, to which that of the last axis is appended; null is
   *     the leading shape of the parameters
   * @param dtype a float dtype or null
   * @return floats from 0 to 1, of shape (…, number of shares)
   * @throws ShapeException if the parameters are a scalar
   */
  @JaxName("random.dirichlet")
  public static NDArray dirichlet(
      NDArray key, NDArray alpha, @Nullable Shape shape, @Nullable DType dtype) {
    if (alpha.rank() == 0) {
      throw new ShapeException("dirichlet: alpha needs an axis of parameters, got " + alpha.type());
    }
    int last = alpha.rank() - 1;
    Shape leading = shape == null ? alpha.shape().range(0, last) : shape;
    Shape whole = leading.insert(leading.rank(), alpha.shape().dim(last));
    return draw("dirichlet", GammaDistributions::dirichlet, key, whole, dtype, alpha);
  }

  private static NDArray dirichlet(Draw draw, List<NDArray> in) {
    int last = draw.shape().rank() - 1;
    NDArray logs = loggamma(in.getFirst(), in.get(1), draw.shape(), draw.dtype());
    Shape column = draw.shape().without(List.of(last)).insert(last, 1);
    NDArray most = Lax.reshape(Lax.reduce(Monoid.MAX, logs, List.of(last)), column);
    NDArray shares = Lax.apply(Fn.EXP, sub(logs, Lax.broadcastTo(most, draw.shape())));
    NDArray sum = Lax.reshape(Lax.reduce(Monoid.SUM, shares, List.of(last)), column);
    return div(shares, Lax.broadcastTo(sum, draw.shape()));
  }

  /**
   * Sums of the squares of df normal numbers.
   *
   * @param key one key
   * @param df degrees of freedom, above 0
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats, 0 or more
   */
  @JaxName("random.chisquare")
  public static NDArray chisquare(
      NDArray key, NDArray df, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("chisquare", GammaDistributions::chisquare, key, shape, dtype, df);
  }

  private static NDArray chisquare(Draw draw, List<NDArray> in) {
    NDArray two = Creation.scalar(2.0, draw.dtype());
    NDArray logs = loggamma(in.getFirst(), div(in.get(1), two), draw.shape(), draw.dtype());
    return mul(Lax.apply(Fn.EXP, logs), two);
  }

  /**
   * Student's t numbers.
   *
   * @param key one key
   * @param df degrees of freedom, above 0
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats
   */
  @JaxName("random.t")
  public static NDArray t(NDArray key, NDArray df, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("t", GammaDistributions::t, key, shape, dtype, df);
  }

  private static NDArray t(Draw draw, List<NDArray> in) {
    NDArray keys = Random.split(in.getFirst());
    NDArray z = Random.normal(keys.get(0), draw.shape(), draw.dtype());
    NDArray half = div(in.get(1), Creation.scalar(2.0, draw.dtype()));
    NDArray g = gamma(keys.get(1), half, draw.shape(), draw.dtype());
    return mul(z, Lax.apply(Fn.SQRT, div(half, g)));
  }

  /**
   * Ratios of two chi-square numbers, each over its degrees of freedom.
   *
   * @param key one key
   * @param dfnum degrees of freedom of the numerator, above 0
   * @param dfden degrees of freedom of the denominator, above 0
   * @param shape shape of the result or null
   * @param dtype a float dtype or null
   * @return floats, 0 or more
   */
  @JaxName("random.f")
  public static NDArray f(
      NDArray key, NDArray dfnum, NDArray dfden, @Nullable Shape shape, @Nullable DType dtype) {
    return draw("f", GammaDistributions::f, key, shape, dtype, dfnum, dfden);
  }

  private static NDArray f(Draw draw, List<NDArray> in) {
    NDArray keys = Random.split(in.getFirst());
    NDArray below = chisquare(keys.get(0), in.get(2), draw.shape(), draw.dtype());
    NDArray above = chisquare(keys.get(1), in.get(1), draw.shape(), draw.dtype());
    return div(div(above, in.get(1)), div(below, in.get(2)));
  }

  /**
   * Numbers of density exp(-|x|^p), up to a factor: p = 2 is normal of variance 1/2, p = 1 Laplace.
   *
   * @param key one key
   * @param p the power, above 0
   * @param shape shape of the result; null is ()
   * @param dtype a float dtype or null
   * @return floats
   */
  public static NDArray generalizedNormal(
      NDArray key, double p, @Nullable Shape shape, @Nullable DType dtype) {
    return generalizedNormal(key, Creation.weak(p), shape, dtype);
  }

  /**
   * Numbers of density exp(-|x|^p), up to a factor, which depend on p smoothly.
   *
   * @param key one key
   * @param p the power, above 0, which broadcasts to the shape
   * @param shape shape of the result; null is that of p
   * @param dtype a float dtype or null
   * @return floats
   */
  @JaxName("random.generalized_normal")
  public static NDArray generalizedNormal(
      NDArray key, NDArray p, @Nullable Shape shape, @Nullable DType dtype) {
    String name = "generalized_normal";
    DType drawn = RandomOperands.floatOrDefault(name, dtype);
    NDArray one = RandomOperands.key(name, key);
    Shape whole = RandomOperands.shape(name, shape, p);
    return Draw.of("_" + name, whole, drawn)
        .from(GammaDistributions::generalizedNormal, one, power(name, p, whole));
  }

  /** A power in its own float dtype, in which JAX takes its inverse. */
  private static NDArray power(String name, NDArray p, Shape shape) {
    DType own = p.dtype().isFloat() ? p.dtype() : Profile.current().defaultFloat();
    return RandomOperands.parameter(name, p, shape, own);
  }

  private static NDArray inverse(NDArray p) {
    return div(Creation.scalar(1.0, p.dtype()), p);
  }

  private static NDArray generalizedNormal(Draw draw, List<NDArray> in) {
    DType dtype = draw.dtype();
    NDArray keys = Random.split(in.getFirst());
    NDArray inverse = inverse(in.get(1));
    NDArray g = gamma(keys.get(0), inverse, draw.shape(), dtype);
    NDArray sign = DiscreteDistributions.rademacher(keys.get(1), draw.shape(), dtype);
    return mul(sign, Lax.apply(Fn.POW, g, Lax.convert(inverse, dtype)));
  }

  /**
   * Points in the unit ball of d dimensions, evenly distributed.
   *
   * @param key one key
   * @param d dimensions
   * @param p the norm whose ball it is
   * @param shape leading shape of the result; null is ()
   * @param dtype a float dtype or null
   * @return floats of shape (…, d)
   */
  public static NDArray ball(
      NDArray key, int d, double p, @Nullable Shape shape, @Nullable DType dtype) {
    return ball(key, d, Creation.weak(p), shape, dtype);
  }

  /**
   * Points in the unit ball of d dimensions, evenly distributed, which depend on its norm smoothly.
   *
   * @param key one key
   * @param d dimensions
   * @param p the norm whose ball it is, of shape (); null is 2
   * @param shape leading shape of the result; null is ()
   * @param dtype a float dtype or null
   * @return floats of shape (…, d)
   * @throws ShapeException if p is not a scalar
   */
  @JaxName("random.ball")
  public static NDArray ball(
      NDArray key, int d, @Nullable NDArray p, @Nullable Shape shape, @Nullable DType dtype) {
    DType drawn = RandomOperands.floatOrDefault("ball", dtype);
    NDArray norm = p == null ? Creation.weak(2.0) : p;
    if (norm.rank() != 0) {
      throw new ShapeException(
          "ball: p is one norm for all points, got " + norm.type() + "; use vmap");
    }
    Shape leading = shape == null ? Shape.scalar() : shape;
    Shape whole = leading.insert(leading.rank(), d);
    return Draw.of("_ball", whole, drawn)
        .from(
            GammaDistributions::ball, RandomOperands.key("ball", key), power("ball", norm, whole));
  }

  private static NDArray ball(Draw draw, List<NDArray> in) {
    DType dtype = draw.dtype();
    NDArray p = in.get(1);
    int last = draw.shape().rank() - 1;
    Shape leading = draw.shape().without(List.of(last));
    NDArray keys = Random.split(in.getFirst());
    NDArray g = generalizedNormal(keys.get(0), p, draw.shape(), dtype);
    NDArray wait = Distributions.exponential(keys.get(1), leading, dtype);
    NDArray powers = Lax.apply(Fn.POW, Lax.apply(Fn.ABS, g), Lax.convert(p, dtype));
    NDArray sum = add(Lax.reduce(Monoid.SUM, powers, List.of(last)), wait);
    NDArray norm = Lax.apply(Fn.POW, sum, Lax.convert(inverse(p), dtype));
    return div(g, Lax.broadcastTo(Lax.reshape(norm, leading.insert(last, 1)), draw.shape()));
  }

  private static NDArray draw(
      String name,
      Draw.Definition definition,
      NDArray key,
      @Nullable Shape shape,
      @Nullable DType dtype,
      NDArray... parameters) {
    return ParametricDistributions.draw(name, definition, key, shape, dtype, parameters);
  }

  private static NDArray add(NDArray x, NDArray y) {
    return Lax.apply(Fn.ADD, x, y);
  }

  private static NDArray sub(NDArray x, NDArray y) {
    return Lax.apply(Fn.SUB, x, y);
  }

  private static NDArray mul(NDArray x, NDArray y) {
    return Lax.apply(Fn.MUL, x, y);
  }

  private static NDArray div(NDArray x, NDArray y) {
    return Lax.apply(Fn.DIV, x, y);
  }

  private static NDArray neg(NDArray x) {
    return Lax.apply(Fn.NEG, x);
  }

  private static NDArray log(NDArray x) {
    return Lax.apply(Fn.LOG, x);
  }
}
