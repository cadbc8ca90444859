package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Fn;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.JaxName;
import dev.sparrow.ops.Lax;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts of events: Poisson, binomial, multinomial.
 *
 * <p>JAX's samplers of these try for all elements together until every one is accepted, and an
 * element may be drawn again while others still try. So an element depends on the others of its
 * draw, and a part of a draw cannot be drawn alone. {@link #independentPoisson} gives each element
 * a key of its own; its values are not JAX's, and are the same sharded as whole.
 */
public final class CountDistributions {
  /** Below this rate uniform numbers are multiplied (Knuth); from it on a hat is rejected. */
  private static final double SMALL_RATE = 10;

  /**
   * log k! less Stirling's formula, for k of 0 to 9. For larger k JAX takes the value of 9, since
   * it clips before it evaluates the series; the error is below 0.009 in a logarithm that is
   * compared.
   */
  private static final double[] STIRLING_TAIL = {
    0.0810614667953272,
    0.0413406959554092,
    0.0276779256849983,
    0.02079067210376509,
    0.0166446911898211,
    0.0138761288230707,
    0.0118967099458917,
    0.0104112652619720,
    0.00925546218271273,
    0.00833056343336287
  };

  private CountDistributions() {}

  /**
   * Poisson counts, JAX's values.
   *
   * @param key one key
   * @param lam rates; converted to float32
   * @param shape shape of the result; null is that of the rates
   * @param dtype an integer dtype; null is the default one
   * @return counts; -1 where the rate is negative or NaN
   */
  @JaxName("random.poisson")
  public static NDArray poisson(
      NDArray key, NDArray lam, @Nullable Shape shape, @Nullable DType dtype) {
    NDArray one = RandomOperands.key("poisson", key);
    return poisson("_poisson", CountDistributions::sharedPoisson, one, lam, shape, dtype);
  }

  /**
   * Poisson counts of which each depends on the key, its rate and its index alone.
   *
   * @param key one key
   * @param lam rates; converted to float32
   * @param shape shape of the result; null is that of the rates
   * @param dtype an integer dtype; null is the default one
   * @return counts; -1 where the rate is negative or NaN
   */
  public static NDArray independentPoisson(
      NDArray key, NDArray lam, @Nullable Shape shape, @Nullable DType dtype) {
    NDArray one = RandomOperands.key("poisson", key);
    Shape whole = RandomOperands.shape("poisson", shape, lam);
    NDArray keys = Lax.reshape(Random.split(one, whole.size()), whole);
    return poissonOfKeys(keys, lam, dtype);
  }

  /** Counts drawn with a key each. */
  static NDArray poissonOfKeys(NDArray keys, NDArray lam, @Nullable DType dtype) {
    return poisson(
        "_independent_poisson",
        CountDistributions::independentPoisson,
        keys,
        lam,
        keys.shape(),
        dtype);
  }

  private static NDArray poisson(
      String name,
      Draw.Definition definition,
      NDArray key,
      NDArray lam,
      @Nullable Shape shape,
      @Nullable DType dtype) {
    DType counted = RandomOperands.integerOrDefault("poisson", dtype);
    Shape whole = RandomOperands.shape("poisson", shape, lam);
    NDArray rates = RandomOperands.parameter("poisson", lam, whole, DType.FLOAT32);
    return Draw.of(name, whole, counted).from(definition, key, rates);
  }

  private static NDArray sharedPoisson(Draw draw, List<NDArray> in) {
    return poisson(draw, new TrialKeys.Shared(in.getFirst()), in.getLast());
  }

  private static NDArray independentPoisson(Draw draw, List<NDArray> in) {
    return poisson(draw, LaneKeys.ofKeys(in.getFirst()), in.getLast());
  }

  private static NDArray poisson(Draw draw, TrialKeys keys, NDArray rate) {
    NDArray lam = Lax.broadcastTo(rate, draw.shape());
    NDArray small = or(Lax.apply(Fn.NE, lam, lam), Lax.apply(Fn.LT, lam, like(lam, SMALL_RATE)));
    NDArray few = product(draw, keys, Lax.select(small, lam, like(lam, 0)));
    NDArray many = rejection(draw, keys, Lax.select(small, like(lam, 1e5), lam));
    NDArray counts = Lax.select(small, few, Lax.convert(many, draw.dtype()));
    NDArray zero = Lax.apply(Fn.EQ, lam, like(lam, 0));
    return Lax.select(zero, like(counts, 0), counts);
  }

  /** D. Knuth: uniform numbers are multiplied until the product falls below exp(-lam). */
  private static NDArray product(Draw draw, TrialKeys keys, NDArray lam) {
    NDArray bound = Lax.apply(Fn.NEG, lam);
    int words = keys.arrays().size();
    List<NDArray> start = new ArrayList<>(keys.arrays());
    start.add(Lax.broadcastTo(Creation.scalar(0L, draw.dtype()), draw.shape()));
    start.add(like(lam, 0));
    List<NDArray> end =
        ControlFlow.whileLoop(
            state -> any(Lax.apply(Fn.GT, state.getLast(), bound)),
            state -> {
              List<? extends TrialKeys> children = keys.with(state.subList(0, words)).split(2);
              NDArray count = state.get(words);
              NDArray log = state.getLast();
              NDArray going = Lax.apply(Fn.GT, log, bound);
              NDArray u = children.get(1).uniform(draw.shape(), DType.FLOAT32);
              List<NDArray> next = new ArrayList<>(children.get(0).arrays());
              next.add(Lax.select(going, add(count, like(count, 1)), count));
              next.add(add(log, log(u)));
              return next;
            },
            start);
    NDArray count = end.get(words);
    return sub(count, like(count, 1));
  }

  /**
   * W. Hörmann, "The transformed rejection method for generating Poisson random variables",
   * Insurance: Mathematics and Economics 12 (1993), algorithm PTRS; its constants.
   */
  private static NDArray rejection(Draw draw, TrialKeys keys, NDArray lam) {
    NDArray logLam = log(lam);
    NDArray b = Lax.apply(Fn.SQRT, lam).mul(2.53).add(0.931);
    NDArray a = b.mul(0.02483).add(-0.059);
    NDArray inverseAlpha = add(like(lam, 1.1239), div(like(lam, 1.1328), b.sub(3.4)));
    NDArray squeeze = sub(like(lam, 0.9277), div(like(lam, 3.6224), b.sub(2)));
    return accepted(
        draw,
        keys,
        DType.FLOAT32,
        like(lam, -1),
        (u, v) -> {
          NDArray us = sub(like(lam, 0.5), u.abs());
          NDArray k =
              Lax.apply(
                  Fn.FLOOR, add(add(mul(add(div(a.mul(2), us), b), u), lam), like(lam, 0.43)));
          NDArray s = log(div(mul(v, inverseAlpha), add(div(a, mul(us, us)), b)));
          NDArray t =
              sub(
                  add(Lax.apply(Fn.NEG, lam), mul(k, logLam)),
                  Lax.apply(Fn.LGAMMA, add(k, like(lam, 1))));
          NDArray quick = and(us.ge(0.07), Lax.apply(Fn.LE, v, squeeze));
          NDArray reject = or(k.lt(0), and(us.lt(0.013), Lax.apply(Fn.GT, v, us)));
          NDArray slow = and(Lax.apply(Fn.NOT, reject), Lax.apply(Fn.LE, s, t));
          return new Proposal(k, or(quick, slow));
        });
  }

  /**
   * A candidate for each element.
   *
   * @param value the candidates
   * @param accept which are good
   */
  private record Proposal(NDArray value, NDArray accept) {}

  /** Makes a candidate of a number in (-1/2, 1/2) and one in [0, 1). */
  @FunctionalInterface
  private interface Hat {
    Proposal propose(NDArray u, NDArray v);
  }

  /** Proposes until every element has been accepted. */
  private static NDArray accepted(
      Draw draw, TrialKeys keys, DType dtype, NDArray initial, Hat hat) {
    int words = keys.arrays().size();
    List<NDArray> start = new ArrayList<>(keys.arrays());
    start.add(initial);
    start.add(Lax.broadcastTo(Creation.scalar(0L, DType.BOOL), draw.shape()));
    return ControlFlow.whileLoop(
            state -> any(Lax.apply(Fn.NOT, state.getLast())),
            state -> {
              List<? extends TrialKeys> children = keys.with(state.subList(0, words)).split(3);
              NDArray u = children.get(1).uniform(draw.shape(), dtype).sub(0.5);
              NDArray v = children.get(2).uniform(draw.shape(), dtype);
              Proposal proposal = hat.propose(u, v);
              NDArray done = state.getLast();
              NDArray take =
                  keys.drawsAgain()
                      ? proposal.accept
                      : and(proposal.accept, Lax.apply(Fn.NOT, done));
              List<NDArray> next = new ArrayList<>(children.get(0).arrays());
              next.add(Lax.select(take, proposal.value, state.get(words)));
              next.add(or(done, proposal.accept));
              return next;
            },
            start)
        .get(words);
  }

  /**
   * Binomial counts, JAX's values.
   *
   * @param key one key
   * @param n trials; fractions are dropped
   * @param p probability of success
   * @param shape shape of the result; null is that of the parameters
   * @param dtype a float dtype; null is the default one
   * @return counts as floats; NaN where n is negative or a parameter NaN, infinite where n is
   */
  @JaxName("random.binomial")
  public static NDArray binomial(
      NDArray key, NDArray n, NDArray p, @Nullable Shape shape, @Nullable DType dtype) {
    NDArray one = RandomOperands.key("binomial", key);
    DType drawn = RandomOperands.floatOrDefault("binomial", dtype);
    Shape whole = RandomOperands.shape("binomial", shape, n, p);
    DType working = working(p);
    return Draw.of("_binomial", whole, drawn)
        .from(
            CountDistributions::binomial,
            one,
            RandomOperands.parameter("binomial", n, whole, working),
            RandomOperands.parameter("binomial", p, whole, working));
  }

  /** The dtype that is computed in: that of the probabilities, whatever the result's. */
  private static DType working(NDArray p) {
    return p.dtype().isFloat() && !p.type().weak() ? p.dtype() : Profile.current().defaultFloat();
  }

  private static NDArray binomial(Draw draw, List<NDArray> in) {
    NDArray n = Lax.broadcastTo(in.get(1), draw.shape());
    NDArray p = Lax.broadcastTo(in.get(2), draw.shape());
    TrialKeys keys = new TrialKeys.Shared(in.getFirst());
    NDArray low = p.lt(0.5);
    NDArray likelihood = Lax.select(low, p, sub(like(p, 1), p));
    NDArray badCount = or(Lax.apply(Fn.NE, n, n), n.lt(0));
    NDArray infinite = Lax.apply(Fn.EQ, n, like(n, Double.POSITIVE_INFINITY));
    NDArray isNan = Lax.apply(Fn.NE, likelihood, likelihood);
    NDArray badLikelihood = or(isNan, likelihood.lt(0));
    NDArray q = Lax.select(badLikelihood, like(p, 0.01), likelihood);
    NDArray few = or(badCount, mul(n, q).le(10));
    NDArray count = Lax.apply(Fn.FLOOR, n);
    NDArray small = inversion(draw, keys, Lax.select(few, count, like(n, 0)), q);
    NDArray large =
        transformed(
            draw, keys, Lax.select(few, like(n, 1e4), count), Lax.select(few, like(q, 0.5), q));
    NDArray samples = Lax.select(few, small, large);
    NDArray invalid = or(badLikelihood, badCount);
    samples = Lax.select(invalid, like(n, Double.NaN), samples);
    samples =
        Lax.select(
            and(infinite, Lax.apply(Fn.NOT, invalid)), like(n, Double.POSITIVE_INFINITY), samples);
    NDArray asDrawn = or(or(low, badCount), or(isNan, infinite));
    return Lax.convert(Lax.select(asDrawn, samples, sub(count, samples)), draw.dtype());
  }

  /** Adds up geometric waits until they exceed the trials. */
  private static NDArray inversion(Draw draw, TrialKeys keys, NDArray n, NDArray q) {
    NDArray failure = Lax.apply(Fn.LOG1P, Lax.apply(Fn.NEG, q));
    int words = keys.arrays().size();
    List<NDArray> start = new ArrayList<>(keys.arrays());
    start.add(like(n, 0));
    start.add(like(n, 0));
    List<NDArray> end =
        ControlFlow.whileLoop(
            state -> any(Lax.apply(Fn.LE, state.getLast(), n)),
            state -> {
              List<? extends TrialKeys> children = keys.with(state.subList(0, words)).split(2);
              NDArray number = state.get(words);
              NDArray sum = state.getLast();
              NDArray going = Lax.apply(Fn.LE, sum, n);
              NDArray u = children.get(0).uniform(draw.shape(), n.dtype());
              List<NDArray> next = new ArrayList<>(children.get(1).arrays());
              next.add(Lax.select(going, add(number, like(number, 1)), number));
              next.add(add(sum, Lax.apply(Fn.CEIL, div(log(u), failure))));
              return next;
            },
            start);
    NDArray number = end.get(words);
    return sub(number, like(number, 1));
  }

  /**
   * W. Hörmann, "The generation of binomial random variates", Journal of Statistical Computation
   * and Simulation 46 (1993), algorithm BTRS; its constants.
   */
  private static NDArray transformed(Draw draw, TrialKeys keys, NDArray n, NDArray q) {
    NDArray one = like(n, 1);
    NDArray deviation = Lax.apply(Fn.SQRT, mul(mul(n, q), sub(one, q)));
    NDArray b = add(like(n, 1.15), deviation.mul(2.53));
    NDArray a = add(add(like(n, -0.0873), b.mul(0.0248)), q.mul(0.01));
    NDArray c = add(mul(n, q), like(n, 0.5));
    NDArray squeeze = sub(like(n, 0.92), div(like(n, 4.2), b));
    NDArray odds = div(q, sub(one, q));
    NDArray alpha = mul(add(like(n, 2.83), div(like(n, 5.1), b)), deviation);
    NDArray mode = Lax.apply(Fn.FLOOR, mul(add(n, one), q));
    return accepted(
        draw,
        keys,
        n.dtype(),
        like(n, -1),
        (u, v) -> {
          NDArray us = sub(like(n, 0.5), u.abs());
          NDArray k = Lax.apply(Fn.FLOOR, add(mul(add(div(a.mul(2), us), b), u), c));
          NDArray quick = and(us.ge(0.07), Lax.apply(Fn.LE, v, squeeze));
          NDArray reject = or(k.lt(0), Lax.apply(Fn.GT, k, n));
          NDArray height = log(div(mul(v, alpha), add(div(a, mul(us, us)), b)));
          NDArray belowMode = sub(n, mode).add(1);
          NDArray below = sub(n, k).add(1);
          NDArray bound =
              mul(mode.add(0.5), log(div(mode.add(1), mul(odds, belowMode))))
                  .add(mul(n.add(1), log(div(belowMode, below))))
                  .add(mul(k.add(0.5), log(div(mul(odds, below), k.add(1)))))
                  .add(stirlingTail(mode))
                  .add(stirlingTail(sub(n, mode)))
                  .sub(stirlingTail(k))
                  .sub(stirlingTail(sub(n, k)));
          NDArray slow = and(Lax.apply(Fn.NOT, reject), Lax.apply(Fn.LE, height, bound));
          return new Proposal(k, or(quick, slow));
        });
  }

  private static NDArray stirlingTail(NDArray k) {
    NDArray next = like(k, STIRLING_TAIL.length);
    NDArray squared = mul(next, next);
    NDArray tail =
        div(
            sub(
                like(k, 1.0 / 12),
                div(sub(like(k, 1.0 / 360), div(like(k, 1.0 / 1260), squared)), squared)),
            next);
    for (int value = STIRLING_TAIL.length - 1; value >= 0; value--) {
      tail = Lax.select(k.lt(value + 1), like(k, STIRLING_TAIL[value]), tail);
    }
    return tail;
  }

  /**
   * Counts of several outcomes of n trials, JAX's values: binomial counts of what the outcomes
   * before have left.
   *
   * @param key one key
   * @param n trials
   * @param p probabilities of the outcomes along the last axis; they are divided by their sum
   * @param shape shape of the result; null is that of the probabilities, with the batch of n
   * @param dtype a float dtype; null is the default one
   * @return counts as floats that add up to n
   * @throws ShapeException if the probabilities are a scalar
   */
  @JaxName("random.multinomial")
  public static NDArray multinomial(
      NDArray key, NDArray n, NDArray p, @Nullable Shape shape, @Nullable DType dtype) {
    NDArray one = RandomOperands.key("multinomial", key);
    DType drawn = RandomOperands.floatOrDefault("multinomial", dtype);
    if (p.rank() == 0) {
      throw new ShapeException("multinomial: p needs an axis of outcomes, got " + p.type());
    }
    long outcomes = p.shape().dim(p.rank() - 1);
    Shape batch = n.shape().broadcast("multinomial", p.shape().range(0, p.rank() - 1));
    Shape whole = shape == null ? batch.insert(batch.rank(), outcomes) : shape;
    RandomOperands.requireBroadcast("multinomial", batch.insert(batch.rank(), outcomes), whole);
    DType working = working(p);
    return Draw.of("_multinomial", whole, drawn)
        .from(
            CountDistributions::multinomial,
            one,
            Lax.convert(n, working),
            Lax.broadcastTo(Lax.convert(p, working), whole));
  }

  private static NDArray multinomial(Draw draw, List<NDArray> in) {
    int last = draw.shape().rank() - 1;
    int outcomes = Math.toIntExact(draw.shape().dim(last));
    Shape batch = draw.shape().without(List.of(last));
    NDArray keys = Random.split(in.getFirst(), outcomes);
    NDArray p = in.get(2);
    NDArray left = Lax.broadcastTo(in.get(1), batch);
    List<NDArray> parts = IntStream.range(0, outcomes).mapToObj(i -> outcome(p, i)).toList();
    // The probability of this outcome and all after it.
    List<NDArray> rest = new ArrayList<>(parts);
    for (int i = outcomes - 2; i >= 0; i--) {
      rest.set(i, add(rest.get(i + 1), parts.get(i)));
    }
    List<NDArray> counts = new ArrayList<>();
    for (int i = 0; i < outcomes; i++) {
      NDArray ratio = div(parts.get(i), rest.get(i));
      NDArray none = Lax.apply(Fn.EQ, rest.get(i), like(ratio, 0));
      NDArray share = Lax.select(none, like(ratio, 0), ratio);
      NDArray clipped = Lax.apply(Fn.MIN, Lax.apply(Fn.MAX, share, like(ratio, 0)), like(ratio, 1));
      NDArray count = binomial(keys.get(i), left, clipped, batch, p.dtype());
      left = sub(left, count);
      counts.add(Lax.reshape(count, batch.insert(last, 1)));
    }
    NDArray all = Lax.bind(new Primitive.Concatenate(last), counts.toArray(NDArray[]::new));
    return Lax.convert(all, draw.dtype());
  }

  private static NDArray outcome(NDArray p, int which) {
    return p.get(Index.ellipsis(), Index.at(which));
  }

  private static NDArray any(NDArray flags) {
    List<Integer> axes = IntStream.range(0, flags.rank()).boxed().toList();
    return axes.isEmpty() ? flags : Lax.reduce(Monoid.OR, flags, axes);
  }

  private static NDArray like(NDArray x, double value) {
    return Lax.broadcastTo(Creation.scalar(value, x.dtype()), x.shape());
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

  private static NDArray log(NDArray x) {
    return Lax.apply(Fn.LOG, x);
  }

  private static NDArray and(NDArray x, NDArray y) {
    return Lax.apply(Fn.AND, x, y);
  }

  private static NDArray or(NDArray x, NDArray y) {
    return Lax.apply(Fn.OR, x, y);
  }
}
