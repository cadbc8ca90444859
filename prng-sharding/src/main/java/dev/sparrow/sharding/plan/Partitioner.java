package dev.sparrow.sharding.plan;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Graph;
import dev.sparrow.sharding.ShardingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Plans how a program over whole arrays runs shard by shard.
 *
 * <p>The program is an ordinary traced graph: {@code jit(f).trace(types)} or {@link
 * dev.sparrow.trace.GraphTrace#trace}. Its shapes are those of the whole arrays.
 */
public final class Partitioner {
  private Partitioner() {}

  /**
   * Plans a program of which at least one parameter is sharded.
   *
   * @param program the program; arrays it captured are replicated
   * @param params placement of each parameter
   * @return the plan
   * @throws ShardingException if the program mixes elements of different shards, or sharded
   *     parameters differ in length
   */
  public static ShardPlan plan(Graph program, List<Placement> params) {
    checkCount(program, params);
    for (int i = 0; i < params.size(); i++) {
      if (params.get(i) instanceof Placement.Sharded(int axis)) {
        return plan(program, params, extent(program.params().get(i).type(), axis));
      }
    }
    throw new ShardingException(
        "plan: no parameter is sharded; name the length of the axis that the program makes in"
            + " shards");
  }

  /**
   * Plans a program that makes arrays of a sharded length itself, as a random draw does.
   *
   * @param program the program; arrays it captured are replicated
   * @param params placement of each parameter
   * @param extent length of the sharded axes
   * @return the plan
   * @throws ShardingException if the program mixes elements of different shards, or a sharded
   *     parameter has another length
   */
  public static ShardPlan plan(Graph program, List<Placement> params, long extent) {
    checkCount(program, params);
    for (int i = 0; i < params.size(); i++) {
      ArrayType type = program.params().get(i).type();
      if (params.get(i) instanceof Placement.Sharded(int axis) && extent(type, axis) != extent) {
        throw new ShardingException(
            "plan: parameter "
                + i
                + " of type "
                + type
                + " is "
                + params.get(i)
                + " and the sharded length is "
                + extent
                + "; sharded axes must be equally long");
      }
    }
    List<Placement> inputs =
        new ArrayList<>(Collections.nCopies(program.captures().size(), Placement.replicated()));
    inputs.addAll(params);
    return ShardPlan.of(Inlining.flatten(program), inputs, extent);
  }

  private static long extent(ArrayType type, int axis) {
    return type.shape().dim(type.shape().axis("plan", axis));
  }

  private static void checkCount(Graph program, List<Placement> params) {
    if (params.size() != program.params().size()) {
      throw new ShardingException(
          "plan: the program has "
              + program.params().size()
              + " parameters and "
              + params.size()
              + " placements are given; give one for each");
    }
  }
}
