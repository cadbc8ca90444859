package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.testing.HostArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All values of golden_jax.json: what JAX printed in its documentation, tests and issues, and in
 * programs of others, each with its source, in the order of streams that JAX has now and in the one
 * it had before.
 */
class JaxGoldenTest {
  private static final Map<Integer, Supplier<List<NDArray>>> CALLS = JaxGoldenCalls.all();

  /** numpy prints 8 decimals of a float32. */
  private static final double PRINTED = 0.5e-8;

  /** JAX's own float64 normals differ by this much between backends. */
  private static final long FLOAT64_ULPS = 4;

  static Stream<JsonNode> goldens() {
    try (InputStream packed =
            Objects.requireNonNull(JaxGoldenTest.class.getResourceAsStream("golden_jax.json.gz"));
        InputStream text = new GZIPInputStream(packed)) {
      JsonNode goldens = new ObjectMapper().readTree(text).get("goldens");
      assertEquals(118, goldens.size());
      return StreamSupport.stream(goldens.spliterator(), false);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void givesWhatJaxPrinted(JsonNode golden) {
    int id = golden.get("id").asInt();
    Supplier<List<NDArray>> call = CALLS.get(id);
    assertNotNull(call, "no call for golden " + golden);
    Profile profile = golden.get("x64").asBoolean() ? Profile.WIDE64 : Profile.JAX32;
    StreamOrder order =
        golden.get("mode").asText().equals("original")
            ? StreamOrder.ORIGINAL
            : StreamOrder.PARTITIONABLE;
    List<NDArray> arrays = profile.run(() -> order.run(call));
    List<JsonNode> printed = new ArrayList<>();
    flatten(golden.get("printed"), printed);
    String compare = golden.get("compare").asText();
    int at = 0;
    for (NDArray array : arrays) {
      for (int i = 0; i < array.shape().size() && at < printed.size(); i++) {
        JsonNode want = printed.get(at++);
        String what = "value " + (at - 1) + " of " + golden;
        if (compare.equals("int")) {
          assertEquals(want.bigIntegerValue(), integer(array, i), what);
        } else {
          assertNear(compare, want.asDouble(), array, i, what);
        }
      }
    }
    // A prefix was printed of some draws, never more than was drawn.
    assertEquals(printed.size(), at);
  }

  private static void flatten(JsonNode node, List<JsonNode> values) {
    if (node.isArray()) {
      node.forEach(item -> flatten(item, values));
    } else {
      values.add(node);
    }
  }

  private static BigInteger integer(NDArray array, int position) {
    long bits = HostArray.of(array).bits(position);
    return array.dtype() == DType.UINT64
        ? new BigInteger(Long.toUnsignedString(bits))
        : BigInteger.valueOf(bits);
  }

  private static void assertNear(
      String compare, double want, NDArray array, int position, String what) {
    double got = array.toDoubleArray()[position];
    boolean near =
        switch (compare) {
          case "f32" -> (float) got == (float) want;
          case "f32print" -> (float) got == (float) want || Math.abs(got - want) <= PRINTED;
          case "f64" -> Math.abs(got - want) <= FLOAT64_ULPS * Math.ulp(want);
          default -> {
            double relative = Double.parseDouble(compare.substring("rtol:".length()));
            yield Math.abs(got - want) <= relative * Math.abs(want);
          }
        };
    assertTrue(near, what + ": got " + got);
  }
}
