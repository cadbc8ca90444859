package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Continuous distributions without parameters, each a closed form of a uniform or normal draw: the
 * value of an element depends on the key and the element's index alone. Scale and shift the result
 * for others of the family.
 *
 * <p>A dtype that is null means the default float dtype.
 */
public final class Distributions {
  private Distributions() {}

  /** How well the far tail of {@link #gumbel} is resolved. */
  public enum TailRange {
    /** One uniform draw: values up to about 16 for float32. */
    LOW,
    /** Two uniform draws, the second of which resolves the tail. */
    HIGH,
    /** Two words as one fixed-point fraction of 64 bits; float32 only, else as HIGH. */
    HIGHEST
  }

  /**
   * Waiting times of rate 1.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return floats of the default dtype, 0 or more
   */
  public static NDArray exponential(NDArray key, long... shape) {
    return exponential(key, Shape.of(shape), null);
  }

  /**
   * Waiting times of rate 1: -log1p(-u) of a uniform u.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype or null
   * @return floats, 0 or more
   */
  @JaxName("random.exponential")
  public static NDArray exponential(NDArray key, Shape shape, @Nullable DType dtype) {
    return draw("exponential", Distributions::exponential, key, shape, dtype);
  }

  private static NDArray exponential(Draw draw, List<NDArray> in) {
    NDArray u = Random.uniform(in.getFirst(), draw.shape(), draw.dtype());
    return Lax.apply(Fn.NEG, Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, u)));
  }

  /**
   * Doubly exponential numbers of scale 1: sign(u)·log1p(-|u|) of u uniform in (-1, 1).
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype or null
   * @return floats
   */
  @JaxName("random.laplace")
  public static NDArray laplace(NDArray key, Shape shape, @Nullable DType dtype) {
    return draw("laplace", Distributions::laplace, key, shape, dtype);
  }

  private static NDArray laplace(Draw draw, List<NDArray> in) {
    double low = -1 + FloatFormat.of(draw.dtype()).epsNeg();
    NDArray u = Random.uniform(in.getFirst(), draw.shape(), draw.dtype(), low, 1);
    NDArray magnitude = Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, Lax.apply(Fn.ABS, u)));
    return Lax.apply(Fn.MUL, Lax.apply(Fn.SIGN, u), magnitude);
  }

  /**
   * Logistic numbers of scale 1: log(u) - log1p(-u) of u uniform in (0, 1).
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype or null
   * @return floats
   */
  @JaxName("random.logistic")
  public static NDArray logistic(NDArray key, Shape shape, @Nullable DType dtype) {
    return draw("logistic", Distributions::logistic, key, shape, dtype);
  }

  private static NDArray logistic(Draw draw, List<NDArray> in) {
    NDArray u = positiveUnit(in.getFirst(), draw.shape(), draw.dtype());
    return Lax.apply(Fn.SUB, Lax.apply(Fn.LOG, u), Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, u)));
  }

  /**
   * Cauchy numbers of scale 1: tan(π·(u - 1/2)) of u uniform in (0, 1). They have no mean.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype or null
   * @return floats
   */
  @JaxName("random.cauchy")
  public static NDArray cauchy(NDArray key, Shape shape, @Nullable DType dtype) {
    return draw("cauchy", Distributions::cauchy, key, shape, dtype);
  }

  private static NDArray cauchy(Draw draw, List<NDArray> in) {
    DType dtype = draw.dtype();
    double low = FloatFormat.of(dtype).eps();
    NDArray u = Random.uniform(in.getFirst(), draw.shape(), dtype, low, 1);
    NDArray centred = Lax.apply(Fn.SUB, u, Creation.scalar(0.5, dtype));
    return Lax.apply(Fn.TAN, Lax.apply(Fn.MUL, Creation.scalar(Math.PI, dtype), centred));
  }

  /**
   * Gumbel numbers of scale 1 with the tail of {@link TailRange#LOW}.
   *
   * @param key one key
   * @param shape extents of the result; none for a scalar
   * @return floats of the default dtype
   */
  public static NDArray gumbel(NDArray key, long... shape) {
    return gumbel(key, Shape.of(shape), null, null);
  }

  /**
   * Gumbel numbers of scale 1, the largest of many: -log(-log(u)) of u uniform in (0, 1).
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype or null
   * @param mode how well the tail is resolved; null is LOW, JAX's default
   * @return floats
   */
  @JaxName("random.gumbel")
  public static NDArray gumbel(
      NDArray key, Shape shape, @Nullable DType dtype, @Nullable TailRange mode) {
    DType drawn = RandomOperands.floatOrDefault("gumbel", dtype);
    TailRange tail = mode == null ? TailRange.LOW : mode;
    if (tail == TailRange.HIGHEST && drawn != DType.FLOAT32) {
      tail = TailRange.HIGH;
    }
    return Draw.of("_gumbel", shape, drawn, tail)
        .from(Distributions::gumbel, RandomOperands.key("gumbel", key));
  }

  private static NDArray gumbel(Draw draw, List<NDArray> in) {
    NDArray key = in.getFirst();
    DType dtype = draw.dtype();
    return switch ((TailRange) draw.options().getFirst()) {
      case LOW -> negLogNegLog(positiveUnit(key, draw.shape(), dtype));
      case HIGH -> {
        FloatFormat format = FloatFormat.of(dtype);
        NDArray both = Random.uniform(key, draw.shape().insert(0, 2), dtype);
        NDArray high = half(both, 0);
        NDArray fine = Lax.apply(Fn.MUL, Creation.scalar(format.eps(), dtype), half(both, 1));
        NDArray sum =
            Lax.apply(Fn.ADD, Lax.apply(Fn.ADD, high, fine), Creation.scalar(format.tiny(), dtype));
        NDArray upper = Lax.apply(Fn.GE, high, Creation.scalar(0.5, dtype));
        yield negLogNegLog1p(Lax.select(upper, high, sum));
      }
      case HIGHEST -> highest(key, draw.shape());
    };
  }

  /** A fraction of 64 bits, near 1 by its complement, so that both tails are resolved. */
  private static NDArray highest(NDArray key, Shape shape) {
    NDArray both = Random.bits(key, shape.insert(0, 2), DType.UINT32);
    NDArray word = new Threefry.Words(half(both, 0), half(both, 1)).joined();
    NDArray middle = Creation.scalar(Long.MIN_VALUE, DType.UINT64);
    NDArray lower = Lax.apply(Fn.LT, word, middle);
    NDArray complement =
        Lax.apply(Fn.ADD, Lax.apply(Fn.NOT, word), Creation.scalar(1L, DType.UINT64));
    NDArray fraction = FixedPoint.fraction(Lax.select(lower, word, complement));
    NDArray complementLog = Lax.apply(Fn.LOG, fraction);
    NDArray fractionLog = Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, fraction));
    NDArray log = Lax.select(lower, fractionLog, complementLog);
    return Lax.apply(Fn.NEG, Lax.apply(Fn.LOG, Lax.apply(Fn.NEG, log)));
  }

  private static NDArray negLogNegLog(NDArray u) {
    NDArray log = Lax.apply(Fn.NEG, Lax.apply(Fn.LOG, u));
    return Lax.apply(Fn.NEG, Lax.apply(Fn.LOG, log));
  }

  private static NDArray negLogNegLog1p(NDArray x) {
    NDArray log = Lax.apply(Fn.NEG, Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, x)));
    return Lax.apply(Fn.NEG, Lax.apply(Fn.LOG, log));
  }

  /**
   * Speeds of particles, of scale 1: the length of three normal numbers.
   *
   * @param key one key
   * @param shape shape of the result
   * @param dtype a float dtype or null
   * @return floats, 0 or more
   */
  @JaxName("random.maxwell")
  public static NDArray maxwell(NDArray key, Shape shape, @Nullable DType dtype) {
    return draw("maxwell", Distributions::maxwell, key, shape, dtype);
  }

  private static NDArray maxwell(Draw draw, List<NDArray> in) {
    int last = draw.shape().rank();
    NDArray z = Random.normal(in.getFirst(), draw.shape().insert(last, 3), draw.dtype());
    return Lax.apply(Fn.SQRT, Lax.apply(Fn.SQUARE, z).sum(last));
  }

  /** Uniform in (0, 1): from the smallest normal number on. */
  private static NDArray positiveUnit(NDArray key, Shape shape, DType dtype) {
    return Random.uniform(key, shape, dtype, FloatFormat.of(dtype).tiny(), 1);
  }

  /** One of two draws side by side. */
  static NDArray half(NDArray both, long which) {
    return both.get(which);
  }

  private static NDArray draw(
      String name, Draw.Definition definition, NDArray key, Shape shape, @Nullable DType dtype) {
    DType drawn = RandomOperands.floatOrDefault(name, dtype);
    return Draw.of("_" + name, shape, drawn).from(definition, RandomOperands.key(name, key));
  }
}
