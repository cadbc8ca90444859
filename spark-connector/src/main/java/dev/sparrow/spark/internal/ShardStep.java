package dev.sparrow.spark.internal;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.ConcreteArray;
import dev.sparrow.array.NDArray;
import dev.sparrow.buffer.View;
import dev.sparrow.jit.Jit;
import dev.sparrow.sharding.Shard;
import dev.sparrow.sharding.plan.PlannedGraph;
import dev.sparrow.sharding.plan.ShardPlan;
import dev.sparrow.spi.Executable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * What a task does in one step of a plan: copy its shard to Arrow memory, run the compiled local
 * graph on it, hand on the results as bytes. The plan travels; the task makes and compiles the
 * graph of its shard.
 *
 * @param plan the plan
 * @param step which step
 * @param shards number of shards
 * @param type type of the whole sharded array, the plan's last input
 * @param captures how many of the whole arrays are inputs of the program; the others are combined
 * @param whole arrays that every shard has: captures, then a place for each combined value, null
 *     where this step comes before it
 * @param bytes the most bytes a task holds
 */
record ShardStep(
    ShardPlan plan,
    int step,
    int shards,
    ArrayType type,
    int captures,
    Broadcast<ArrayList<@Nullable HostArray>> whole,
    long bytes)
    implements Serializable {
  /**
   * The partial results of a shard.
   *
   * @param blocks the shard
   * @return its partial results, one for each reduction of the step; nothing for an empty shard
   */
  Iterator<ArrayList<HostArray>> partials(Iterator<ShardBlock> blocks) {
    ArrayList<HostArray> partials = new ArrayList<>();
    ShardBlock block = blocks.next();
    if (shard(block).length() > 0) {
      TaskArrays arrays = TaskArrays.ofThisTask();
      run(block, arrays).forEach(result -> partials.add(HostArray.of(result)));
      arrays.free();
    }
    return List.of(partials).iterator();
  }

  /**
   * The shard of a sharded result.
   *
   * @param blocks the shard of the input
   * @param output index of the result among the outputs of the local graph
   * @return the shard of the result
   */
  Iterator<ShardBlock> shard(Iterator<ShardBlock> blocks, int output) {
    ShardBlock block = blocks.next();
    Shard shard = shard(block);
    if (shard.length() == 0) {
      return List.of(block).iterator();
    }
    TaskArrays arrays = TaskArrays.ofThisTask();
    ShardBlock result = ShardBlock.of(shard, run(block, arrays).get(output));
    arrays.free();
    return List.of(result).iterator();
  }

  private Shard shard(ShardBlock block) {
    return Shard.of(plan.extent(), shards, block.shard());
  }

  private List<NDArray> run(ShardBlock block, TaskArrays held) {
    held.charge(block.shard(), shards, bytes);
    List<NDArray> inputs = new ArrayList<>();
    List<@Nullable NDArray> combined = new ArrayList<>();
    for (HostArray array : whole.value()) {
      NDArray value = array == null ? null : held.hold(array.toNDArray());
      (inputs.size() < captures ? inputs : combined).add(value);
    }
    inputs.add(held.hold(block.toNDArray(type)));
    PlannedGraph local = plan.local(step, shard(block));
    List<View> views = new ArrayList<>();
    for (NDArray argument : local.arguments(inputs, combined)) {
      views.add(((ConcreteArray) held.hold(argument)).view());
    }
    Executable executable = CompiledGraphs.shared().get(local.graph());
    // Spark gave this task one core, and runs other tasks on the others.
    List<View> results = Jit.onCallingThread(() -> executable.run(views));
    List<ArrayType> types = local.graph().resultTypes();
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      arrays.add(held.hold(ConcreteArray.ready(types.get(i), results.get(i))));
    }
    return arrays;
  }
}
