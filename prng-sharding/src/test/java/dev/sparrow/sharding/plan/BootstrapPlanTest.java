package dev.sparrow.sharding.plan;

import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.DTypes;
import dev.sparrow.random.Random;
import dev.sparrow.sharding.Shard;
import dev.sparrow.trace.GraphTrace;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The Poisson bootstrap of a mean: every replicate draws a weight for each row at its global index.
 * The draws belong to no shard until they meet the data.
 */
class BootstrapPlanTest {
  /** P(W ≤ k) of the Poisson(1) distribution, k from 0: partial sums of 1/(e·k!), to float32. */
  private static final double[] POISSON_1 = {0.367879, 0.735759, 0.919699, 0.981012, 0.99634};

  private static Graph program(long rows, int replicates) {
    return GraphTrace.trace(
            "bootstrap",
            List.of(ArrayType.of(DType.FLOAT32, rows), ArrayType.of(DType.KEY)),
            in -> {
              UnaryOperator<NDArray> mean = b -> weightedMean(in.getFirst(), in.getLast(), b);
              return List.of(vmap(mean).apply(Creation.arange(replicates)));
            })
        .graph();
  }

  private static NDArray weightedMean(NDArray x, NDArray key, NDArray replicate) {
    NDArray u = Random.uniform(Random.foldIn(key, replicate), x.size());
    NDArray weight = Creation.full(x.shape(), 0, DType.FLOAT32);
    for (double probability : POISSON_1) {
      weight = weight.add(DTypes.astype(u.ge(probability), DType.FLOAT32));
    }
    return weight.mul(x).sum().div(weight.sum());
  }

  @Test
  void anyNumberOfShardsGivesTheSameReplicates() {
    int rows = 20_000;
    Graph graph = program(rows, 5);
    NDArray x = Random.normal(Random.key(3), Shape.of(rows), DType.FLOAT32).mul(30).add(7);
    List<NDArray> inputs = List.of(x, Random.key(42));
    ShardPlan plan = Partitioner.plan(graph, List.of(Placement.sharded(0), Placement.replicated()));
    List<String> whole = Digests.of(PlanRunner.whole(graph, inputs));
    for (int pieces : new int[] {1, 2, 3, 7, 64}) {
      assertEquals(whole, Digests.of(PlanRunner.sharded(plan, inputs, pieces)), pieces + " shards");
    }
    double[] means = PlanRunner.whole(graph, inputs).getFirst().toDoubleArray();
    for (double mean : means) {
      assertEquals(x.mean().toDouble(), mean, 5 * 30 / Math.sqrt(rows));
    }
  }

  @Test
  void isOnePassWhoseTasksHoldTheirRowsAndLittleElse() {
    long rows = 3_000_000;
    ShardPlan plan =
        Partitioner.plan(program(rows, 200), List.of(Placement.sharded(0), Placement.replicated()));
    assertEquals(1, plan.steps());
    assertEquals(2, plan.reductions(0).size());
    assertEquals(List.of(new PlannedResult.Finished(0)), plan.results());
    Shard shard = Shard.of(rows, 64, 1);
    PlannedGraph local = plan.local(0, shard);
    int nodes = plan.reductions().getFirst().nodes(shard).size();
    assertTrue(nodes <= 2 * 63 - Long.numberOfLeadingZeros(ReductionTree.leaves(shard.length())));
    assertEquals(
        List.of(ArrayType.of(DType.FLOAT32, 200, nodes), ArrayType.of(DType.FLOAT32, 200, nodes)),
        local.graph().resultTypes());
    long counters =
        local.graph().equations().stream()
            .filter(equation ->
                equation.prim() instanceof Primitive.Iota2x32(Shape counted)
                    && counted.equals(Shape.of(shard.length())))
            .count();
    assertEquals(1, counters);
    assertTrue(plan.bytes(0, 64).total() < 1 << 20, plan.bytes(0, 64)::toString);
  }
}
