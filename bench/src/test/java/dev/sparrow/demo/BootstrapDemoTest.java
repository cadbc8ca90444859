package dev.sparrow.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.cli.BadInputException;
import dev.sparrow.demo.BootstrapOptions.Existing;
import dev.sparrow.spark.NullPolicy;
import dev.sparrow.spark.SparkSessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole job, on a small table; and everything it refuses. */
@Tag("spark")
class BootstrapDemoTest {
  private static final int ROWS = 9_000;
  private static final int RESAMPLES = 70;

  @TempDir static Path folder;

  @BeforeAll
  static void writeTables() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SparkSession spark = SparkSessions.open("tables", "local[2]");
    spark
        .range(0, ROWS, 1, 3)
        .selectExpr(
            "id * 7919 % 1009 - 100 as delay",
            "if(id % 10 = 0, null, cast(id as double)) as gaps",
            "if(id = 5, cast('NaN' as float), 1f) as broken",
            "cast(id as string) as text")
        .write()
        .parquet(table());
    spark.range(0).selectExpr("id as delay").write().parquet(folder.resolve("none").toString());
    spark.stop();
    Files.writeString(folder.resolve("text.csv"), "delay\n1\n2\n");
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("mixed"));
    Files.writeString(folder.resolve("mixed").resolve("part.csv"), "delay\n");
    Files.createDirectories(folder.resolve("mine"));
    Files.writeString(folder.resolve("mine").resolve("thesis.txt"), "do not delete");
  }

  private static String table() {
    return folder.resolve("table").toString();
  }

  /** Options that work, and ways to change one of them. */
  record Ask(
      String input,
      String column,
      int partitions,
      String master,
      Optional<Path> out,
      Optional<Path> json,
      NullPolicy nulls,
      Existing existing) {
    static Ask of(String column) {
      return new Ask(
          table(),
          column,
          2,
          "local[2]",
          Optional.empty(),
          Optional.empty(),
          NullPolicy.error(),
          Existing.REFUSE);
    }

    Ask input(String changed) {
      return new Ask(changed, column, partitions, master, out, json, nulls, existing);
    }

    Ask on(int shards, String changed) {
      return new Ask(input, column, shards, changed, out, json, nulls, existing);
    }

    Ask out(Path changed, Existing policy) {
      return new Ask(input, column, partitions, master, Optional.of(changed), json, nulls, policy);
    }

    Ask json(Path changed) {
      return new Ask(input, column, partitions, master, out, Optional.of(changed), nulls, existing);
    }

    Ask nulls(NullPolicy changed) {
      return new Ask(input, column, partitions, master, out, json, changed, existing);
    }

    /** Runs the job and returns what it printed. */
    List<String> run() throws IOException {
      StringWriter printed = new StringWriter();
      BootstrapDemo.run(
          new BootstrapOptions(
              input,
              column,
              RESAMPLES,
              42,
              OptionalInt.of(partitions),
              master,
              out,
              json,
              nulls,
              existing),
          new PrintWriter(printed));
      return printed.toString().lines().toList();
    }
  }

  @Test
  void writesWhatItPrints() throws IOException {
    Path out = folder.resolve("results");
    Path json = folder.resolve("facts.json");
    List<String> printed = Ask.of("delay").out(out, Existing.REFUSE).json(json).run();
    JsonNode facts = new ObjectMapper().readTree(json.toFile());

    assertEquals(ROWS, facts.get("rows").asInt());
    assertEquals(RESAMPLES, facts.get("resamples").asInt());
    double mean = 0;
    for (int id = 0; id < ROWS; id++) {
      mean += (id * 7919L % 1009 - 100) / (double) ROWS;
    }
    assertEquals(mean, facts.get("mean").asDouble(), 1e-9);
    // Values are spread evenly over 1009 numbers: σ = 1009 / √12.
    double expected = 1009 / Math.sqrt(12) / Math.sqrt(ROWS);
    assertEquals(expected, facts.get("stderr").asDouble(), 0.3 * expected);
    double low = facts.get("ci95").get(0).asDouble();
    double high = facts.get("ci95").get(1).asDouble();
    assertTrue(low < mean && mean < high, low + " to " + high);
    assertEquals("result sha256: " + facts.get("sha256").asText(), printed.getLast());

    byte[] npy = Files.readAllBytes(out.resolve("bootstrap-means.npy"));
    assertEquals(0, (npy.length - 4 * RESAMPLES) % 64);
    String header = new String(npy, 10, npy.length - 4 * RESAMPLES - 10, StandardCharsets.US_ASCII);
    assertEquals(
        "{'descr': '<f4', 'fortran_order': False, 'shape': (70,), }", header.stripTrailing());
    float[] means = new float[RESAMPLES];
    ByteBuffer.wrap(npy)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(npy.length - 4 * RESAMPLES)
        .asFloatBuffer()
        .get(means);
    assertEquals(facts.get("sha256").asText(), BootstrapSummary.of(means).sha256());
    assertArrayEquals(
        new byte[] {(byte) 0x89, 'P', 'N', 'G'},
        java.util.Arrays.copyOf(Files.readAllBytes(out.resolve("bootstrap-means.png")), 4));
    SparkSession spark = SparkSessions.open("check", "local[1]");
    try {
      List<Float> written =
          spark
              .read()
              .parquet(out.resolve("bootstrap-means.parquet").toString())
              .orderBy("resample")
              .collectAsList()
              .stream()
              .map(row -> row.getFloat(1))
              .toList();
      assertEquals(RESAMPLES, written.size());
      for (int b = 0; b < RESAMPLES; b++) {
        assertEquals(means[b], written.get(b));
      }
    } finally {
      spark.stop();
    }

    assertEquals(
        "--out " + out + ": exists; name another folder, or pass --overwrite",
        refusal(Ask.of("delay").out(out, Existing.REFUSE)));
    Files.delete(out.resolve("bootstrap-means.npy"));
    Ask.of("delay").out(out, Existing.REPLACE).run();
    assertTrue(Files.exists(out.resolve("bootstrap-means.npy")));
    try (Stream<Path> entries = Files.list(folder)) {
      assertTrue(entries.noneMatch(path -> path.getFileName().toString().startsWith(".")));
    }
  }

  @Test
  void theSameBytesForAnyPartitioningAndMaster() throws IOException {
    float[] values = new float[ROWS];
    for (int id = 0; id < ROWS; id++) {
      values[id] = id * 7919L % 1009 - 100;
    }
    NDArray whole = HostValues.array(values);
    float[] means = new float[RESAMPLES];
    for (int b = 0; b < RESAMPLES; b++) {
      means[b] = PoissonBootstrap.pass(42, b, b + 1).apply(whole).toFloatArray()[0];
    }
    String expected = "result sha256: " + BootstrapSummary.of(means).sha256();
    for (int partitions : List.of(1, 2, 7, 64)) {
      assertEquals(expected, Ask.of("delay").on(partitions, "local[2]").run().getLast());
    }
    assertEquals(expected, Ask.of("delay").on(3, "local[1]").run().getLast());
    assertEquals(expected, Ask.of("delay").on(3, "local-cluster[2,1,1024]").run().getLast());
  }

  @Test
  void nullsAreSkippedOrFilled() throws IOException {
    assertTrue(
        Ask.of("gaps").nulls(NullPolicy.skip()).run().get(1).contains("8,100 rows (900 nulls)"));
    assertTrue(
        Ask.of("gaps").nulls(NullPolicy.fill(1)).run().get(1).contains("9,000 rows (900 nulls)"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(Ask.of("delay").input("/no/such"), "input /no/such: no such file or folder"),
        Arguments.of(path("text.csv"), "input FOLDER/text.csv: not a Parquet file"),
        Arguments.of(
            path("mixed"), "input FOLDER/mixed: FOLDER/mixed/part.csv: not a Parquet file"),
        Arguments.of(path("empty"), "input FOLDER/empty: a folder without files"),
        Arguments.of(
            Ask.of("delay").input("file:/no/such"), "input file:/no/such: no such file or folder"),
        Arguments.of(path("none"), "column delay: no values, 0 nulls"),
        Arguments.of(
            Ask.of("dely"),
            "column dely: not found; columns are delay bigint, gaps double, broken float, text string"),
        Arguments.of(
            Ask.of("text"),
            "column text: type string is not one of byte, short, int, long, float, double; cast it or choose another column"),
        Arguments.of(
            Ask.of("gaps"), "column gaps: 900 of 9000 values are null; skip them or fill them"),
        Arguments.of(
            Ask.of("broken"),
            "column broken: 1 values are NaN or infinite; a mean needs finite ones"),
        Arguments.of(
            Ask.of("delay").on(2, "spark://127.0.0.1:1"),
            "master spark://127.0.0.1:1: cannot be reached (Connection refused); is it running, and is the address right?"),
        Arguments.of(
            Ask.of("delay").out(folder.resolve("mine"), Existing.REPLACE),
            "--out FOLDER/mine: holds thesis.txt, which is no result of this job; name another folder"),
        Arguments.of(
            Ask.of("delay").out(folder.resolve("text.csv"), Existing.REPLACE),
            "--out FOLDER/text.csv: exists and is not a folder"),
        Arguments.of(Ask.of("delay").json(folder), "--json FOLDER: is a folder"));
  }

  private static Ask path(String name) {
    return Ask.of("delay").input(folder.resolve(name).toString());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void oneLineAndNothingWritten(Ask ask, String message) {
    Path out = folder.resolve("never");
    Ask writing = ask.out().isPresent() ? ask : ask.out(out, Existing.REFUSE);
    assertEquals(message.replace("FOLDER", folder.toString()), refusal(writing));
    assertFalse(Files.exists(out));
  }

  @Test
  void numbersInRange() {
    assertEquals(
        "--resamples: needs 2 or more to have a standard error, got -3",
        assertThrows(BadInputException.class, () -> options(-3, 1)).getMessage());
    assertEquals(
        "--partitions: needs 1 or more, got 0",
        assertThrows(BadInputException.class, () -> options(2, 0)).getMessage());
  }

  private static BootstrapOptions options(int resamples, int partitions) {
    return new BootstrapOptions(
        table(),
        "delay",
        resamples,
        42,
        OptionalInt.of(partitions),
        "local[1]",
        Optional.empty(),
        Optional.empty(),
        NullPolicy.error(),
        Existing.REFUSE);
  }

  private static String refusal(Ask ask) {
    return assertThrows(BadInputException.class, ask::run).getMessage();
  }
}
