package dev.sparrow.random;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Transcendental;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The calls of golden_jax.json by their number there; their values follow each other. */
final class JaxGoldenCalls {
  private static final Shape FIVE = Shape.of(5);

  private final Map<Integer, Supplier<List<NDArray>>> calls = new TreeMap<>();

  private JaxGoldenCalls() {}

  static Map<Integer, Supplier<List<NDArray>>> all() {
    JaxGoldenCalls table = new JaxGoldenCalls();
    table.keys();
    table.uniformAndNormal();
    table.others();
    table.originalOrder();
    table.originalDistributions();
    return table.calls;
  }

  private void one(int id, Supplier<NDArray> call) {
    calls.put(id, () -> List.of(call.get()));
  }

  private void seed(int id, long seed) {
    one(id, () -> Random.keyData(Random.key(seed)));
  }

  private void seed(int id, long seed, DType dtype) {
    one(id, () -> Random.keyData(Random.key(Creation.scalar(seed, dtype))));
  }

  private static List<NDArray> data(NDArray... keys) {
    return List.of(keys).stream().map(Random::keyData).toList();
  }

  private static NDArray words(long high, long low) {
    return Random.wrapKeyData(HostValues.unsigned((int) high, (int) low));
  }

  private static NDArray hash(int word) {
    Threefry.Words both = new Threefry.Words(Threefry.word(word), Threefry.word(word));
    Threefry.Words hash = Threefry.hash(both, both);
    return HostValues.unsigned((int) hash.high().toLong(), (int) hash.low().toLong());
  }

  private static NDArray normal(NDArray key, long... shape) {
    return Random.normal(key, shape);
  }

  private static List<NDArray> normals(NDArray keys) {
    List<NDArray> values = new ArrayList<>();
    for (int i = 0; i < keys.shape().dim(0); i++) {
      values.add(normal(keys.get(i)));
    }
    return values;
  }

  private static NDArray asInt(NDArray flags) {
    return Lax.convert(flags, DType.INT32);
  }

  private void keys() {
    one(1, () -> hash(0));
    one(2, () -> hash(-1));
    seed(4, 0);
    seed(5, 0);
    seed(7, 1, DType.INT32);
    seed(8, 2, DType.UINT32);
    seed(10, 3, DType.INT64);
    seed(11, 3, DType.INT64);
    seed(13, -1);
    seed(14, -2, DType.INT32);
    seed(16, -3, DType.INT64);
    seed(17, -3, DType.INT64);
    seed(19, Integer.MAX_VALUE + 100L);
    seed(20, Integer.MAX_VALUE + 101L, DType.UINT32);
    seed(22, Integer.MIN_VALUE - 100L);
    seed(23, Integer.MIN_VALUE - 100L);
    seed(25, Integer.MIN_VALUE - 101L, DType.INT64);
    calls.put(26, () -> data(Random.key(1L << 32), Random.key((1L << 32) + 1)));
    calls.put(28, () -> data(Random.foldIn(Random.key(42), 4), Random.foldIn(Random.key(42), 5)));
    one(29, () -> Random.keyData(Random.foldIn(Random.key(0), 4)));
    one(31, () -> Random.keyData(Random.split(Random.key(1), 3)));
    calls.put(
        32,
        () ->
            data(
                Random.split(Random.key(0)),
                Random.split(Random.key(1)),
                Random.split(Random.key(2))));
    one(34, () -> Random.keyData(Random.split(Random.key(42), 3).get(2)));
    calls.put(
        35,
        () -> {
          NDArray four = Random.split(Random.split(Random.key(42)).get(1), 4);
          return data(four.get(0), four.get(1), four.get(2));
        });
    one(37, () -> Random.bits(Random.key(10), 4));
  }

