package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Cumulative;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Ordering;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Taking;
import dev.sparrow.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Elements of an array in a random order, and some of them. */
public final class Permutations {
  /**
   * Sorting by 32-bit words once leaves ties; JAX's number of rounds makes them unlikely: so that
   * the words of all rounds number the elements with the cube of their count.
   */
  private static final double WORDS_OF_A_ROUND = 0xFFFF_FFFFL;

  private Permutations() {}

  /**
   * The numbers 0 to n-1 in a random order.
   *
   * @param key one key
   * @param n how many
   * @return integers of the default dtype, of shape (n,)
   * @throws ShapeException if n is negative
   */
  public static NDArray permutation(NDArray key, long n) {
    if (n < 0) {
      throw new ShapeException("permutation: n must be 0 or more, got " + n);
    }
    return shuffle(RandomOperands.key("permutation", key), Creation.arange(n), 0);
  }

  /**
   * The entries of an array along its first axis in a random order.
   *
   * @param key one key
   * @param x an array, or an integer scalar n for the numbers 0 to n-1
   * @return a new array of that shape
   */
  public static NDArray permutation(NDArray key, NDArray x) {
    return permutation(key, x, null, false);
  }

  /**
   * The entries of an array in a random order.
   *
   * @param key one key
   * @param x an array, or an integer scalar n for the numbers 0 to n-1
   * @param axis axis along which entries move; null is 0
   * @param independent whether each line along the axis gets an order of its own
   * @return a new array of that shape
   * @throws DTypeException if x is a scalar and no integer
   */
  @JaxName("random.permutation")
  public static NDArray permutation(
      NDArray key, NDArray x, @Nullable Integer axis, boolean independent) {
    NDArray one = RandomOperands.key("permutation", key);
    if (x.rank() == 0) {
      return permutation(one, count("permutation", x));
    }
    int along = x.shape().axis("permutation", axis == null ? 0 : axis);
    if (independent || x.rank() == 1) {
      return shuffle(one, x, along);
    }
    return Taking.take(x, permutation(one, x.shape().dim(along)), along);
  }

  /** Rounds of a stable sort by fresh words. */
  private static NDArray shuffle(NDArray key, NDArray x, int axis) {
    int rounds =
        (int)
            Math.ceil(3 * Math.log(Math.max(1.0, (double) x.size())) / Math.log(WORDS_OF_A_ROUND));
    NDArray current = key;
    NDArray shuffled = x;
    for (int round = 0; round < rounds; round++) {
      NDArray keys = Random.split(current);
      current = keys.get(0);
      NDArray words = Random.bits(keys.get(1), x.shape(), DType.UINT32);
      shuffled =
          Trace.current()
              .bind(new Ordering.Sort(axis, true, 1), List.of(words, shuffled))
              .getLast();
    }
    return shuffled;
  }

  private static long count(String operation, NDArray n) {
    if (!n.dtype().isInteger()) {
      throw new DTypeException(
          operation + ": a scalar must be an integer, got " + n.type() + "; pass an array");
    }
    return n.toLong();
  }

  /**
   * How {@link #choice} draws.
   *
   * @param replace whether an entry may be drawn twice; null is true
   * @param p probabilities of the entries, float, that add up to 1; null for equal ones
   * @param axis axis along which entries lie; null is 0
   */
  public record ChoiceOptions(
      @Nullable Boolean replace, @Nullable NDArray p, @Nullable Integer axis) {
    /** With replacement, all equally likely, along the first axis. */
    public static final ChoiceOptions DEFAULT = new ChoiceOptions(null, null, null);

    /** {@return every entry at most once} */
    public static ChoiceOptions withoutReplacement() {
      return new ChoiceOptions(false, null, null);
    }

    /**
     * Entries with probabilities of their own.
     *
     * @param p probabilities of the entries, float, that add up to 1
     * @return the options
     */
    public static ChoiceOptions weighted(NDArray p) {
      return new ChoiceOptions(null, p, null);
    }
  }

  /**
   * Entries of an array, with replacement, all equally likely.
   *
   * @param key one key
   * @param a an array, or an integer scalar n for the numbers 0 to n-1
   * @param shape extents of the draw; none for one entry
   * @return entries
   */
  public static NDArray choice(NDArray key, NDArray a, long... shape) {
    return choice(key, a, Shape.of(shape), ChoiceOptions.DEFAULT);
  }

