package dev.sparrow.sharding.plan;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Lax;
import dev.sparrow.sharding.Shard;
import dev.sparrow.trace.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs plans in this JVM, one shard after another: what a distributed runner must equal. */
final class PlanRunner {
  private PlanRunner() {}

  /** The program as it stands, unsharded. */
  static List<NDArray> whole(Graph program, List<NDArray> inputs) {
    return Trace.current().bind(new Primitive.Call("program", program), inputs);
  }

  /** The program by its plan. */
  static List<NDArray> sharded(ShardPlan plan, List<NDArray> inputs, int pieces) {
    List<NDArray> combined = new ArrayList<>();
    // A place for each; those of later steps are not read before they are set.
    plan.reductions().forEach(reduction -> combined.add(inputs.getFirst()));
    List<List<List<NDArray>>> outputs = new ArrayList<>();
    for (int step = 0; step < plan.steps(); step++) {
      List<List<NDArray>> ofShards = new ArrayList<>();
      for (int index = 0; index < pieces; index++) {
        Shard shard = Shard.of(plan.extent(), pieces, index);
        ofShards.add(plan.local(step, shard).run(pieces(plan, inputs, shard), combined));
      }
      List<Integer> reductions = plan.reductions(step);
      for (int i = 0; i < reductions.size(); i++) {
        Combiner combiner = new Combiner(plan.reductions().get(reductions.get(i)));
        for (int index = 0; index < pieces; index++) {
          combiner.add(Shard.of(plan.extent(), pieces, index), ofShards.get(index).get(i));
        }
        combined.set(reductions.get(i), combiner.finish());
      }
      outputs.add(ofShards);
    }
    List<NDArray> last = plan.last().run(inputs, combined);
    List<NDArray> results = new ArrayList<>();
    for (PlannedResult result : plan.results()) {
      results.add(
          switch (result) {
            case PlannedResult.Finished(int output) -> last.get(output);
            case PlannedResult.InShards(int step, int output, int axis) ->
                Lax.bind(
                    new Primitive.Concatenate(axis),
                    outputs.get(step).stream()
                        .map(ofShard -> ofShard.get(output))
                        .toArray(NDArray[]::new));
          });
    }
    return results;
  }

  private static List<NDArray> pieces(ShardPlan plan, List<NDArray> inputs, Shard shard) {
    List<NDArray> pieces = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      pieces.add(
          switch (plan.inputs().get(i)) {
            case Placement.Sharded(int axis) -> range(inputs.get(i), axis, shard);
            case Placement.Replicated() -> inputs.get(i);
          });
    }
    return pieces;
  }

  static NDArray range(NDArray x, int axis, Shard shard) {
    List<Long> start = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    List<Long> limit = new ArrayList<>();
    for (long dim : x.shape().dims()) {
      limit.add(dim);
    }
    start.set(axis, shard.start());
    limit.set(axis, shard.end());
    return Lax.bind(new Primitive.Slice(start, limit, Collections.nCopies(x.rank(), 1L)), x);
  }
}
