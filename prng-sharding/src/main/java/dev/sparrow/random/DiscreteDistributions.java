package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Reductions;
import dev.sparrow.ops.Shaping;
import dev.sparrow.random.Distributions.TailRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Coins, signs, trials and categories: closed forms of a uniform draw with whole numbers as result.
 */
public final class DiscreteDistributions {
  private DiscreteDistributions() {}

  /** How finely {@link #bernoulli} compares with its probability. */
  public enum Resolution {
    /** One uniform draw: probabilities below 2^-23 are as good as 0 in float32. */
    LOW,
    /** Two uniform draws, the second of which decides ties of the first. */
    HIGH
  }

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
   * Coins: u &lt; p of a uniform u in the dtype of p.
   *
   * @param key one key
   * @param p probabilities, float, broadcast to the shape
   * @param shape shape of the result
   * @return bool
   * @throws DTypeException if p is not float
   */
  public static NDArray bernoulli(NDArray key, NDArray p, Shape shape) {
    return bernoulli(key, p, shape, Resolution.LOW);
  }

  /**
   * Coins: true with probability p.
   *
   * @param key one key
   * @param p probabilities, float, broadcast to the shape
   * @param shape shape of the result; null is the shape of p
   * @param mode how finely to compare; null is LOW, JAX's default
   * @return bool
   * @throws DTypeException if p is not float
   */
  @JaxName("random.bernoulli")
  public static NDArray bernoulli(
      NDArray key, NDArray p, @Nullable Shape shape, @Nullable Resolution mode) {
    NDArray one = RandomOperands.key("bernoulli", key);
    if (!p.dtype().isFloat()) {
      throw new DTypeException(
          "bernoulli: probability must be a float, got " + p.type() + "; convert it first");
    }
    DType dtype = p.type().weak() ? Profile.current().defaultFloat() : p.dtype();
    Shape whole = RandomOperands.shape("bernoulli", shape, p);
    NDArray bound = RandomOperands.parameter("bernoulli", p, whole, dtype);
    return Draw.of("_bernoulli", whole, DType.BOOL, mode == null ? Resolution.LOW : mode)
        .from(DiscreteDistributions::bernoulli, one, bound);
  }

  private static NDArray bernoulli(Draw draw, List<NDArray> in) {
    NDArray key = in.getFirst();
    NDArray p = in.getLast();
    return switch ((Resolution) draw.options().getFirst()) {
      case LOW -> Lax.apply(Fn.LT, Random.uniform(key, draw.shape(), p.dtype()), p);
      case HIGH -> {
        NDArray both = Random.uniform(key, draw.shape().insert(0, 2), p.dtype());
        NDArray step = Creation.scalar(FloatFormat.of(p.dtype()).eps(), p.dtype());
        NDArray fine = Lax.apply(Fn.MUL, both.get(1), step);
        yield Lax.apply(Fn.LT, fine, Lax.apply(Fn.SUB, p, both.get(0)));
      }
    };
  }

  /**
   * Signs: -1 or 1 with equal probability.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return integers of the default dtype
   */
  public static NDArray rademacher(NDArray key, long... shape) {
    return rademacher(key, Shape.of(shape), null);
  }

  /**
   * Signs: -1 or 1 with equal probability.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype element type, any number; null is the default integer dtype
   * @return -1 and 1 in that dtype
   */
  @JaxName("random.rademacher")
  public static NDArray rademacher(NDArray key, Shape shape, @Nullable DType dtype) {
    NDArray one = RandomOperands.key("rademacher", key);
    DType drawn = dtype == null ? Profile.current().defaultInt() : dtype;
    return Draw.of("_rademacher", shape, drawn).from(DiscreteDistributions::rademacher, one);
  }

  private static NDArray rademacher(Draw draw, List<NDArray> in) {
    DType dtype = draw.dtype();
    // JAX's p is a Python float: under the 64-bit profile the coins are drawn with 64 bits.
    NDArray coin = Lax.convert(bernoulli(in.getFirst(), Creation.weak(0.5), draw.shape()), dtype);
    NDArray doubled = Lax.apply(Fn.MUL, coin, Creation.scalar(2L, dtype));
    return Lax.apply(Fn.SUB, doubled, Creation.scalar(1L, dtype));
  }

  /**
   * Trials up to the first success: floor(log(u) / log1p(-p)) + 1 of a uniform u in the dtype of p.
   *
   * @param key one key
   * @param p probability of success, float
   * @param shape shape of the result; null is the shape of p
   * @param dtype an integer dtype; null is the default one
   * @return integers, 1 or more
   */
  @JaxName("random.geometric")
  public static NDArray geometric(
      NDArray key, NDArray p, @Nullable Shape shape, @Nullable DType dtype) {
    NDArray one = RandomOperands.key("geometric", key);
    DType counted = RandomOperands.integerOrDefault("geometric", dtype);
    DType drawn =
        p.dtype().isFloat() && !p.type().weak() ? p.dtype() : Profile.current().defaultFloat();
    Shape whole = RandomOperands.shape("geometric", shape, p);
    NDArray probability = RandomOperands.parameter("geometric", p, whole, drawn);
    return Draw.of("_geometric", whole, counted)
        .from(DiscreteDistributions::geometric, one, probability);
  }