  /**
   * Entries of an array.
   *
   * @param key one key
   * @param a an array, or an integer scalar n for the numbers 0 to n-1
   * @param shape shape of the draw; null for one entry
   * @param options replacement, probabilities, axis
   * @return entries: the array's shape with the axis replaced by that of the draw
   * @throws ShapeException if there is nothing to choose from, fewer entries than are drawn without
   *     replacement, or the probabilities are not as many as the entries
   */
  @JaxName("random.choice")
  public static NDArray choice(
      NDArray key, NDArray a, @Nullable Shape shape, ChoiceOptions options) {
    NDArray one = RandomOperands.key("choice", key);
    Shape draw = shape == null ? Shape.scalar() : shape;
    boolean numbers = a.rank() == 0;
    int axis = numbers ? 0 : a.shape().axis("choice", options.axis == null ? 0 : options.axis);
    long entries = numbers ? count("choice", a) : a.shape().dim(axis);
    boolean replace = !Boolean.FALSE.equals(options.replace);
    if (entries <= 0 && draw.size() > 0) {
      throw new ShapeException("choice: a must have entries to choose from, got " + a.type());
    }
    if (!replace && draw.size() > entries) {
      throw new ShapeException(
          "choice: cannot take %d entries of %d without replacement; pass replace=true or draw fewer"
              .formatted(draw.size(), entries));
    }
    NDArray p = options.p;
    if (p != null && !p.shape().equals(Shape.of(entries))) {
      throw new ShapeException(
          "choice: p must have shape (%d,), one probability for each entry, got %s"
              .formatted(entries, p.type()));
    }
    if (p == null && !replace) {
      NDArray shuffled = numbers ? permutation(one, entries) : permutation(one, a, axis, false);
      NDArray first = Taking.take(shuffled, Creation.arange(draw.size()), axis);
      Shape rest = numbers ? Shape.of(entries) : a.shape();
      return Lax.reshape(first, replaced(rest, axis, draw));
    }
    NDArray indices =
        p == null
            ? Random.randint(one, draw, 0, entries)
            : replace ? weighted(one, p, draw) : distinct(one, p, draw);
    return numbers ? indices : Taking.take(a, indices, axis);
  }

  private static Shape replaced(Shape shape, int axis, Shape draw) {
    return shape.range(0, axis).concat(draw).concat(shape.range(axis + 1, shape.rank()));
  }

  /** Where a uniform number falls among the running sums. */
  private static NDArray weighted(NDArray key, NDArray p, Shape draw) {
    NDArray weights = inexact(p);
    DType dtype = weights.dtype();
    NDArray sums = Lax.bind(new Cumulative.Accumulate(Cumulative.Running.SUM, 0, false), weights);
    NDArray rest = Lax.apply(Fn.SUB, Creation.scalar(1.0, dtype), Random.uniform(key, draw, dtype));
    NDArray wanted = Lax.apply(Fn.MUL, sums.get(-1), rest);
    NDArray flat = Lax.reshape(wanted, Shape.of(draw.size()));
    Ordering search = new Ordering.SearchSorted(Ordering.Side.LEFT, Profile.current().defaultInt());
    return Lax.reshape(Lax.bind(search, sums, flat), draw);
  }

  /** The largest of logarithms plus Gumbel noise. */
  private static NDArray distinct(NDArray key, NDArray p, Shape draw) {
    NDArray weights = inexact(p);
    NDArray noise = Distributions.gumbel(key, weights.shape(), weights.dtype(), null);
    NDArray noisy = Lax.apply(Fn.ADD, noise, Lax.apply(Fn.LOG, weights));
    NDArray indices =
        Lax.convert(largest(noisy, (int) draw.size()), Profile.current().defaultInt());
    return Lax.reshape(indices, draw);
  }

  private static NDArray inexact(NDArray p) {
    return p.dtype().isFloat() ? p : Lax.convert(p, Profile.current().defaultFloat());
  }

  /** Indices of the largest along the last axis, int32. */
  static NDArray largest(NDArray x, int count) {
    return Trace.current().bind(new Ordering.TopK(x.rank() - 1, count), List.of(x)).getLast();
  }
}
