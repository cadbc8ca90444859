package dev.sparrow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.random.Random;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("spark")
class RandomFramesTest {
  private static final int ROWS = 40_000;

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("random", "local[2]");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static float[] floats(Dataset<Row> frame, int column) {
    List<Row> rows = frame.collectAsList();
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i).getFloat(column);
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void aColumnIsTheDraw(int partitions) {
    NDArray key = Random.foldIn(Random.key(42), 3);
    Dataset<Row> frame = RandomFrames.normal(spark, key, ROWS, partitions);
    assertEquals(partitions, frame.toJavaRDD().getNumPartitions());
    assertArrayEquals(Random.normal(key, ROWS).toFloatArray(), floats(frame, 0));
    assertArrayEquals(
        Random.uniform(key, ROWS).toFloatArray(),
        floats(RandomFrames.uniform(spark, key, ROWS, partitions), 0));
  }

  @Test
  void columnsAreThoseOfAMatrix() {
    NDArray key = Random.key(7);
    Dataset<Row> frame = RandomFrames.normal(spark, key, Shape.of(ROWS, 3), DType.FLOAT64, 5);
    assertEquals(List.of("c0", "c1", "c2"), List.of(frame.columns()));
    NDArray matrix = Random.normal(key, Shape.of(ROWS, 3), DType.FLOAT64);
    List<Row> rows = frame.select("c2", "c0").collectAsList();
    double[] last = matrix.get(":, 2").toDoubleArray();
    double[] first = matrix.get(":, 0").toDoubleArray();
    for (int i = 0; i < ROWS; i++) {
      assertEquals(last[i], rows.get(i).getDouble(0));
      assertEquals(first[i], rows.get(i).getDouble(1));
    }
  }

  @Test
  void limitsAndColumnsAreTakenIntoTheScan() {
    Dataset<Row> frame =
        spark
            .read()
            .format("sparrow-random")
            .options(
                Map.of(
                    "key", "1",
                    "rows", "4000000000000",
                    "columns", "a,b,c",
                    "distribution", "bits",
                    "partitions", "16"))
            .load();
    Dataset<Row> few = frame.select("b").limit(5);
    String plan = few.queryExecution().executedPlan().toString();
    assertTrue(plan.contains("sparrow-random 5 rows struct<b:bigint>"), plan);
    long[] words =
        Random.bits(Random.key(1), Shape.of(5, 3), DType.UINT32)
            .get(":, 1")
            .astype(DType.INT64)
            .toLongArray();
    assertArrayEquals(
        words, few.collectAsList().stream().mapToLong(row -> row.getLong(0)).toArray());
  }

  @Test
  void aCountReadsNoColumn() {
    assertEquals(12_345, RandomFrames.uniform(spark, Random.key(0), 12_345, 4).count());
  }

  @Test
  void mistakesAreNamed() {
    assertMistake("option rows: needs a number of rows, got null", Map.of());
    assertMistake("option rows: needs a whole number, got 'many'", Map.of("rows", "many"));
    assertMistake(
        "option partitions: needs 1 or more, got 0", Map.of("rows", "5", "partitions", "0"));
    assertMistake(
        "option distribution: is none of uniform, normal, bits: 'cauchy'",
        Map.of("rows", "5", "distribution", "cauchy"));
    assertMistake(
        "option columns: needs a number of columns or different names, got 'a,a'",
        Map.of("rows", "5", "columns", "a,a"));
    assertMistake(
        "option keyData: needs two words of 32 bits, as 0,42, got '7'",
        Map.of("rows", "5", "keyData", "7"));
  }

  private static void assertMistake(String part, Map<String, String> options) {
    Exception thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> spark.read().format("sparrow-random").options(options).load());
    assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
  }
}
