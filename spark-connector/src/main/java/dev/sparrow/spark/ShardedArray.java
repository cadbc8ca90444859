package dev.sparrow.spark;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.sharding.Sharding;
import dev.sparrow.sharding.ShardingException;
import dev.sparrow.sharding.plan.Partitioner;
import dev.sparrow.sharding.plan.Placement;
import dev.sparrow.sharding.plan.PlannedResult;
import dev.sparrow.sharding.plan.ShardPlan;
import dev.sparrow.spark.internal.ArrowFrames;
import dev.sparrow.spark.internal.ColumnScan;
import dev.sparrow.spark.internal.RowOrder;
import dev.sparrow.spark.internal.ShardBlock;
import dev.sparrow.spark.internal.ShardExchange;
import dev.sparrow.spark.internal.StepRunner;
import dev.sparrow.trace.GraphTrace;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * An array whose rows lie in shards on a Spark cluster.
 *
 * <p>A program over it is written as for a whole array: {@code x.reduce(a -> a.mean())}. It is
 * traced once, cut into one graph for each shard, compiled where the shards are, and its partial
 * results combine in order of shards, so the result has the same bytes for any number of shards,
 * executors and retries, and those of the same program on one machine.
 *
 * <p>The driver holds a few numbers for each partition, never one for a row. Shards stay in memory
 * or on disk of the executors until {@link #close}.
 */
public final class ShardedArray implements AutoCloseable {
  private final SparkSession session;
  private final ArrayType type;
  private final JavaRDD<ShardBlock> blocks;

  private ShardedArray(SparkSession session, ArrayType type, JavaRDD<ShardBlock> blocks) {
    this.session = session;
    this.type = type;
    this.blocks = blocks;
  }

  /**
   * What was read to make an array.
   *
   * @param array the array
   * @param nulls nulls met, left out or filled
   * @param partitions partitions in which Spark read the source
   * @param isColumnar whether the source was read without making rows
   */
  public record Loaded(ShardedArray array, long nulls, int partitions, boolean isColumnar) {}

  /**
   * Reads a column: byte, short and int become int32, long int64, float float32, double float64.
   *
   * <p>Element i is row i: of files in order of their paths and of rows within a file, however
   * Spark cuts them into partitions; of any other DataFrame in order of partitions and of rows
   * within.
   *
   * @param frame the DataFrame
   * @param column name of the column
   * @param shards number of shards, at least 1
   * @param nulls what becomes of nulls
   * @return the array, of shape (rows,), and what was met on the way
   * @throws ColumnException if the column is missing, not numeric, or has nulls under {@link
   *     NullPolicy.Refuse}
   */
  public static Loaded ofColumn(Dataset<Row> frame, String column, int shards, NullPolicy nulls) {
    if (shards < 1) {
      throw new ShardingException("column " + column + ": needs 1 shard or more, got " + shards);
    }
    ColumnScan scan = ColumnScan.of(frame, column, nulls);
    var read = scan.blocks().persist(StorageLevel.MEMORY_AND_DISK());
    try {
      RowOrder order = RowOrder.of(read);
      if (nulls instanceof NullPolicy.Refuse && order.nulls() > 0) {
        throw new ColumnException(
            "column %s: %d of %d values are null; skip them or fill them"
                .formatted(column, order.nulls(), order.nulls() + order.elements()));
      }
      SparkSession session = frame.sparkSession();
      JavaSparkContext context = JavaSparkContext.fromSparkContext(read.context());
      JavaRDD<ShardBlock> blocks =
          new ShardExchange(order.elements(), shards)
              .apply(read, order, scan.isDeterminate(), context.broadcast(order))
              .persist(StorageLevel.MEMORY_AND_DISK());
      // Filled now, from the values in memory, which can then go.
      blocks.count();
      ArrayType type = ArrayType.of(scan.type().dtype(), order.elements());
      return new Loaded(
          new ShardedArray(session, type, blocks),
          order.nulls(),
          order.partitions(),
          scan.isColumnar());
    } finally {
      read.unpersist(false);
    }
  }

  /** {@return dtype and shape of the whole array} */
  public ArrayType type() {
    return type;
  }

  /** {@return where the shards lie} */
  public Sharding sharding() {
    return Sharding.rows(blocks.getNumPartitions());
  }

  /**
   * Runs a program that folds the rows away.
   *
   * @param program from the whole array to an array that does not grow with it; arrays it captures
   *     are sent to every executor
   * @return its result
   * @throws ShardingException if the program mixes elements of different shards, its result is in
   *     shards, or a task would hold more memory than it is given
   * @throws TaskMemoryException if Spark cannot grant a task its memory
   */
  public NDArray reduce(UnaryOperator<NDArray> program) {
    return reduceAll(array -> List.of(program.apply(array))).getFirst();
  }

  /**
   * Runs a program of several results; what they have in common is computed once.
   *
   * @param program as for {@link #reduce}
   * @return its results
   * @throws ShardingException as for {@link #reduce}
   * @throws TaskMemoryException as for {@link #reduce}
   */
  public List<NDArray> reduceAll(Function<NDArray, List<NDArray>> program) {
    Planned planned = plan("reduce", program);
    for (int i = 0; i < planned.plan.results().size(); i++) {
      if (planned.plan.results().get(i) instanceof PlannedResult.InShards) {
        throw new ShardingException(
            "reduce: result %d of type %s has a row for each row of %s; use map, or fold axis 0"
                .formatted(i, planned.resultTypes.get(i), type));
      }
    }
    return planned.runner.finished();
  }

  /**
   * Runs a program that keeps the rows; its tasks run when the result is first used.
   *
   * @param program from the whole array to one with as many rows; it may fold on the way, as in
   *     {@code a -> a.sub(a.mean())}
   * @return its result, in as many shards
   * @throws ShardingException if the program mixes elements of different shards, its result is not
   *     in shards along axis 0, or a task would hold more memory than it is given
   */
  public ShardedArray map(UnaryOperator<NDArray> program) {
    Planned planned = plan("map", array -> List.of(program.apply(array)));
    ArrayType result = planned.resultTypes.getFirst();
    return switch (planned.plan.results().getFirst()) {
      case PlannedResult.InShards(int step, int output, int axis) when axis == 0 ->
          new ShardedArray(
              session,
              result,
              planned.runner.inShards(step, output).persist(StorageLevel.MEMORY_AND_DISK()));
      case PlannedResult.InShards(int _, int _, int axis) ->
          throw new ShardingException(
              "map: the result of type %s is in shards along axis %d; transpose it so that rows are axis 0"
                  .formatted(result, axis));
      case PlannedResult.Finished _ ->
          throw new ShardingException(
              "map: the result of type %s has no row for each row of %s; use reduce"
                  .formatted(result, type));
    };
  }

  private record Planned(ShardPlan plan, StepRunner runner, List<ArrayType> resultTypes) {}

  private Planned plan(String name, Function<NDArray, List<NDArray>> program) {
    GraphTrace.Traced traced =
        GraphTrace.trace(name, List.of(type), arrays -> program.apply(arrays.getFirst()));
    Graph graph = traced.graph();
    ShardPlan plan = Partitioner.plan(graph, List.of(Placement.sharded(0)));
    return new Planned(
        plan, new StepRunner(plan, type, traced.captured(), blocks), graph.resultTypes());
  }

  /**
   * Brings all rows to the driver.
   *
   * @return the whole array
   */
  public NDArray toNDArray() {
    return ShardBlock.join(type, blocks.collect());
  }

  /**
   * The elements as a DataFrame, one a row, in order.
   *
   * @param column name of its only column
   * @return the DataFrame; its tasks read the shards
   * @throws ShardingException if the array has more than one axis
   */
  public Dataset<Row> toDataFrame(String column) {
    if (type.rank() != 1) {
      throw new ShardingException(
          "toDataFrame: a column has one axis, the array is %s; reshape its rows away"
              .formatted(type));
    }
    return ArrowFrames.frame(session, type.dtype(), blocks, column);
  }

  /** Frees the shards; arrays made from this one compute what they still need again. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
