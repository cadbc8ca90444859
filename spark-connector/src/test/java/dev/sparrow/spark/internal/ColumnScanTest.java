package dev.sparrow.spark.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.spark.ColumnException;
import dev.sparrow.spark.NullPolicy;
import dev.sparrow.spark.SparkSessions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, in which order, by which path. */
@Tag("spark")
class ColumnScanTest {
  private static final int ROWS = 20_000;

  @TempDir static Path folder;
  private static SparkSession spark;

  @BeforeAll
  static void writeFiles() {
    spark = SparkSessions.open("scan", "local[2]");
    // Four files of several row groups each; i counts rows, few takes few values, so that Parquet
    // encodes it by dictionary; gaps is null in every seventh row.
    spark
        .range(0, ROWS, 1, 4)
        .selectExpr(
            "id as i",
            "id % 13 as few",
            "cast(id % 13 as byte) as byte",
            "cast(id % 1000 - 500 as short) as short",
            "cast(id * 40503 % 65521 as int) as int",
            "cast(id * 0.25 as float) as float",
            "cast(id * 0.125 as double) as double",
            "if(id % 7 = 3, null, id) as gaps",
            "if(id % 7 = 3, null, cast(id % 5 as double)) as few_gaps",
            "if(id < 4096, id, null) as late",
            "cast(id as string) as text")
        .write()
        .option("parquet.block.size", 64 * 1024)
        .parquet(folder.resolve("table").toString());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> table() {
    return spark.read().parquet(folder.resolve("table").toString());
  }

  private static long[] read(Dataset<Row> frame, String column, NullPolicy nulls, int shards) {
    return values(ColumnScan.of(frame, column, nulls), shards);
  }

  /** The bits of all values, in order of their global index. */
  private static long[] values(ColumnScan scan, int shards) {
    RowOrder order = RowOrder.of(scan.blocks());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    JavaRDD<ShardBlock> blocks =
        new ShardExchange(order.elements(), shards)
            .apply(scan.blocks(), order, scan.isDeterminate(), context.broadcast(order));
    List<ShardBlock> collected = blocks.collect();
    assertEquals(shards, collected.size());
    int width = scan.type().dtype().bytes();
    return collected.stream()
        .flatMap(block -> block.pieces().stream())
        .flatMapToLong(piece -> {
          ByteBuffer bytes = ByteBuffer.wrap(piece.bytes()).order(ByteOrder.LITTLE_ENDIAN);
          return LongStream.range(0, piece.elements())
              .map(i ->
                  width == Long.BYTES
                      ? bytes.getLong((int) i * width)
                      : bytes.getInt((int) i * width));
        })
        .toArray();
  }

  private static long expected(ColumnType type, long id) {
    return switch (type) {
      case BYTE -> id % 13;
      case SHORT -> id % 1000 - 500;
      case INT -> id * 40503 % 65521;
      case LONG -> id;
      case FLOAT -> Float.floatToRawIntBits((float) (id * 0.25));
      case DOUBLE -> Double.doubleToRawLongBits(id * 0.125);
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeByBatchAndByRow(ColumnType type) {
    String column = type == ColumnType.LONG ? "i" : type.name().toLowerCase(java.util.Locale.ROOT);
    long[] expected = LongStream.range(0, ROWS).map(id -> expected(type, id)).toArray();
    ColumnScan batches = ColumnScan.of(table(), column, NullPolicy.error());
    assertEquals(type, batches.type());
    assertTrue(batches.isColumnar(), "a plain scan needs no rows");
    assertArrayEquals(expected, values(batches, 5));
    ColumnScan rows = ColumnScan.of(table().filter("i >= 0"), column, NullPolicy.error());
    assertTrue(!rows.isColumnar(), "batches below a filter hold rows it drops");
    assertArrayEquals(expected, values(rows, 5));
  }

  @ParameterizedTest
  @CsvSource({"20k,0", "100k,0", "128m,4194304"})
  void orderIsThatOfTheFilesWhateverTheSplits(String maxPartitionBytes, String openCost) {
    Map<String, String> settings =
        Map.of(
            "spark.sql.files.maxPartitionBytes", maxPartitionBytes,
            "spark.sql.files.openCostInBytes", openCost);
    with(
        settings,
        () -> {
          long[] all = LongStream.range(0, ROWS).toArray();
          assertArrayEquals(all, read(table(), "i", NullPolicy.error(), 7));
          assertArrayEquals(all, read(table().filter("i > -1"), "i", NullPolicy.error(), 3));
        });
  }

  @Test
  void manySplitsAreManyPartitions() {
    with(
        Map.of("spark.sql.files.maxPartitionBytes", "20k", "spark.sql.files.openCostInBytes", "0"),
        () ->
            assertTrue(
                ColumnScan.of(table(), "i", NullPolicy.error()).blocks().getNumPartitions() > 8));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 20, 64})
  void shardsHoldTheSameValues(int shards) {
    assertArrayEquals(
        LongStream.range(0, ROWS).map(id -> id % 13).toArray(),
        read(table(), "few", NullPolicy.error(), shards));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "4096", "70000"})
  void batchesOfAnySize(String rows) {
    with(
        Map.of("spark.sql.parquet.columnarReaderBatchSize", rows),
        () -> {
          long[] ids = LongStream.range(0, ROWS).toArray();
          assertArrayEquals(ids, read(table(), "i", NullPolicy.error(), 4));
          assertArrayEquals(
              LongStream.of(ids).filter(id -> id % 7 != 3).toArray(),
              read(table(), "gaps", NullPolicy.skip(), 4));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void offHeapVectorsAndDictionaries(String offHeap) {
    with(
        Map.of("spark.sql.columnVector.offheap.enabled", offHeap),
        () ->
            assertArrayEquals(
                LongStream.range(0, ROWS)
                    .map(id -> Double.doubleToRawLongBits(id % 7 == 3 ? -1.5 : id % 5))
                    .toArray(),
                read(table(), "few_gaps", NullPolicy.fill(-1.5), 3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "i >= 0"})
  void nullsAreCountedSkippedOrFilled(String filter) {
    Dataset<Row> frame = table().filter(filter);
    long gaps = LongStream.range(0, ROWS).filter(id -> id % 7 == 3).count();
    for (NullPolicy policy : List.of(NullPolicy.error(), NullPolicy.skip(), NullPolicy.fill(9))) {
      RowOrder order = RowOrder.of(ColumnScan.of(frame, "gaps", policy).blocks());
      assertEquals(gaps, order.nulls(), policy.toString());
      assertEquals(
          policy instanceof NullPolicy.Fill ? ROWS : ROWS - gaps,
          order.elements(),
          policy.toString());
    }
    assertArrayEquals(
        LongStream.range(0, ROWS).filter(id -> id % 7 != 3).toArray(),
        read(frame, "gaps", NullPolicy.skip(), 6));
    assertArrayEquals(
        LongStream.range(0, ROWS).map(id -> id % 7 == 3 ? 9 : id).toArray(),
        read(frame, "gaps", NullPolicy.fill(9), 6));
    assertArrayEquals(
        LongStream.range(0, 4096).toArray(), read(frame, "late", NullPolicy.skip(), 6));
  }

  @Test
  void aRenamedColumnIsStillColumnar() {
    Dataset<Row> renamed =
        table().select(functions.col("few").as("a.b"), functions.col("i").as("few"));
    ColumnScan scan = ColumnScan.of(renamed, "few", NullPolicy.error());
    assertTrue(scan.isColumnar());
    assertArrayEquals(LongStream.range(0, ROWS).toArray(), values(scan, 2));
    assertTrue(ColumnScan.of(renamed, "a.b", NullPolicy.error()).isColumnar());
  }

  @Test
  void everythingAboveTheScanIsHonoured() {
    assertArrayEquals(
        LongStream.range(0, ROWS).filter(id -> id % 3 == 1).toArray(),
        read(table().filter("i % 3 = 1"), "i", NullPolicy.error(), 3));
    assertArrayEquals(
        LongStream.range(0, ROWS).map(id -> 2 * id).toArray(),
        read(table().selectExpr("2 * i as twice"), "twice", NullPolicy.error(), 3));
    assertEquals(1234, read(table().limit(1234), "i", NullPolicy.error(), 2).length);
    assertArrayEquals(
        LongStream.range(0, ROWS).map(id -> ROWS - 1 - id).toArray(),
        read(table().orderBy(functions.col("i").desc()), "i", NullPolicy.error(), 3));
    long[] twice = read(table().union(table()), "i", NullPolicy.error(), 3);
    assertArrayEquals(
        LongStream.range(0, 2 * ROWS).map(id -> id / 2).toArray(),
        LongStream.of(twice).sorted().toArray());
  }

  @Test
  void framesThatAreNoFiles() {
    assertArrayEquals(
        LongStream.range(0, 5000).toArray(),
        read(spark.range(0, 5000, 1, 3).toDF("n"), "n", NullPolicy.error(), 4));
    Dataset<Row> cached = spark.range(0, 5000, 1, 3).toDF("n").cache();
    ColumnScan scan = ColumnScan.of(cached, "n", NullPolicy.error());
    assertTrue(scan.isColumnar(), "cached tables are columnar");
    assertArrayEquals(LongStream.range(0, 5000).toArray(), values(scan, 4));
    cached.unpersist();
  }

  @Test
  void otherFileFormats() {
    Dataset<Row> ids = spark.range(0, ROWS, 1, 8).toDF("i");
    ids.write().orc(folder.resolve("orc").toString());
    ids.write().csv(folder.resolve("csv").toString());
    Dataset<Row> orc = spark.read().orc(folder.resolve("orc").toString());
    Dataset<Row> csv = spark.read().schema("i long").csv(folder.resolve("csv").toString());
    for (String maxPartitionBytes : List.of("4k", "1m")) {
      with(
          Map.of("spark.sql.files.maxPartitionBytes", maxPartitionBytes),
          () -> {
            long[] all = LongStream.range(0, ROWS).toArray();
            assertArrayEquals(all, read(orc, "i", NullPolicy.error(), 3));
            assertArrayEquals(all, read(csv, "i", NullPolicy.error(), 3));
          });
    }
  }

  @Test
  void errorsNameTheColumnAndWhatThereIs() {
    assertEquals(
        "column dely: not found; columns are i bigint, few bigint",
        message(() -> ColumnScan.of(table().select("i", "few"), "dely", NullPolicy.error())));
    assertEquals(
        "column text: type string is not one of byte, short, int, long, float, double; cast it or choose another column",
        message(() -> ColumnScan.of(table(), "text", NullPolicy.error())));
    assertEquals(
        "column gaps: nulls cannot become 0.5 in an array of int64; fill with a whole number in range",
        message(() -> ColumnScan.of(table(), "gaps", NullPolicy.fill(0.5))));
    Dataset<Row> twice = table().selectExpr("i", "few as i");
    assertEquals(
        "column i: not unique; columns are i bigint, i bigint",
        message(() -> ColumnScan.of(twice, "i", NullPolicy.error())));
  }

  private static String message(org.junit.jupiter.api.function.Executable failing) {
    return assertThrows(ColumnException.class, failing).getMessage();
  }

  /** Runs code under SQL settings and takes them back. */
  private static void with(Map<String, String> settings, Runnable body) {
    settings.forEach(spark.conf()::set);
    try {
      body.run();
    } finally {
      settings.keySet().forEach(spark.conf()::unset);
    }
  }
}
