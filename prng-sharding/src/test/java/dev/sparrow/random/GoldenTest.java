package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of JAX, bit for bit. Lines of goldens.jsonl with a source were printed by JAX or asserted
 * by its tests; the others come from a readable NumPy model that reproduces those.
 */
class GoldenTest {
  /** numpy prints 8 decimals of a float32. */
  private static final double PRINTED = 0.5e-8;

  /** The bound that JAX's own float64 normals are met within. */
  private static final long NORMAL_F64_ULP = 4;

  static Stream<JsonNode> goldens() {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(GoldenTest.class.getResourceAsStream("goldens.jsonl")),
                StandardCharsets.UTF_8))) {
      List<JsonNode> cases = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cases.add(mapper.readTree(line));
      }
      return cases.stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void givesTheValuesOfJax(JsonNode golden) {
    Profile profile = golden.get("x64").asBoolean() ? Profile.WIDE64 : Profile.JAX32;
    NDArray got = profile.run(() -> call(golden));
    JsonNode expect = golden.get("expect");
    if (expect.has("words")) {
      assertEquals(longs(expect.get("words")), list(got.toLongArray()));
    } else if (expect.has("integers")) {
      assertEquals(longs(expect.get("integers")), list(got.toLongArray()));
    } else if (expect.has("sha256")) {
      assertEquals(expect.get("sha256").asText(), sha256(got.toByteArray()));
    } else if (expect.has("bits")) {
      assertBits(golden, expect.get("bits"), got);
    } else if (expect.has("near")) {
      assertNear(expect.get("near"), got);
    } else {
      assertPrinted(expect.get("printed"), got);
    }
  }

  private static NDArray call(JsonNode golden) {
    JsonNode words = golden.get("key");
    return switch (golden.get("call").asText()) {
      case "hash" -> {
        long[] count = {golden.get("count").get(0).asLong(), golden.get("count").get(1).asLong()};
        Threefry.Words hash =
            Threefry.hash(
                new Threefry.Words(
                    Threefry.word(words.get(0).asLong()), Threefry.word(words.get(1).asLong())),
                new Threefry.Words(Threefry.word(count[0]), Threefry.word(count[1])));
        yield HostValues.unsigned((int) hash.high().toLong(), (int) hash.low().toLong());
      }
      case "key" -> Random.keyData(seeded(golden));
      case "split" -> Random.keyData(Random.split(key(words), shape(golden)));
      case "fold_in" -> Random.keyData(Random.foldIn(key(words), golden.get("data").asLong()));
      case "bits" -> Random.bits(key(words), shape(golden), DType.UINT32);
      case "far_bits" -> StreamSlice.of(golden.get("offset").asLong(), 1).bits(key(words));
      case "far_split" ->
          Random.keyData(StreamSlice.of(golden.get("offset").asLong(), 1).split(key(words)));
      case "uniform" ->
          golden.has("minval")
              ? Random.uniform(
                  key(words),
                  shape(golden),
                  dtype(golden),
                  golden.get("minval").asDouble(),
                  golden.get("maxval").asDouble())
              : Random.uniform(key(words), shape(golden), dtype(golden));
      case "normal" -> Random.normal(key(words), shape(golden), dtype(golden));
      case "randint" ->
          Random.randint(
              key(words),
              shape(golden),
              golden.get("minval").asLong(),
              golden.get("maxval").asLong(),
              dtype(golden));
      case "bernoulli" ->
          Lax.convert(
              DiscreteDistributions.bernoulli(
                  key(words), Creation.weak(golden.get("p").asDouble()), shape(golden)),
              DType.INT32);
      case "rademacher" -> DiscreteDistributions.rademacher(key(words), shape(golden), DType.INT32);
      case "exponential" -> Distributions.exponential(key(words), shape(golden), dtype(golden));
      default -> throw new IllegalArgumentException(golden.toString());
    };
  }

  private static NDArray seeded(JsonNode golden) {
    long seed = golden.get("seed").asLong();
    String dtype = golden.get("dtype").asText();
    return dtype.isEmpty() ? Random.key(seed) : Random.key(Creation.scalar(seed, DType.of(dtype)));
  }

  private static NDArray key(JsonNode words) {
    return Random.wrapKeyData(
        HostValues.unsigned((int) words.get(0).asLong(), (int) words.get(1).asLong()));
  }

  private static Shape shape(JsonNode golden) {
    return Shape.of(longs(golden.get("shape")).stream().mapToLong(Long::longValue).toArray());
  }

  private static DType dtype(JsonNode golden) {
    return DType.of(golden.get("dtype").asText());
  }

  private static void assertBits(JsonNode golden, JsonNode bits, NDArray got) {
    boolean wide = got.dtype() == DType.FLOAT64;
    long ulp = wide && golden.get("call").asText().equals("normal") ? NORMAL_F64_ULP : 0;
    double[] values = got.toDoubleArray();
    assertEquals(bits.size(), values.length);
    for (int i = 0; i < values.length; i++) {
      long want = HexFormat.fromHexDigitsToLong(bits.get(i).asText().substring(2));
      long have =
          wide
              ? Double.doubleToRawLongBits(values[i])
              : Float.floatToRawIntBits((float) values[i]) & 0xFFFF_FFFFL;
      assertTrue(
          Math.abs(want - have) <= ulp,
          "element " + i + ": " + Long.toHexString(have) + " of " + golden);
    }
  }

  /** Values whose logarithm the model takes in float64. */
  private static void assertNear(JsonNode near, NDArray got) {
    double[] values = got.toDoubleArray();
    double tolerance = got.dtype() == DType.FLOAT32 ? 0x1p-22 : 0x1p-51;
    assertEquals(near.size(), values.length);
    for (int i = 0; i < values.length; i++) {
      double want = near.get(i).asDouble();
      assertEquals(want, values[i], Math.abs(want) * tolerance);
    }
  }

  private static void assertPrinted(JsonNode printed, NDArray got) {
    double[] values = got.toDoubleArray();
    assertEquals(printed.size(), values.length);
    for (int i = 0; i < values.length; i++) {
      double want = printed.get(i).asDouble();
      boolean same =
          got.dtype() == DType.FLOAT32
              ? values[i] == (float) want || Math.abs(values[i] - want) <= PRINTED
              : Math.abs(values[i] - want) <= NORMAL_F64_ULP * Math.ulp(want);
      assertTrue(same, "element " + i + " is " + values[i] + ", JAX prints " + want);
    }
  }

  private static List<Long> longs(JsonNode node) {
    List<Long> values = new ArrayList<>();
    node.forEach(value -> values.add(value.asLong()));
    return values;
  }

  private static List<Long> list(long[] values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException(absent);
    }
  }
}
