package dev.sparrow.spark.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.BufferPool;
import dev.sparrow.spark.SparkSessions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Memory of a task: charged before, freed after, whatever happens between. */
@Tag("spark")
class TaskArraysTest {
  private static final long MEGABYTE = 1 << 20;

  /** Kept reachable, so that only the listener can free them. */
  private static final List<NDArray> HELD = new ArrayList<>();

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("memory", "local[1]");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static JavaRDD<Integer> oneTask() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(1), 1);
  }

  private static NDArray hold(TaskArrays arrays) {
    arrays.charge(0, 1, MEGABYTE);
    NDArray array = arrays.hold(HostValues.array(new float[(int) MEGABYTE / Float.BYTES]));
    HELD.add(array);
    return array;
  }

  /** Garbage of earlier tests may be freed at any time too, so there can be less in use. */
  private static void assertFreedSince(long before) {
    long inUse = BufferPool.shared().bytesInUse();
    assertTrue(inUse <= before, () -> "%d bytes in use, %d before".formatted(inUse, before));
  }

  @Test
  void freedAtTheEndOfTheTask() {
    long before = BufferPool.shared().bytesInUse();
    List<Long> charged =
        oneTask()
            .map(task -> {
              hold(TaskArrays.ofThisTask());
              return TaskContext.get().taskMemoryManager().getMemoryConsumptionForThisTask();
            })
            .collect();
    assertEquals(List.of(MEGABYTE), charged);
    assertTrue(HELD.getLast().isDeleted());
    assertFreedSince(before);
  }

  @Test
  void freedWhenTheTaskFails() {
    long before = BufferPool.shared().bytesInUse();
    JavaRDD<Integer> failing =
        oneTask()
            .map(task -> {
              hold(TaskArrays.ofThisTask());
              throw new IllegalStateException("on purpose");
            });
    assertThrows(SparkException.class, failing::collect);
    assertTrue(HELD.getLast().isDeleted());
    assertFreedSince(before);
  }

  @Test
  void refusedBeforeAllocation() {
    JavaRDD<Integer> greedy =
        oneTask()
            .map(task -> {
              TaskArrays.ofThisTask().charge(3, 8, 1L << 40);
              return 0;
            });
    SparkException refused = assertThrows(SparkException.class, greedy::collect);
    assertTrue(
        refused.getMessage().contains("shard 3 of 8: needs 1099511627776 bytes of task memory"),
        refused.getMessage());
  }
}
