package dev.sparrow.sharding.plan;

import dev.sparrow.array.ArrayType;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Var;
import dev.sparrow.sharding.ShardingException;
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
   * Plans a program of which at least one input is sharded.
   *
   * @param program the program
   * @param inputs placement of each input, captures first
   * @return the plan
   * @throws ShardingException if the program mixes elements of different shards, or sharded inputs
   *     differ in length
   */
  public static ShardPlan plan(Graph program, List<Placement> inputs) {
    checkCount(program, inputs);
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof Placement.Sharded(int axis)) {
        ArrayType type = program.inputs().get(i).type();
        return plan(program, inputs, type.shape().dim(type.shape().axis("plan", axis)));
      }
    }
    throw new ShardingException(
        "plan: no input is sharded; name the length of the axis that the program makes in shards");
  }

  /**
   * Plans a program that makes arrays of a sharded length itself, as a random draw does.
   *
   * @param program the program
   * @param inputs placement of each input, captures first
   * @param extent length of the sharded axes
   * @return the plan
   * @throws ShardingException if the program mixes elements of different shards, or a sharded input
   *     has another length
   */
  public static ShardPlan plan(Graph program, List<Placement> inputs, long extent) {
    checkCount(program, inputs);
    List<Var> arrays = program.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof Placement.Sharded(int axis)
          && arrays.get(i).type().shape().dim(axis) != extent) {
        throw new ShardingException(
            "plan: input "
                + i
                + " of type "
                + arrays.get(i).type()
                + " is "
                + inputs.get(i)
                + " and the sharded length is "
                + extent
                + "; sharded axes must be equally long");
      }
    }
    return ShardPlan.of(Inlining.flatten(program), inputs, extent);
  }

  private static void checkCount(Graph program, List<Placement> inputs) {
    if (inputs.size() != program.inputs().size()) {
      throw new ShardingException(
          "plan: the program has "
              + program.inputs().size()
              + " inputs (captures first) and "
              + inputs.size()
              + " placements are given; give one for each");
    }
  }
}
