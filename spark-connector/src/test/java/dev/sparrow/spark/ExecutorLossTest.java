package dev.sparrow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.random.Random;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executor JVMs that die with shards in them, and jobs that are cancelled: same bytes after. */
@Tag("spark")
class ExecutorLossTest {
  private static final int ROWS = 400_000;
  private static final int SHARDS = 24;

  /** Bound on what normally takes a second or two; a test that meets it has failed. */
  private static final long PATIENCE_SECONDS = 120;

  private static SparkSession spark;
  private static JavaSparkContext context;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    spark = SparkSessions.open("loss", "local-cluster[2,1,1024]");
    context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static ShardedArray array() {
    Dataset<Row> frame = spark.range(0, ROWS, 1, 6).selectExpr("cast(id % 977 as float) * 0.1f v");
    return ShardedArray.ofColumn(frame, "v", SHARDS, NullPolicy.error()).array();
  }

  /** Draws for each row, so that a task takes a while. */
  private static NDArray program(NDArray x) {
    NDArray noise = x;
    for (int draw = 0; draw < 12; draw++) {
      NDArray key = Random.foldIn(Random.key(7), draw);
      noise = noise.add(Random.normal(key, x.shape(), DType.FLOAT32).mul(x));
    }
    return noise.mean();
  }

  @Test
  void anExecutorKilledDuringAReduction() throws InterruptedException {
    try (ShardedArray array = array()) {
      byte[] expected = array.reduce(ExecutorLossTest::program).toByteArray();
      long victim = executors().getFirst();
      AtomicBoolean running = new AtomicBoolean(true);
      AtomicBoolean killedWhileRunning = new AtomicBoolean();
      CountDownLatch removed = new CountDownLatch(1);
      SparkListener killer =
          new SparkListener() {
            private boolean killed;

            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
              if (!killed) {
                killed = true;
                boolean asked = ProcessHandle.of(victim).orElseThrow().destroyForcibly();
                killedWhileRunning.set(asked && running.get());
              }
            }

            @Override
            public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
              removed.countDown();
            }
          };
      spark.sparkContext().addSparkListener(killer);
      byte[] got = array.reduce(ExecutorLossTest::program).toByteArray();
      running.set(false);
      assertTrue(removed.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "no executor was removed");
      spark.sparkContext().removeSparkListener(killer);
      assertTrue(killedWhileRunning.get(), "the job was over before its executor was killed");
      assertArrayEquals(expected, got);
      assertArrayEquals(expected, array.reduce(ExecutorLossTest::program).toByteArray());
      assertEquals(0, ExecutorMemory.bytesInUse(spark));
    }
  }

  @Test
  void anExecutorThatDiesInATask() {
    try (ShardedArray array = array()) {
      NDArray whole = array.toNDArray();
      byte[] expected = whole.mul(2).add(whole.mean()).toByteArray();
      ShardedArray mapped = array.map(x -> x.mul(2).add(x.mean()));
      JavaRDD<Row> rows = mapped.toDataFrame("w").toJavaRDD();
      long seen =
          rows.mapPartitions(
                  in -> {
                    // Arrow memory of this task is alive when the JVM goes.
                    boolean any = in.hasNext();
                    TaskContext task = TaskContext.get();
                    // A stage that runs again for lost outputs counts its attempts anew.
                    boolean first = task.stageAttemptNumber() == 0 && task.attemptNumber() == 0;
                    if (any && first && task.partitionId() == SHARDS / 2) {
                      Runtime.getRuntime().halt(1);
                    }
                    return in;
                  })
              .count();
      assertEquals(ROWS, seen);
      assertArrayEquals(expected, mapped.toNDArray().toByteArray());
      assertEquals(0, ExecutorMemory.bytesInUse(spark));
    }
  }

  @Test
  void aCancelledJobFreesItsMemory() throws InterruptedException {
    Tasks tasks = new Tasks();
    spark.sparkContext().addSparkListener(tasks);
    try (ShardedArray array = array()) {
      byte[] expected = array.reduce(ExecutorLossTest::program).toByteArray();
      JavaRDD<Row> endless =
          array
              .map(x -> x.add(1))
              .toDataFrame("w")
              .toJavaRDD()
              .mapPartitions(in -> {
                boolean any = in.hasNext();
                TaskContext task = TaskContext.get();
                while (any && !task.isInterrupted()) {
                  Thread.sleep(5);
                }
                return in;
              });
      tasks.onNextStart(() -> spark.sparkContext().cancelJobGroup("endless"));
      context.setJobGroup("endless", "a job without end");
      SparkException cancelled = assertThrows(SparkException.class, endless::count);
      context.clearJobGroup();
      assertTrue(cancelled.getMessage().contains("cancelled"), cancelled.getMessage());
      tasks.awaitNoneRunning();
      assertEquals(0, ExecutorMemory.bytesInUse(spark));
      assertArrayEquals(expected, array.reduce(ExecutorLossTest::program).toByteArray());
    } finally {
      spark.sparkContext().removeSparkListener(tasks);
    }
  }

  /** Process ids of the executors. */
  private static List<Long> executors() {
    List<Integer> tasks = List.of(1, 2, 3, 4, 5, 6, 7, 8);
    return context
        .parallelize(tasks, tasks.size())
        .map(task -> ProcessHandle.current().pid())
        .distinct()
        .collect();
  }

  /** Counts the tasks that run, and acts when one starts. */
  private static final class Tasks extends SparkListener {
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean armed = new AtomicBoolean();
    private Runnable action = () -> {};

    void onNextStart(Runnable what) {
      action = what;
      armed.set(true);
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart start) {
      running.incrementAndGet();
      if (armed.compareAndSet(true, false)) {
        action.run();
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      running.decrementAndGet();
    }

    void awaitNoneRunning() throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (running.get() > 0) {
        assertTrue(System.nanoTime() < deadline, running + " tasks of a cancelled job go on");
        Thread.sleep(10);
      }
    }
  }
}
