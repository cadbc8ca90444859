package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.GammaDerivatives;
import dev.sparrow.ops.Lax;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.transform.Grad;
import dev.sparrow.transform.Jvp;
import dev.sparrow.transform.Vmap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of draws with respect to their parameters beside those of JAX: gradients.jsonl, which
 * gradients.py makes.
 */
@ExtendWith(AllocatorsAtZero.class)
class SamplerGradientsTest {
  private static final long SEED = 7;

  /** JAX's float32 series lose digits where the parameter is large; ours are float64. */
  private static final double FLOAT32_TOLERANCE = 1e-4;

  private static final double FLOAT64_TOLERANCE = 1e-11;

  static Stream<JsonNode> gradients() {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    SamplerGradientsTest.class.getResourceAsStream("gradients.jsonl")),
                StandardCharsets.UTF_8))) {
      List<JsonNode> cases = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(mapper.readTree(line));
      }
      assertEquals(56, cases.size());
      return cases.stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("gradients")
  void areThoseOfJax(JsonNode golden) {
    DType dtype = DType.of(golden.get("dtype").asText());
    Profile profile = dtype == DType.FLOAT64 ? Profile.WIDE64 : Profile.JAX32;
    List<NDArray> parameters = new ArrayList<>();
    golden.get("parameters").forEach(parameter -> parameters.add(array(parameter, dtype)));
    int[] all = new int[parameters.size()];
    Arrays.setAll(all, i -> i);
    Function<List<NDArray>, List<NDArray>> gradient =
        Grad.gradList(in -> loss(golden, dtype, in), all);
    List<NDArray> eager = profile.run(() -> gradient.apply(parameters));
    for (int i = 0; i < parameters.size(); i++) {
      assertEquals(parameters.get(i).type(), eager.get(i).type());
      assertNear(golden, i, eager.get(i));
    }
    if (dtype == DType.FLOAT32) {
      List<NDArray> compiled = Jit.jit(gradient).apply(parameters);
      for (int i = 0; i < parameters.size(); i++) {
        assertArrayEquals(eager.get(i).toByteArray(), compiled.get(i).toByteArray(), "jit");
      }
    }
  }

  private static NDArray array(JsonNode values, DType dtype) {
    if (values.isNumber()) {
      return Creation.scalar(values.asDouble(), dtype);
    }
    List<Double> flat = new ArrayList<>();
    flatten(values, flat);
    double[] numbers = flat.stream().mapToDouble(Double::doubleValue).toArray();
    NDArray array = Lax.convert(HostValues.array(numbers), dtype);
    return values.get(0).isArray() ? array.reshape(values.size(), values.get(0).size()) : array;
  }

  private static void flatten(JsonNode node, List<Double> values) {
    if (node.isArray()) {
      node.forEach(item -> flatten(item, values));
    } else {
      values.add(node.asDouble());
    }
  }

  private static void assertNear(JsonNode golden, int parameter, NDArray got) {
    List<Double> wanted = new ArrayList<>();
    flatten(golden.get("gradients").get(parameter), wanted);
    double[] values = got.toDoubleArray();
    assertEquals(wanted.size(), values.length);
    double tolerance = got.dtype() == DType.FLOAT64 ? FLOAT64_TOLERANCE : FLOAT32_TOLERANCE;
    for (int i = 0; i < values.length; i++) {
      double want = wanted.get(i);
      boolean near = Math.abs(values[i] - want) <= tolerance * Math.max(Math.abs(want), 1e-3);
      assertTrue(
          near,
          "%s: gradient %d of parameter %d is %s, JAX has %s"
              .formatted(golden.get("sampler"), i, parameter, values[i], want));
    }
  }

  /** The sum of the draw's elements times (i % 7 + 1) / 4. */
  private static NDArray loss(JsonNode golden, DType dtype, List<NDArray> parameters) {
    Shape shape = null;
    if (!golden.get("shape").isNull()) {
      long[] dims = new long[golden.get("shape").size()];
      Arrays.setAll(dims, i -> golden.get("shape").get(i).asLong());
      shape = Shape.of(dims);
    }
    NDArray y = draw(golden.get("sampler").asText(), parameters, shape, dtype);
    double[] weights = new double[(int) y.shape().size()];
    Arrays.setAll(weights, i -> (i % 7 + 1) / 4.0);
    return y.reshape(weights.length).mul(Lax.convert(HostValues.array(weights), dtype)).sum();
  }

  private static NDArray draw(
      String sampler, List<NDArray> in, @Nullable Shape shape, DType dtype) {
    NDArray key = Random.key(SEED);
    NDArray first = in.getFirst();
    NDArray last = in.getLast();
    return switch (sampler) {
      case "gamma", "gamma of a scalar", "gamma broadcast" ->
          GammaDistributions.gamma(key, first, shape, dtype);
      case "loggamma" -> GammaDistributions.loggamma(key, first, shape, dtype);
      case "beta" -> GammaDistributions.beta(key, first, last, shape, dtype);
      case "dirichlet" -> GammaDistributions.dirichlet(key, first, shape, dtype);
      case "chisquare" -> GammaDistributions.chisquare(key, first, shape, dtype);
      case "t" -> GammaDistributions.t(key, first, shape, dtype);
      case "f" -> GammaDistributions.f(key, first, last, shape, dtype);
      case "generalized_normal" -> GammaDistributions.generalizedNormal(key, first, shape, dtype);
      case "ball" -> GammaDistributions.ball(key, 3, first, shape, dtype);
      case "uniform" -> Random.uniform(key, whole(shape), dtype, first, first.add(last));
      case "normal" -> affine(Random.normal(key, whole(shape), dtype), in);
      case "exponential" -> affine(Distributions.exponential(key, whole(shape), dtype), in);
      case "laplace" -> affine(Distributions.laplace(key, whole(shape), dtype), in);
      case "logistic" -> affine(Distributions.logistic(key, whole(shape), dtype), in);
      case "cauchy" -> affine(Distributions.cauchy(key, whole(shape), dtype), in);
      case "gumbel" -> affine(Distributions.gumbel(key, whole(shape), dtype, null), in);
      case "maxwell" -> affine(Distributions.maxwell(key, whole(shape), dtype), in);
      case "double_sided_maxwell" ->
          ParametricDistributions.doubleSidedMaxwell(key, first, last, shape, dtype);
      case "truncated_normal" ->
          ParametricDistributions.truncatedNormal(key, first, last, shape, dtype);
      case "lognormal" -> ParametricDistributions.lognormal(key, first, shape, dtype);
      case "pareto" -> ParametricDistributions.pareto(key, first, shape, dtype);
      case "rayleigh" -> ParametricDistributions.rayleigh(key, first, shape, dtype);
      case "weibull_min" -> ParametricDistributions.weibullMin(key, first, last, shape, dtype);
      case "triangular" ->
          ParametricDistributions.triangular(key, first, in.get(1), last, shape, dtype);
      case "wald" -> ParametricDistributions.wald(key, first, shape, dtype);
      case "multivariate_normal" ->
          MatrixDistributions.multivariateNormal(key, first, last, shape, dtype, null);
      default -> throw new IllegalArgumentException(sampler);
    };
  }

  private static Shape whole(@Nullable Shape shape) {
    return Objects.requireNonNull(shape);
  }

  private static NDArray affine(NDArray draw, List<NDArray> locationAndScale) {
    return locationAndScale.getFirst().add(locationAndScale.getLast().mul(draw));
  }

  private static NDArray shapes() {
    return Creation.array(0.3f, 1f, 2.5f, 40f);
  }

  private static NDArray gamma(NDArray key, NDArray a) {
    return GammaDistributions.gamma(key, a, null, DType.FLOAT32);
  }

  @Test
  void bothModesAndAllOrdersOfTransformationsAgree() {
    NDArray keys = Random.split(Random.key(SEED), 3);
    NDArray ones = Creation.onesLike(shapes());
    UnaryOperator<NDArray> slopesOfKey =
        key -> Jvp.jvp((NDArray a) -> gamma(key, a), shapes(), ones).tangent();
    NDArray mapped = Vmap.vmap(slopesOfKey).apply(keys);
    for (int i = 0; i < 3; i++) {
      NDArray key = keys.get(i);
      NDArray backward = Grad.grad((NDArray a) -> gamma(key, a).sum()).apply(shapes());
      assertArrayEquals(backward.toByteArray(), slopesOfKey.apply(key).toByteArray(), "jvp");
      assertArrayEquals(backward.toByteArray(), mapped.get(i).toByteArray(), "vmap of jvp");
    }
    BinaryOperator<NDArray> compiled = Jit.jit(SamplerGradientsTest::gamma)::apply;
    NDArray overKeys =
        Grad.grad(
                (NDArray a) -> Vmap.vmap((NDArray key) -> compiled.apply(key, a)).apply(keys).sum())
            .apply(shapes());
    assertArrayEquals(
        mapped.sum(0).toFloatArray(), overKeys.toFloatArray(), 1e-5f, "grad of vmap of jit");
  }

  @Test
  void anElementsDerivativeIsItsOwn() {
    // Of an element alone, among others that need more steps, and of a part of a stream.
    NDArray key = Random.key(SEED);
    NDArray a = Creation.array(0.5f, 900f, 3f, 0.01f, 25f, 1f, 300f, 2f);
    NDArray all = Grad.grad((NDArray x) -> gamma(key, x).sum()).apply(a);
    for (int i = 0; i < 8; i++) {
      StreamSlice slice = StreamSlice.of(i, 1);
      NDArray own = a.get(i).reshape(1);
      NDArray alone = Grad.grad((NDArray x) -> slice.gamma(key, x, DType.FLOAT32).sum()).apply(own);
      assertArrayEquals(all.get(i).toByteArray(), alone.toByteArray(), "element " + i);
    }
  }

  @Test
  void aNumberIsTheSameWhetherOrNotItIsDifferentiated() {
    NDArray key = Random.key(SEED);
    NDArray value = Grad.valueAndGrad((NDArray a) -> gamma(key, a).sum()).apply(shapes()).value();
    assertArrayEquals(gamma(key, shapes()).sum().toByteArray(), value.toByteArray());
  }

  @Test
  void secondDerivativesExistAndThirdOnesAreNotMadeUp() {
    NDArray key = Random.key(SEED);
    UnaryOperator<NDArray> draw =
        a -> GammaDistributions.gamma(key, a, Shape.scalar(), DType.FLOAT64);
    UnaryOperator<NDArray> second = forward(Grad.grad(draw));
    for (double at : new double[] {0.7, 3, 30}) {
      NDArray a = Creation.scalar(at, DType.FLOAT64);
      NDArray x = draw.apply(a);
      NDArray slope = GammaDerivatives.randomGammaGrad(a, x);
      assertEquals(slope.toDouble(), Grad.grad(draw).apply(a).toDouble());
      // Along the curve of one quantile.
      double h = 1e-4 * at;
      NDArray above = GammaDerivatives.randomGammaGrad(a.add(h), x.add(slope.mul(h)));
      NDArray below = GammaDerivatives.randomGammaGrad(a.sub(h), x.sub(slope.mul(h)));
      double expected = above.sub(below).toDouble() / (2 * h);
      assertEquals(expected, second.apply(a).toDouble(), 1e-5 * Math.abs(expected), "at " + at);
      assertTrue(Double.isNaN(forward(second).apply(a).toDouble()), "third derivative");
    }
  }

  private static UnaryOperator<NDArray> forward(UnaryOperator<NDArray> f) {
    return x -> Jvp.jvp(f, x, Creation.onesLike(x)).tangent();
  }
}