  private static NDArray geometric(Draw draw, List<NDArray> in) {
    NDArray p = in.getLast();
    NDArray u = Random.uniform(in.getFirst(), draw.shape(), p.dtype());
    NDArray one = Creation.scalar(1.0, p.dtype());
    // A logarithm of 0 would be an infinite wait.
    NDArray isZero = Lax.apply(Fn.EQ, u, Creation.scalar(0.0, p.dtype()));
    NDArray positive = Lax.select(isZero, Lax.broadcastTo(one, u.shape()), u);
    NDArray failure = Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, p));
    NDArray trials = Lax.apply(Fn.FLOOR, Lax.apply(Fn.DIV, Lax.apply(Fn.LOG, positive), failure));
    return Lax.convert(Lax.apply(Fn.ADD, trials, one), draw.dtype());
  }

  /**
   * Categories by their logarithmic odds, with replacement: the largest of odds plus Gumbel noise.
   *
   * @param key one key
   * @param logits logarithms of the probabilities up to a constant, categories along the last axis
   * @return indices of the default dtype, of the shape of {@code logits} without its last axis
   */
  public static NDArray categorical(NDArray key, NDArray logits) {
    return categorical(key, logits, CategoricalOptions.DEFAULT);
  }

  /**
   * How {@link #categorical} draws.
   *
   * @param axis axis of the categories; null is the last
   * @param shape shape of the result, which ends with that of the odds without the axis; null is
   *     that
   * @param replace whether a category may be drawn twice in the leading axes; null is true
   * @param mode how well the noise's tail is resolved; null is LOW
   */
  public record CategoricalOptions(
      @Nullable Integer axis,
      @Nullable Shape shape,
      @Nullable Boolean replace,
      @Nullable TailRange mode) {
    /** What JAX does without options. */
    public static final CategoricalOptions DEFAULT = new CategoricalOptions(null, null, null, null);

    /**
     * Draws of a shape.
     *
     * @param shape shape of the result
     * @return the options
     */
    public static CategoricalOptions shape(long... shape) {
      return new CategoricalOptions(null, Shape.of(shape), null, null);
    }
  }

  /**
   * Categories by their logarithmic odds: with replacement the largest of odds plus Gumbel noise,
   * the first of equal ones; without, the largest few of one such sum.
   *
   * @param key one key
   * @param logits logarithms of the probabilities up to a constant, float
   * @param options axis, shape, replacement, tail
   * @return indices of the default dtype
   * @throws ShapeException if the shape does not end with that of the odds without the axis, or
   *     asks for more different categories than there are
   */
  @JaxName("random.categorical")
  public static NDArray categorical(NDArray key, NDArray logits, CategoricalOptions options) {
    NDArray one = RandomOperands.key("categorical", key);
    RandomOperands.floating("categorical", logits.dtype());
    int axis = options.axis == null ? -1 : options.axis;
    int dropped = logits.shape().axis("categorical", axis);
    Shape batch = logits.shape().without(List.of(dropped));
    Shape whole = options.shape == null ? batch : options.shape;
    RandomOperands.requireBroadcast("categorical", batch, whole);
    int prefix = whole.rank() - batch.rank();
    TailRange mode = options.mode == null ? TailRange.LOW : options.mode;
    if (Boolean.FALSE.equals(options.replace)) {
      return distinct(one, logits, dropped, whole.range(0, prefix), mode);
    }
    Shape noise =
        whole
            .range(0, prefix)
            .concat(whole.range(prefix, whole.rank()).insert(dropped, logits.shape().dim(dropped)));
    return Draw.of("_categorical", noise, logits.dtype(), prefix + dropped, mode)
        .from(DiscreteDistributions::categorical, one, logits);
  }

  private static NDArray categorical(Draw draw, List<NDArray> in) {
    int axis = (Integer) draw.options().get(0);
    TailRange mode = (TailRange) draw.options().get(1);
    NDArray noise = Distributions.gumbel(in.getFirst(), draw.shape(), draw.dtype(), mode);
    NDArray odds = Lax.broadcastTo(in.getLast(), draw.shape());
    return Reductions.argmax(Lax.apply(Fn.ADD, noise, odds), axis, false);
  }

  private static NDArray distinct(
      NDArray key, NDArray logits, int axis, Shape prefix, TailRange mode) {
    if (prefix.size() > logits.shape().dim(axis)) {
      throw new ShapeException(
          "categorical: cannot draw %d different ones of %d categories; draw with replacement"
              .formatted(prefix.size(), logits.shape().dim(axis)));
    }
    NDArray noisy =
        Lax.apply(Fn.ADD, Distributions.gumbel(key, logits.shape(), logits.dtype(), mode), logits);
    NDArray last = Shaping.moveaxis(noisy, axis, -1);
    NDArray best = Permutations.largest(last, (int) prefix.size());
    NDArray first = Shaping.moveaxis(best, -1, 0);
    return Lax.reshape(first, prefix.concat(logits.shape().without(List.of(axis))));
  }
}