  private void uniformAndNormal() {
    one(38, () -> Random.uniform(Random.key(0)));
    one(40, () -> Random.uniform(Random.key(0), 3));
    one(41, () -> Random.uniform(Random.key(51), 4));
    calls.put(
        43,
        () -> {
          List<NDArray> values = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            values.add(Random.uniform(Random.foldIn(Random.key(42), i)));
          }
          return values;
        });
    calls.put(
        44,
        () -> {
          NDArray children = Random.split(Random.foldIn(Random.key(123), 0), 3);
          List<NDArray> values = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            values.add(Random.uniform(Random.foldIn(children.get(i), 0)));
          }
          return values;
        });
    one(46, () -> Random.uniform(Random.key(0)));
    one(47, () -> Random.uniform(Random.key(0)).mul(1.5));
    calls.put(
        49,
        () -> {
          List<NDArray> values = new ArrayList<>();
          NDArray key = Random.key(42);
          for (int i = 0; i < 3; i++) {
            NDArray keys = Random.split(key);
            key = keys.get(0);
            values.add(normal(keys.get(1)));
          }
          return values;
        });
    calls.put(50, () -> normals(Random.split(Random.key(42), 3)));
    one(52, () -> normal(Random.key(42), 2, 3));
    one(53, () -> normal(Random.key(0), 3));
    one(55, () -> normal(Random.key(0), 24));
    one(56, () -> normal(Random.key(1), 16));
    one(
        58,
        () -> {
          NDArray state = Random.split(Random.split(Random.key(42)).get(1), 4).get(3);
          return normal(Random.split(state).get(0), 5);
        });
    one(59, () -> normal(Random.key(0), 2, 3));
    one(61, () -> normal(Random.split(Random.key(0)).get(1), 2, 2));
  }

  private void others() {
    one(62, () -> Random.randint(Random.key(1), FIVE, 0, 10));
    one(64, () -> Random.randint(Random.split(Random.key(10201)).get(0), Shape.of(11), 0, 20));
    one(65, () -> Random.randint(Random.key(72), Shape.scalar(), 0, 10));
    one(67, () -> Permutations.choice(Random.key(2), Creation.array(10, 20, 30, 40), 3));
    one(68, () -> Permutations.permutation(Random.key(3), Creation.arange(5)));
    one(70, () -> Distributions.exponential(Random.key(0), 3).div(Creation.array(0.1, 1.0, 2.0)));
    one(71, () -> Distributions.exponential(Random.key(0), 2).mul(Creation.array(10.0, 10.0)));
    one(73, () -> Distributions.laplace(Random.key(0), Shape.scalar(), null).mul(10.0).add(1.0));
    one(74, () -> Distributions.logistic(Random.key(0), Shape.of(2), null).mul(10.0).add(1.0));
    one(76, () -> Distributions.gumbel(Random.key(0)).add(0.5));
    one(77, () -> Distributions.cauchy(Random.key(0), Shape.of(2), null).mul(0.5).abs());
    one(
        79,
        () -> GammaDistributions.dirichlet(Random.key(0), Creation.array(0.1, 0.9), null, null));
    // Its source does not say mean and covariance; these make the printed numbers to the last bit.
    one(
        80,
        () ->
            MatrixDistributions.multivariateNormal(
                Random.key(0),
                Creation.array(1.0, 0.0, -2.0),
                Creation.array(2.0, 0.7, -0.3, 0.7, 1.0, 0.5, -0.3, 0.5, 1.5).reshape(3, 3)));
    one(
        82,
        () ->
            Transcendental.exp(
                    Distributions.exponential(Random.key(0), 3).div(Creation.array(-1.0, 0.5, 1.0)))
                .mul(Creation.array(0.2, 0.5, 0.8)));
    one(
        83,
        () -> {
          NDArray half = Creation.array(0.5, 0.5);
          return Creation.scalar(1.0, DType.FLOAT64)
              .div(GammaDistributions.gamma(Random.key(0), half, null, null));
        });
    one(85, () -> normal(Random.key(0), 2).mul(0.5).abs());
    one(86, () -> asInt(DiscreteDistributions.bernoulli(Random.key(5))));
  }

  private void originalOrder() {
    one(112, () -> Random.bits(Random.key(1701), Shape.of(3), DType.UINT8));
    one(113, () -> Random.bits(Random.key(1701), Shape.of(3), DType.UINT16));
    one(114, () -> Random.bits(Random.key(1701), Shape.of(3), DType.UINT32));
    one(115, () -> Random.bits(Random.key(1701), Shape.of(3), DType.UINT64));
    one(116, () -> Random.randint(Random.key(0), Shape.of(3, 3), 0, 8, DType.INT64));
    one(117, () -> Random.randint(Random.key(0), Shape.of(3, 3), 0, 8, DType.INT32));
    one(118, () -> Random.keyData(Random.split(Random.key(0), 4)));
    one(120, () -> Random.uniform(words(42, 43), 2, 4));
    one(121, () -> Random.uniform(Random.key(42), 2, 4));
    calls.put(122, () -> data(Random.split(Random.key(0)), Random.split(Random.key(0), 3)));
    for (int seed = 0; seed < 2; seed++) {
      NDArray key = words(0, seed);
      calls.put(
          123 + seed,
          () ->
              List.of(
                  Random.bits(key, Shape.scalar(), DType.UINT32),
                  Random.bits(key, Shape.scalar(), DType.UINT16),
                  Random.bits(key, Shape.scalar(), DType.UINT8)));
    }
    one(125, () -> Random.bits(Random.key(0), Shape.of(3, 1), DType.UINT32));
    for (int count = 5; count <= 8; count++) {
      Shape shape = Shape.of(count);
      one(121 + count, () -> Random.bits(Random.key(0), shape, DType.UINT16));
    }
    calls.put(
        130,
        () -> {
          List<NDArray> values = new ArrayList<>();
          for (int i = 0; i < 6; i++) {
            values.add(Random.bits(words(i, i), 2));
          }
          return values;
        });
    calls.put(131, () -> List.of(Random.bits(Random.key(0), 4), Random.bits(Random.key(0), 3)));
    calls.put(132, () -> List.of(normal(Random.key(0), 4), normal(Random.key(0), 3)));
    one(133, () -> normal(Random.key(0), 3, 3));
    one(134, () -> normal(Random.key(0), 10));
    one(135, () -> normal(Random.key(0)));
    one(136, () -> normal(Random.key(42)));
    one(137, () -> normal(Random.split(Random.key(0)).get(1)));
    one(138, () -> normal(Random.key(0), 3, 2));
    one(139, () -> normal(Random.key(123), 3));
    one(140, () -> normal(Random.split(Random.key(123), 1).get(0), 3));
    calls.put(141, () -> normals(Random.split(Random.key(42), 3)));
    one(142, () -> normal(Random.key(42), 3));
    NDArray half = words(4146024105L, 967050713L);
    one(143, () -> Random.normal(half, Shape.scalar(), DType.FLOAT16));
    one(144, () -> Random.normal(half, Shape.of(2), DType.FLOAT16));
    one(145, () -> Random.randint(Random.key(72), Shape.scalar(), 0, 10));
    one(
        146,
        () ->
            Random.uniform(
                    words(3473907285L, 989146414L), Shape.of(1164, 256), DType.FLOAT32, -1, 1)
                .get(0)
                .get(254)
                .mul(Math.sqrt(3.0 / 710)));
  }

  private void originalDistributions() {
    NDArray point8 = Creation.scalar(0.8, DType.FLOAT32);
    NDArray one = Creation.scalar(1.0, DType.FLOAT32);
    NDArray half = Creation.scalar(0.5, DType.FLOAT32);
    NDArray two = Creation.scalar(2.0, DType.FLOAT32);
    one(87, () -> asInt(DiscreteDistributions.bernoulli(Random.key(1612777541L), half, FIVE)));
    one(
        88,
        () -> {
          NDArray b = Creation.scalar(0.9, DType.FLOAT32);
          return GammaDistributions.beta(Random.key(923534869L), point8, b, FIVE, null);
        });
    NDArray bits = words(0, 942802475L);
    one(89, () -> Random.bits(bits, FIVE, DType.UINT8));
    one(90, () -> Random.bits(bits, FIVE, DType.UINT16));
    one(91, () -> Random.bits(bits, FIVE, DType.UINT32));
    one(92, () -> Random.bits(bits, FIVE, DType.UINT64));
    one(93, () -> Distributions.cauchy(Random.key(1175914230L), FIVE, null));
    one(
        94,
        () ->
            GammaDistributions.dirichlet(
                Random.key(1590822961L), Creation.array(0.5f, 0.6f, 0.7f), Shape.of(2), null));
    one(
        95,
        () ->
            ParametricDistributions.doubleSidedMaxwell(
                Random.key(3634826421L), one, two, FIVE, null));
    one(96, () -> Distributions.exponential(Random.key(1942292768L), 5));
    one(97, () -> GammaDistributions.gamma(Random.key(1038747260L), point8, FIVE, null));
    one(98, () -> Distributions.gumbel(Random.key(1179715317L), 5));
    one(99, () -> Distributions.laplace(Random.key(1291781963L), FIVE, null));
    one(100, () -> GammaDistributions.loggamma(Random.key(1440221118L), point8, FIVE, null));
    one(101, () -> Distributions.logistic(Random.key(1466238935L), FIVE, null));
    one(102, () -> Distributions.maxwell(Random.key(1331627891L), FIVE, null));
    one(
        103,
        () ->
            MatrixDistributions.multivariateNormal(
                Random.key(3497659512L),
                Creation.ones(Shape.of(1, 3), DType.FLOAT32),
                Creation.eye(3, 3, 0, DType.FLOAT32),
                Shape.of(2),
                null,
                null));
    one(104, () -> normal(Random.key(1193674498L), 5));
    one(105, () -> ParametricDistributions.pareto(Random.key(1192560388L), half, FIVE, null));
    one(
        106,
        () -> {
          NDArray lam = Creation.scalar(5.0, DType.FLOAT32);
          return CountDistributions.poisson(Random.key(1349191556L), lam, FIVE, null);
        });
    one(107, () -> DiscreteDistributions.rademacher(Random.key(1719994501L), 5));
    one(108, () -> Random.randint(Random.key(1319372649L), FIVE, 0, 10));
    one(
        109,
        () -> {
          NDArray zero = Creation.scalar(0.0, DType.FLOAT32);
          return ParametricDistributions.truncatedNormal(
              Random.key(2846034731L), zero, two, FIVE, null);
        });
    one(110, () -> Random.uniform(Random.key(1338574713L), 5));
    NDArray weibull = words(0, 1921059088L);
    one(111, () -> ParametricDistributions.weibullMin(weibull, one, one, FIVE, null));
    one(
        119,
        () -> {
          NDArray zero = Creation.scalar(0.0, DType.FLOAT32);
          NDArray key = words(3200590325L, 713258242L);
          return GammaDistributions.loggamma(key, zero, null, DType.FLOAT32);
        });
  }
}
