package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.random.DiscreteDistributions.CategoricalOptions;
import dev.sparrow.random.DiscreteDistributions.Resolution;
import dev.sparrow.random.Distributions.TailRange;
import dev.sparrow.random.Permutations.ChoiceOptions;
import dev.sparrow.testing.HostArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The sections of golden_derived.json that {@link GoldenTest} leaves out: values of a readable
 * NumPy model that reproduces what JAX printed. Its parameters are those that each entry's name
 * says.
 */
class DerivedGoldenTest {
  private static final Pattern SEED = Pattern.compile("key\\((\\S+)\\)( x64 (on|off))?");
  private static final Pattern WORDS = Pattern.compile("wrap_key_data\\(\\[(\\d+), ?(\\d+)\\]\\)");
  private static final Pattern RANGE = Pattern.compile("(u?int\\d+)\\[(-?\\d+),(\\S+)\\)");

  private final JsonNode sections = read();

  private static JsonNode read() {
    try (InputStream packed =
            Objects.requireNonNull(
                DerivedGoldenTest.class.getResourceAsStream("golden_derived.json.gz"));
        InputStream text = new GZIPInputStream(packed)) {
      return new ObjectMapper().readTree(text).get("sections");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @FunctionalInterface
  private interface Draw {
    NDArray of(NDArray key, String entry);
  }

  /** A test for each entry of a section but those that another test reads. */
  private Stream<DynamicTest> each(String section, Draw draw) {
    JsonNode node = sections.get(section);
    boolean x64 =
        node.has("x64") || section.endsWith("x64") || section.equals("randint_other_dtypes");
    Profile profile = x64 ? Profile.WIDE64 : Profile.JAX32;
    boolean original = node.path("mode").asText().equals("original");
    StreamOrder order = original ? StreamOrder.ORIGINAL : StreamOrder.PARTITIONABLE;
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : node.get("vectors")) {
      NDArray key = key(vector.get("key").asText());
      vector
          .properties()
          .forEach(entry -> {
            if (!entry.getKey().equals("key")) {
              tests.add(
                  dynamicTest(
                      section + " " + vector.get("key").asText() + " " + entry.getKey(),
                      () ->
                          compare(
                              section,
                              entry.getValue(),
                              profile.run(() -> order.run(() -> draw.of(key, entry.getKey()))))));
            }
          });
    }
    assertTrue(tests.size() > 2, section);
    return tests.stream();
  }

  private static NDArray key(String text) {
    Matcher words = WORDS.matcher(text);
    if (words.matches()) {
      return pair(Long.parseLong(words.group(1)), Long.parseLong(words.group(2)));
    }
    Matcher seed = SEED.matcher(text);
    assertTrue(seed.matches(), text);
    long value = Long.decode(seed.group(1));
    return "on".equals(seed.group(3)) ? pair(value >>> 32, value) : pair(0, value);
  }

  private static NDArray pair(long high, long low) {
    return Random.wrapKeyData(HostValues.unsigned((int) high, (int) low));
  }

  /**
   * The shape that an entry's name says: {@code scalar}, {@code 5}, {@code 2x3}, {@code …_1000}.
   */
  private static Shape shape(String entry) {
    if (entry.equals("scalar")) {
      return Shape.scalar();
    }
    String text = entry.contains("1000") ? "1000" : entry;
    return Shape.of(Stream.of(text.split("x")).mapToLong(Long::parseLong).toArray());
  }

  private void compare(String section, JsonNode want, NDArray got) {
    if (want.has("re")) {
      compare(section, want.get("re"), ComplexNumbers.real(got));
      compare(section, want.get("im"), ComplexNumbers.imag(got));
    } else if (want.has("head")) {
      // int32 values, of which the file says the first ones and the hash of all.
      NDArray narrow = Lax.convert(got, DType.INT32);
      assertEquals(want.get("sha256_le_int32").asText(), sha256(narrow));
      JsonNode head = want.get("head");
      for (int i = 0; i < head.size(); i++) {
        assertEquals(head.get(i).asLong(), narrow.toLongArray()[i]);
      }
    } else if (want.isTextual()) {
      assertEquals(want.asText(), sha256(got));
    } else if (want.has("bits")) {
      int ulps = section.startsWith("normal_complex") ? 1 : 0;
      values(want.get("bits"), got, ulps);
    } else if (section.startsWith("continuous")) {
      near(want, got, section.endsWith("64") ? 1e-12 : 2e-5);
    } else {
      values(want, got, 0);
    }
  }

  private static List<JsonNode> flat(JsonNode node) {
    List<JsonNode> values = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(item -> values.addAll(flat(item)));
    } else {
      values.add(node);
    }
    return values;
  }

  private static void values(JsonNode want, NDArray got, int ulps) {
    List<JsonNode> wanted = flat(want);
    HostArray have = HostArray.of(got);
    assertEquals(wanted.size(), got.shape().size());
    for (int i = 0; i < wanted.size(); i++) {
      JsonNode value = wanted.get(i);
      BigInteger expected =
          value.isTextual()
              ? new BigInteger(value.asText().substring(2), 16)
              : value.bigIntegerValue();
      long distance = expected.longValue() - have.bits(i);
      assertTrue(Math.abs(distance) <= ulps, "element " + i + ": " + have + " for " + want);
    }
  }

