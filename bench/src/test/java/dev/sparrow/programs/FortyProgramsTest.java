package dev.sparrow.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.tree.Tree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs that newcomers try give what JAX gives, eager and compiled. */
@ExtendWith(AllocatorsAtZero.class)
class FortyProgramsTest {
  private static final Map<String, Program> PROGRAMS = Programs.all();

  /** Programs whose results have sizes that depend on values, so that they are not compiled. */
  private static final Set<String> EAGER_ONLY = Set.of("n25_counts", "n38_segments");

  /**
   * A line of the table.
   *
   * @param program a name
   * @param arguments what it takes
   * @param results what it gives, in the order of its leaves
   * @param relative allowed difference relative to what is expected
   * @param absolute what is allowed beyond it
   */
  record Row(
      String program,
      List<String> arguments,
      List<String> results,
      double relative,
      double absolute) {
    static Row of(String line) {
      String[] parts = line.split(" \\| ", -1);
      String[] tolerances = parts[3].split(" ", -1);
      return new Row(
          parts[0],
          values(parts[1]),
          values(parts[2]),
          Double.parseDouble(tolerances[0]),
          Double.parseDouble(tolerances[1]));
    }

    private static List<String> values(String text) {
      return text.isBlank() ? List.of() : List.of(text.strip().split(" ; ", -1));
    }
  }

  static Stream<Row> rows() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    FortyProgramsTest.class.getResourceAsStream("/programs/forty.txt")),
                StandardCharsets.UTF_8))) {
      return in.lines().filter(line -> !line.startsWith("#")).map(Row::of).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givesWhatJaxGives(Row row) {
    Profile.JAX32.run(() -> {
      Function<List<NDArray>, Object> program =
          Objects.requireNonNull(PROGRAMS.get(row.program))::run;
      List<NDArray> arguments = row.arguments.stream().map(FortyProgramsTest::array).toList();
      assertGives(row, Tree.leaves(program.apply(arguments)));
      if (!EAGER_ONLY.contains(row.program)) {
        assertGives(row, Tree.leaves(Jit.<List<NDArray>, Object>jit(program).apply(arguments)));
      }
      return null;
    });
  }

  @Test
  void everyProgramOfAFirstHourHasARow() throws IOException {
    Set<String> untested = new HashSet<>(PROGRAMS.keySet());
    untested.removeIf(name -> !name.matches("n\\d\\d_.*"));
    rows().map(Row::program).forEach(untested::remove);
    assertEquals(Set.of(), untested);
  }

  private static void assertGives(Row row, List<NDArray> results) {
    assertEquals(row.results.size(), results.size(), row.program);
    for (int i = 0; i < results.size(); i++) {
      NDArray result = results.get(i);
      String expected = row.results.get(i);
      assertEquals(dtype(expected), result.dtype(), row.program);
      assertEquals(shape(expected), result.shape(), row.program);
      double[] numbers = numbers(expected);
      double[] got = parts(result);
      for (int at = 0; at < numbers.length; at++) {
        double allowed = row.absolute + row.relative * Math.abs(numbers[at]);
        double difference = Math.abs(got[at] - numbers[at]);
        assertTrue(
            difference <= allowed,
            row.program + " result " + i + " at " + at + ": " + got[at] + ", JAX " + numbers[at]);
      }
    }
  }

  /** The numbers of an array; of a complex one, real and imaginary parts in turn. */
  private static double[] parts(NDArray array) {
    return array.dtype().isComplex()
        ? Stream.of(array.toComplexArray())
            .flatMapToDouble(z -> DoubleStream.of(z.real(), z.imaginary()))
            .toArray()
        : array.toDoubleArray();
  }

  /** An array written as {@code float32[2,2] 1 2 3 4}. */
  private static NDArray array(String text) {
    return Creation.array(numbers(text)).astype(dtype(text)).reshape(shape(text).dims());
  }

  private static DType dtype(String text) {
    return DType.valueOf(text.substring(0, text.indexOf('[')).toUpperCase(Locale.ROOT));
  }

  private static Shape shape(String text) {
    String dims = text.substring(text.indexOf('[') + 1, text.indexOf(']'));
    return dims.isEmpty()
        ? Shape.scalar()
        : Shape.of(Stream.of(dims.split(",", -1)).mapToLong(Long::parseLong).toArray());
  }

  private static double[] numbers(String text) {
    String[] words = text.substring(text.indexOf(']') + 1).strip().split(" ", -1);
    boolean narrow = dtype(text) == DType.FLOAT32;
    return Arrays.stream(words)
        .mapToDouble(word -> narrow ? Float.parseFloat(word) : Double.parseDouble(word))
        .toArray();
  }
}
