package dev.sparrow.tour;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tour prints; the random values are those that JAX 0.10.2 prints for the same keys. */
class TourTest {
  private static String printed = "";

  @BeforeAll
  static void takeTheTour() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Tour(new PrintStream(bytes, true, StandardCharsets.UTF_8), 10_000, Duration.ZERO).run();
    printed = bytes.toString(StandardCharsets.UTF_8);
  }

  static Stream<Arguments> steps() {
    return Stream.of(
        Arguments.of("x = arange(10)", "Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], dtype=int32)"),
        Arguments.of(
            "y = x.at(0).set(99)", "Array([99,  1,  2,  3,  4,  5,  6,  7,  8,  9], dtype=int32)"),
        Arguments.of("x", "Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], dtype=int32)"),
        Arguments.of("memory.putInt(0, 99)", "ReadOnlyBufferException"),
        Arguments.of("original", "Array([0, 1, 2], dtype=int32)"),
        Arguments.of("normal(key)", "Array(1.6226422, dtype=float32)"),
        Arguments.of(
            "normal(key, 3)", "Array([ 1.6226422 ,  2.0252647 , -0.43359444], dtype=float32)"),
        Arguments.of(
            "uniform(key, 3)", "Array([0.947667  , 0.9785799 , 0.33229148], dtype=float32)"),
        Arguments.of(
            "keyData(split(key))",
            "Array([[1797259609, 2579123966],\n         [ 928981903, 3453687069]], dtype=uint32)"),
        Arguments.of("keyData(foldIn(key(0), 7))", "Array([2716826189,  292468403], dtype=uint32)"),
        Arguments.of("normal(key(42))", "Array(-0.02830462, dtype=float32)"),
        Arguments.of(
            "vmap(Random::normal).apply(keys)",
            "Array([0.07592554, 0.60576403, 0.4323065 ], dtype=float32)"),
        Arguments.of("same bits as one by one", "true"),
        Arguments.of("same bits as eager", "true"));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void stepGives(String code, String result) {
    String step = "> " + code + "\n  " + result + "\n";
    assertTrue(printed.contains(step), () -> step + "is missing from\n" + printed);
  }
}
