package dev.sparrow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Transcendental;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two executor JVMs: what travels, what comes back, what is left behind. */
@Tag("spark")
class LocalClusterTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    spark = SparkSessions.open("cluster", "local-cluster[2,1,1024]");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> frame() {
    return spark.range(0, 20_000, 1, 4).selectExpr("cast(id % 977 as float) * 0.1f as v");
  }

  private static NDArray program(NDArray x) {
    return Transcendental.sqrt(x.add(1)).sub(x.mean()).sum();
  }

  @Test
  void theBytesOfOneMachine() {
    byte[] expected;
    try (ShardedArray array = ShardedArray.ofColumn(frame(), "v", 3, NullPolicy.error()).array()) {
      NDArray whole = array.toNDArray();
      expected = program(whole).toByteArray();
      assertArrayEquals(expected, array.reduce(LocalClusterTest::program).toByteArray());
      NDArray mapped = array.map(x -> x.mul(x)).toNDArray();
      assertArrayEquals(whole.mul(whole).toByteArray(), mapped.toByteArray());
      Row sums =
          array.map(x -> x.gt(50)).toDataFrame("big").groupBy("big").count().orderBy("big").first();
      assertEquals(
          whole.le(50).astype(dev.sparrow.array.DType.INT32).sum().toLong(), sums.getLong(1));
    }
    for (int shards : List.of(1, 20)) {
      try (ShardedArray array =
          ShardedArray.ofColumn(frame(), "v", shards, NullPolicy.error()).array()) {
        assertArrayEquals(expected, array.reduce(LocalClusterTest::program).toByteArray());
      }
    }
  }

  @Test
  void executorsHoldNoArraysBetweenTasks() {
    try (ShardedArray array = ShardedArray.ofColumn(frame(), "v", 5, NullPolicy.error()).array()) {
      array.reduce(LocalClusterTest::program).toDouble();
      assertEquals(0, ExecutorMemory.bytesInUse(spark));
    }
  }

  @Test
  void aTaskThatFailsFreesItsArrays() {
    try (ShardedArray array = ShardedArray.ofColumn(frame(), "v", 2, NullPolicy.error()).array()) {
      // Reads one row of each shard and then fails, with the shard's arrays and its Arrow batch
      // alive.
      var rows =
          array
              .map(x -> x.add(1))
              .toDataFrame("w")
              .toJavaRDD()
              .mapPartitions(in -> {
                // Spark's row iterators need hasNext before next.
                boolean any = in.hasNext();
                in.next();
                throw new IllegalStateException(
                    "on purpose: " + any + " in " + TaskContext.getPartitionId());
              });
      SparkException failed = assertThrows(SparkException.class, rows::count);
      assertTrue(failed.getMessage().contains("on purpose: true"), failed.getMessage());
      assertEquals(0, ExecutorMemory.bytesInUse(spark));
      assertEquals(20_000, array.map(x -> x.add(1)).toDataFrame("w").filter("w > 0").count());
    }
  }

  @Test
  void aShardTooLargeIsRefusedBeforeItRuns() {
    try (ShardedArray array = ShardedArray.ofColumn(frame(), "v", 1, NullPolicy.error()).array()) {
      String message =
          assertThrows(
                  dev.sparrow.sharding.ShardingException.class,
                  () ->
                      array.map(x ->
                          x.reshape(20_000, 1)
                              .add(dev.sparrow.ops.Creation.arange(20_000).reshape(1, 20_000))))
              .getMessage();
      assertTrue(message.contains("use at least"), message);
    }
  }
}
