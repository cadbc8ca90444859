package dev.sparrow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.sharding.ShardingException;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs in shards have the bits of programs on one machine. */
@ExtendWith(AllocatorsAtZero.class)
@Tag("spark")
class ShardedArrayTest {
  private static final int ROWS = 10_000;

  private static SparkSession spark;
  private static NDArray whole;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("shards", "local[2]");
    float[] values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = (i * 7919 % 10_007) * 0.37f - 1800;
    }
    whole = HostValues.array(values);
  }

  @AfterAll
  static void stop() {
    spark.stop();
    whole.close();
  }

  private static Dataset<Row> frame() {
    return spark
        .range(0, ROWS, 1, 3)
        .selectExpr(
            "cast(cast(id * 7919 % 10007 as float) * cast(0.37 as float) - 1800 as float) as v");
  }

  private static ShardedArray sharded(int shards) {
    return ShardedArray.ofColumn(frame(), "v", shards, NullPolicy.error()).array();
  }

  static Stream<Arguments> folds() {
    NDArray weights = HostValues.array(new float[] {0.5f, 2, -1});
    return Stream.of(
        fold("sum", x -> x.sum()),
        fold("mean", x -> x.mean()),
        fold("largest", x -> x.max()),
        fold("sum in f64", x -> x.astype(DType.FLOAT64).sum()),
        fold("variance, two passes", x -> x.sub(x.mean()).pow(2).mean()),
        fold("fold of a fold", x -> x.sub(x.min()).div(x.max()).sum().mul(3)),
        fold("three weighted sums", x -> weights.reshape(3, 1).mul(x.reshape(1, ROWS)).sum(1)));
  }

  private static Arguments fold(String name, UnaryOperator<NDArray> program) {
    return Arguments.of(name, program);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("folds")
  void foldsHaveTheBitsOfTheWhole(String name, UnaryOperator<NDArray> program) {
    byte[] expected = program.apply(whole).toByteArray();
    for (int shards : List.of(1, 2, 7, 64)) {
      try (ShardedArray array = sharded(shards)) {
        assertArrayEquals(
            expected, array.reduce(program).toByteArray(), name + " in " + shards + " shards");
      }
    }
  }

  @Test
  void severalResultsInOnePass() {
    try (ShardedArray array = sharded(3)) {
      List<NDArray> results = array.reduceAll(x -> List.of(x.sum(), x.max(), x.mul(x).sum()));
      assertArrayEquals(whole.sum().toByteArray(), results.get(0).toByteArray());
      assertArrayEquals(whole.max().toByteArray(), results.get(1).toByteArray());
      assertArrayEquals(whole.mul(whole).sum().toByteArray(), results.get(2).toByteArray());
    }
  }

  @Test
  void mapsKeepTheRows() {
    UnaryOperator<NDArray> centred = x -> Transcendental.sqrt(x.sub(x.mean()).abs());
    byte[] expected = centred.apply(whole).toByteArray();
    try (ShardedArray array = sharded(4);
        ShardedArray mapped = array.map(centred)) {
      assertArrayEquals(expected, mapped.toNDArray().toByteArray());
      assertArrayEquals(
          centred.apply(whole).sum().toByteArray(), mapped.reduce(x -> x.sum()).toByteArray());
    }
  }

  @Test
  void aMappedArrayOutlivesItsSource() {
    ShardedArray array = sharded(4);
    try (ShardedArray mapped = array.map(x -> x.mul(2))) {
      array.close();
      assertArrayEquals(whole.mul(2).toByteArray(), mapped.toNDArray().toByteArray());
    }
  }

  static Stream<Arguments> columns() {
    return Stream.of(
        Arguments.of("float", DType.FLOAT32),
        Arguments.of("double", DType.FLOAT64),
        Arguments.of("int", DType.INT32),
        Arguments.of("bigint", DType.INT64),
        Arguments.of("bigint", DType.UINT32),
        Arguments.of("boolean", DType.BOOL));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void backToADataFrame(String sparkType, DType dtype) {
    try (ShardedArray array = sharded(4);
        ShardedArray converted =
            array.map(x ->
                dtype == DType.BOOL ? x.gt(100) : x.add(2000).astype(DType.INT32).astype(dtype))) {
      Dataset<Row> frame = converted.toDataFrame("w");
      assertEquals(List.of("w"), List.of(frame.columns()));
      assertEquals(
          sparkType,
          frame.schema().fields()[0].dataType().sql().toLowerCase(java.util.Locale.ROOT));
      NDArray expected =
          dtype == DType.BOOL ? whole.gt(100) : whole.add(2000).astype(DType.INT32).astype(dtype);
      double[] values =
          frame.selectExpr("cast(w as double) as w").collectAsList().stream()
              .mapToDouble(row -> row.getDouble(0))
              .toArray();
      assertArrayEquals(expected.astype(DType.FLOAT64).toDoubleArray(), values);
    }
  }

  @Test
  void anEmptyColumnIsAnEmptyArray() {
    Dataset<Row> none = frame().filter("v > 1e9");
    try (ShardedArray array = ShardedArray.ofColumn(none, "v", 3, NullPolicy.error()).array()) {
      assertEquals(0, array.type().shape().size());
      assertEquals(0, array.reduce(x -> x.sum()).toDouble());
      assertEquals(0, array.toNDArray().size());
    }
  }

  @Test
  void errorsSayWhatToDo() {
    try (ShardedArray array = sharded(2)) {
      assertEquals(
          "reduce: result 0 of type f32[10000] has a row for each row of f32[10000]; use map, or fold axis 0",
          assertThrows(ShardingException.class, () -> array.reduce(x -> x.add(1))).getMessage());
      assertEquals(
          "map: the result of type f32[] has no row for each row of f32[10000]; use reduce",
          assertThrows(ShardingException.class, () -> array.map(x -> x.sum())).getMessage());
    }
    ColumnException nulls =
        assertThrows(
            ColumnException.class,
            () ->
                ShardedArray.ofColumn(
                    frame().selectExpr("if(v > 0, v, null) as v"), "v", 2, NullPolicy.error()));
    assertTrue(
        nulls
            .getMessage()
            .matches("column v: \\d+ of 10000 values are null; skip them or fill them"),
        nulls.getMessage());
    assertThrows(
        ShardingException.class, () -> ShardedArray.ofColumn(frame(), "v", 0, NullPolicy.error()));
  }
}
