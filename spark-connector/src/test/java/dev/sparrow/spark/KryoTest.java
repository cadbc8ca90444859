package dev.sparrow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What travels and what is cached, written by Kryo: {@code spark.serializer} is the user's. */
@Tag("spark")
class KryoTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .config("spark.rdd.compress", "true")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void blocksPartialResultsAndShards() {
    Dataset<Row> frame = spark.range(0, 9_000, 1, 3).selectExpr("cast(id % 31 as double) as v");
    try (ShardedArray array = ShardedArray.ofColumn(frame, "v", 4, NullPolicy.error()).array()) {
      NDArray whole = array.toNDArray();
      List<NDArray> facts = array.reduceAll(x -> List.of(x.mean(), x.sub(x.mean()).max()));
      assertArrayEquals(whole.mean().toByteArray(), facts.getFirst().toByteArray());
      assertArrayEquals(whole.sub(whole.mean()).max().toByteArray(), facts.getLast().toByteArray());
      try (ShardedArray mapped = array.map(x -> x.mul(0.5).astype(DType.FLOAT32))) {
        assertArrayEquals(
            whole.mul(0.5).astype(DType.FLOAT32).toByteArray(), mapped.toNDArray().toByteArray());
        assertEquals(9_000, mapped.toDataFrame("w").filter("w >= 0").count());
      }
    }
  }
}
