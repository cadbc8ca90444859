package dev.sparrow.spark.internal;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.NDArray;
import dev.sparrow.sharding.Shard;
import dev.sparrow.sharding.plan.Combiner;
import dev.sparrow.sharding.plan.ShardPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan on the shards of an array: one job a step, partial results combined on the driver in
 * order of shards.
 */
public final class StepRunner {
  private final ShardPlan plan;
  private final ArrayType type;
  private final List<NDArray> captured;
  private final JavaRDD<ShardBlock> blocks;
  private final JavaSparkContext context;
  private final @Nullable NDArray[] combined;

  /**
   * @param plan a plan whose only sharded input is its last
   * @param type type of that input
   * @param captured its other inputs
   * @param blocks the shards of that input, one a partition, in order
   * @throws dev.sparrow.sharding.ShardingException if a task would hold more than Spark gives it
   */
  public StepRunner(
      ShardPlan plan, ArrayType type, List<NDArray> captured, JavaRDD<ShardBlock> blocks) {
    this.context = JavaSparkContext.fromSparkContext(blocks.context());
    this.plan = plan.within(TaskLimit.of(blocks.context()), blocks.getNumPartitions());
    this.type = type;
    this.captured = captured;
    this.blocks = blocks;
    this.combined = new @Nullable NDArray[plan.reductions().size()];
  }

  /**
   * Runs all steps.
   *
   * @return the results that are not in shards, in order
   */
  public List<NDArray> finished() {
    combineBefore(plan.steps());
    return plan.last().run(captured, Arrays.asList(combined));
  }

  /**
   * Runs the steps before one and plans that one, whose tasks run when their result is used.
   *
   * @param step the step
   * @param output index of the wanted result among the outputs of the step's local graph
   * @return its shards
   */
  public JavaRDD<ShardBlock> inShards(int step, int output) {
    combineBefore(step);
    ShardStep task = task(step);
    return blocks.mapPartitions(in -> task.shard(in, output), true);
  }

  private void combineBefore(int end) {
    for (int step = 0; step < end; step++) {
      combine(step);
    }
  }

  private void combine(int step) {
    List<Integer> reductions = plan.reductions(step);
    ShardStep task = task(step);
    List<ArrayList<HostArray>> shards = blocks.mapPartitions(task::partials, true).collect();
    for (int i = 0; i < reductions.size(); i++) {
      Combiner combiner = new Combiner(plan.reductions().get(reductions.get(i)));
      for (int shard = 0; shard < shards.size(); shard++) {
        // An empty shard sends nothing.
        if (!shards.get(shard).isEmpty()) {
          combiner.add(
              Shard.of(plan.extent(), shards.size(), shard), shards.get(shard).get(i).toNDArray());
        }
      }
      combined[reductions.get(i)] = combiner.finish();
    }
  }

  private ShardStep task(int step) {
    ArrayList<@Nullable HostArray> whole = new ArrayList<>();
    captured.forEach(array -> whole.add(HostArray.of(array)));
    for (NDArray array : combined) {
      whole.add(array == null ? null : HostArray.of(array));
    }
    int shards = blocks.getNumPartitions();
    return new ShardStep(
        plan,
        step,
        shards,
        type,
        captured.size(),
        context.broadcast(whole),
        plan.bytes(step, shards).total());
  }
}