  private static void near(JsonNode want, NDArray got, double relative) {
    List<JsonNode> wanted = flat(want);
    double[] values = got.toDoubleArray();
    assertEquals(wanted.size(), values.length);
    for (int i = 0; i < values.length; i++) {
      double expected = wanted.get(i).asDouble();
      assertEquals(expected, values[i], relative * Math.max(1e-3, Math.abs(expected)), "at " + i);
    }
  }

  private static String sha256(NDArray array) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(array.toByteArray()));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }

  @TestFactory
  Stream<DynamicTest> splitsInTheOriginalOrder() {
    return each(
        "split_original_mode",
        (key, entry) -> Random.keyData(Random.split(key, Long.parseLong(entry.split("_", -1)[1]))));
  }

  @TestFactory
  Stream<DynamicTest> wordsOfEveryWidth() {
    return Stream.of("bits_8_16", "bits_original_mode").flatMap(this::words);
  }

  private Stream<DynamicTest> words(String section) {
    JsonNode node = sections.get(section);
    boolean original = node.has("mode");
    StreamOrder order = original ? StreamOrder.ORIGINAL : StreamOrder.PARTITIONABLE;
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : node.get("vectors")) {
      NDArray key = key(vector.get("key").asText());
      for (Map.Entry<String, JsonNode> width : vector.properties()) {
        if (width.getKey().equals("key")) {
          continue;
        }
        DType word = DType.of("uint" + width.getKey().substring(1));
        for (Map.Entry<String, JsonNode> entry : width.getValue().properties()) {
          tests.add(
              dynamicTest(
                  section + " " + vector.get("key").asText() + " " + word + " " + entry.getKey(),
                  () ->
                      compare(
                          section,
                          entry.getValue(),
                          order.run(() -> Random.bits(key, shape(entry.getKey()), word)))));
        }
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> floatsOfSixteenBitsAndComplexOnes() {
    return Stream.of(
            each("uniform_float16", (key, n) -> Random.uniform(key, shape(n), DType.FLOAT16)),
            each("uniform_bfloat16", (key, n) -> Random.uniform(key, shape(n), DType.BFLOAT16)),
            each("normal_float16", (key, n) -> Random.normal(key, shape(n), DType.FLOAT16)),
            each("normal_complex64", (key, n) -> Random.normal(key, shape(n), DType.COMPLEX64)))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> integersOfEveryDtype() {
    return Stream.of(
            each("randint_other_dtypes", (key, range) -> integers(key, range, 8)),
            each("randint_uint32_full_range_x64", (key, range) -> integers(key, range, 4)))
        .flatMap(tests -> tests);
  }

  private static NDArray integers(NDArray key, String entry, long count) {
    Matcher range = RANGE.matcher(entry);
    assertTrue(range.matches(), entry);
    long end = range.group(3).equals("2**32") ? 1L << 32 : Long.parseLong(range.group(3));
    return Random.randint(
        key, Shape.of(count), Long.parseLong(range.group(2)), end, DType.of(range.group(1)));
  }

  @TestFactory
  Stream<DynamicTest> ordersAndChoices() {
    NDArray p = Creation.array(0.1f, 0.2f, 0.3f, 0.4f);
    return Stream.of(
            each("permutation", DerivedGoldenTest::permutation),
            each(
                "choice",
                (key, entry) -> {
                  ChoiceOptions distinct = ChoiceOptions.withoutReplacement();
                  return switch (entry) {
                    case "replace_10" -> Permutations.choice(key, Creation.array(10), 8);
                    case "noreplace_10" ->
                        Permutations.choice(key, Creation.array(10), Shape.of(5), distinct);
                    case "p" ->
                        Permutations.choice(
                            key, Creation.array(4), Shape.of(8), ChoiceOptions.weighted(p));
                    case "p_noreplace" ->
                        Permutations.choice(
                            key, Creation.array(4), Shape.of(3), new ChoiceOptions(false, p, null));
                    default -> throw new IllegalArgumentException(entry);
                  };
                }))
        .flatMap(tests -> tests);
  }

  private static NDArray permutation(NDArray key, String entry) {
    if (entry.startsWith("arange(")) {
      return Permutations.permutation(
          key, Long.parseLong(entry.substring("arange(".length(), entry.length() - 1)));
    }
    NDArray matrix = Creation.arange(12).reshape(3, 4);
    int axis = entry.contains("axis=1") ? 1 : 0;
    return Permutations.permutation(key, matrix, axis, entry.endsWith("independent"));
  }

  @TestFactory
  Stream<DynamicTest> coinsCategoriesAndCounts() {
    // The file does not say its odds; these give all its entries.
    NDArray odds = Creation.array(0f, -1f, -2f, 0.5f);
    NDArray rows = Creation.array(0f, 2f, 0f, 0f, 0f, -0.75f).reshape(3, 2);
    return Stream.of(
            each("bernoulli_float32_p", DerivedGoldenTest::coins),
            each(
                "categorical_float32",
                (key, entry) ->
                    entry.equals("shape16")
                        ? DiscreteDistributions.categorical(key, odds, CategoricalOptions.shape(16))
                        : DiscreteDistributions.categorical(
                            key, rows, CategoricalOptions.shape(4, 3))),
            each(
                "poisson",
                (key, entry) -> {
                  double lam = Double.parseDouble(entry.substring("lam=".length()));
                  return CountDistributions.poisson(
                      key, Creation.scalar(lam, DType.FLOAT32), Shape.of(8), null);
                }))
        .flatMap(tests -> tests);
  }

  private static NDArray coins(NDArray key, String entry) {
    boolean high = entry.endsWith(" mode=high");
    NDArray p = Creation.scalar(Double.parseDouble(entry.substring(2, 5)), DType.FLOAT32);
    Resolution mode = high ? Resolution.HIGH : Resolution.LOW;
    return Lax.convert(DiscreteDistributions.bernoulli(key, p, Shape.of(16), mode), DType.INT32);
  }

  @TestFactory
  Stream<DynamicTest> continuousDistributions() {
    return Stream.of(
            each("continuous_float32", (key, name) -> continuous(key, name, DType.FLOAT32)),
            each("continuous_float64", (key, name) -> continuous(key, name, DType.FLOAT64)),
            each("continuous_float32_derived", DerivedGoldenTest::closedForms))
        .flatMap(tests -> tests);
  }

  private static NDArray number(double value, DType dtype) {
    return Creation.scalar(value, dtype);
  }

  private static NDArray continuous(NDArray key, String name, DType dtype) {
    Shape five = Shape.of(5);
    NDArray point8 = number(0.8, dtype);
    return switch (name) {
      case "exponential" -> Distributions.exponential(key, five, dtype);
      case "gumbel_low" -> Distributions.gumbel(key, five, dtype, TailRange.LOW);
      case "laplace" -> Distributions.laplace(key, five, dtype);
      case "logistic" -> Distributions.logistic(key, five, dtype);
      case "cauchy" -> Distributions.cauchy(key, five, dtype);
      case "gamma_0_8" -> GammaDistributions.gamma(key, point8, five, dtype);
      case "gamma_3" -> GammaDistributions.gamma(key, number(3, dtype), five, dtype);
      case "loggamma_0_8" -> GammaDistributions.loggamma(key, point8, five, dtype);
      case "beta_0_8_0_9" -> GammaDistributions.beta(key, point8, number(0.9, dtype), five, dtype);
      case "dirichlet" -> {
        NDArray alpha = Lax.convert(Creation.array(0.5, 0.6, 0.7), dtype);
        yield GammaDistributions.dirichlet(key, alpha, Shape.of(2), dtype);
      }
      case "truncated_normal_m2_2" ->
          ParametricDistributions.truncatedNormal(
              key, number(-2, dtype), number(2, dtype), five, dtype);
      case "maxwell" -> Distributions.maxwell(key, five, dtype);
      case "weibull_min_1_2" ->
          ParametricDistributions.weibullMin(key, number(1, dtype), number(2, dtype), five, dtype);
      case "pareto_0_5" -> ParametricDistributions.pareto(key, number(0.5, dtype), five, dtype);
      case "t_3" -> GammaDistributions.t(key, number(3, dtype), five, dtype);
      case "lognormal" -> ParametricDistributions.lognormal(key, null, five, dtype);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static NDArray closedForms(NDArray key, String name) {
    DType dtype = DType.FLOAT32;
    Shape five = Shape.of(5);
    NDArray one = number(1, dtype);
    return switch (name) {
      case "gumbel_high" -> Distributions.gumbel(key, five, dtype, TailRange.HIGH);
      case "rayleigh_2" -> ParametricDistributions.rayleigh(key, number(2, dtype), five, dtype);
      case "geometric_0_3" ->
          DiscreteDistributions.geometric(key, number(0.3, dtype), Shape.of(8), null);
      case "triangular_0_1_3" ->
          ParametricDistributions.triangular(
              key, number(0, dtype), one, number(3, dtype), five, dtype);
      case "wald_1_5" -> ParametricDistributions.wald(key, number(1.5, dtype), five, dtype);
      case "generalized_normal_3" -> GammaDistributions.generalizedNormal(key, 3, five, dtype);
      case "ball_d3_p2" -> GammaDistributions.ball(key, 3, 2.0, Shape.of(2), dtype);
      case "chisquare_4" -> GammaDistributions.chisquare(key, number(4, dtype), five, dtype);
      case "double_sided_maxwell_1_2" ->
          ParametricDistributions.doubleSidedMaxwell(key, one, number(2, dtype), five, dtype);
      default -> throw new IllegalArgumentException(name);
    };
  }
}
