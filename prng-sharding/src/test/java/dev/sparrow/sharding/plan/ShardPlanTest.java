package dev.sparrow.sharding.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Graph;
import dev.sparrow.ops.Creation;
import dev.sparrow.random.Random;
import dev.sparrow.sharding.Shard;
import dev.sparrow.sharding.ShardingException;
import dev.sparrow.trace.GraphTrace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
  private static final Placement ROWS = Placement.sharded(0);

  private static ShardPlan plan(long n, Function<NDArray, NDArray> program) {
    Graph graph =
        GraphTrace.trace(
                "f",
                List.of(ArrayType.of(DType.FLOAT32, n)),
                in -> List.of(program.apply(in.getFirst())))
            .graph();
    return Partitioner.plan(graph, List.of(ROWS));
  }

  @Test
  void explainShowsEachStep() {
    ShardPlan plan = plan(5000, x -> x.mul(2.0).sum().add(1));
    assertEquals(
        """
        step 0, each shard (here one of 5000 positions):
        { lambda ; a:f32[5000]. let
            b:f32[5000] = mul a 2.0:f32[]
            c:f32[2] = reduce_sum_partial[axis=0 first_leaf=0] b
          in (c,) }
        combine in shard order: reduce_sum to f32[]
        last:
        { lambda ; a:f32[]. let b:f32[] = add a 1.0:f32[] in (b,) }\
        """,
        plan.explain());
  }

  @Test
  void shardsOfOneLengthShareAGraph() {
    ShardPlan plan = plan(1 << 20, x -> x.add(Random.uniform(Random.key(1), 1 << 20)));
    Graph first = plan.local(0, Shard.of(1 << 20, 8, 0)).graph();
    Graph second = plan.local(0, Shard.of(1 << 20, 8, 5)).graph();
    assertEquals(first, second);
  }

  @Test
  void travelsWithoutArrays() throws IOException, ClassNotFoundException {
    ShardPlan plan = plan(5000, x -> x.sub(x.mean()).abs().max());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(plan);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ShardPlan copy = (ShardPlan) in.readObject();
      assertEquals(plan.explain(), copy.explain());
      List<NDArray> inputs = List.of(Random.uniform(Random.key(0), 5000));
      assertEquals(
          Digests.of(PlanRunner.sharded(plan, inputs, 2)),
          Digests.of(PlanRunner.sharded(copy, inputs, 3)));
    }
  }

  @Test
  void statesTheBytesOfATask() {
    ShardPlan plan = plan(1 << 20, x -> x.mul(2.0));
    assertEquals(new TaskBytes(4 << 18, 4 << 18, 512 << 10), plan.bytes(0, 4));
    assertSame(plan, plan.within(3 << 20, 4));
    ShardingException thrown = assertThrows(ShardingException.class, () -> plan.within(1 << 20, 4));
    assertEquals(
        "plan: a task of step 0 with 4 shards of 1048576 holds 2.5 MiB (inputs 1.0 MiB, outputs"
            + " 1.0 MiB, scratch 512.0 KiB), limit 1.0 MiB; use at least 16 shards",
        thrown.getMessage());
    assertTrue(plan.bytes(0, 16).total() <= 1 << 20);
    assertTrue(plan.bytes(0, 15).total() > 1 << 20);
    assertTrue(
        assertThrows(ShardingException.class, () -> plan.within(1000, 4))
            .getMessage()
            .endsWith(
                "; no number of shards fits, raise the limit or draw fewer replicas at once"));
  }

  @Test
  void emptyArraysAndEmptyShards() {
    ShardPlan plan = plan(0, x -> x.sum().add(x.prod()));
    assertEquals(
        1.0, PlanRunner.sharded(plan, List.of(Creation.zeros(0)), 3).getFirst().toDouble());
    ShardPlan one = plan(1, x -> x.add(x.sum()));
    assertEquals(2.0, PlanRunner.sharded(one, List.of(Creation.ones(1)), 7).getFirst().toDouble());
  }

  @Test
  void partialResultsCombineInShardOrderOnly() {
    ShardPlan plan = plan(5000, x -> x.sum());
    Combiner combiner = new Combiner(plan.reductions().getFirst());
    Shard second = Shard.of(5000, 2, 1);
    NDArray partial = Creation.zeros(plan.reductions().getFirst().nodes(second).size());
    ShardingException thrown =
        assertThrows(ShardingException.class, () -> combiner.add(second, partial));
    assertEquals(
        "combine: shard 1 begins at 3072 and the next position is 0; add partial results in shard"
            + " order, each once",
        thrown.getMessage());
    assertThrows(
        ShardingException.class, () -> combiner.add(Shard.of(5000, 2, 0), Creation.zeros(99)));
  }
}
