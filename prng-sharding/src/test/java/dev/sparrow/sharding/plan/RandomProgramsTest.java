package dev.sparrow.sharding.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Logic;
import dev.sparrow.random.Random;
import dev.sparrow.trace.GraphTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Programs made at random: the same bytes for every number of shards. Rerun with -Dseed=. */
class RandomProgramsTest {
  private static final int ROWS = 4500;
  private static final int COLUMNS = 3;
  private static final int PROGRAMS = 6;
  private static final int OPERATIONS = 14;

  @Test
  void anyNumberOfShardsGivesTheSameBytes() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    NDArray key = Random.key(seed);
    List<NDArray> inputs =
        List.of(
            Random.uniform(key, Shape.of(ROWS), DType.FLOAT32, -2, 2),
            Random.uniform(Random.foldIn(key, 1), Shape.of(ROWS, COLUMNS), DType.FLOAT32, -2, 2),
            Random.foldIn(key, 2));
    for (int i = 0; i < PROGRAMS; i++) {
      Graph program =
          GraphTrace.trace(
                  "random",
                  inputs.stream().map(NDArray::type).toList(),
                  in -> new Writer(random, in).write())
              .graph();
      ShardPlan plan =
          Partitioner.plan(
              program, List.of(Placement.sharded(0), Placement.sharded(0), Placement.replicated()));
      List<String> whole = Digests.of(PlanRunner.whole(program, inputs));
      for (int pieces : new int[] {1, 2, 3, 7, 64}) {
        assertEquals(
            whole,
            Digests.of(PlanRunner.sharded(plan, inputs, pieces)),
            "seed " + seed + ", " + pieces + " shards\n" + program);
      }
    }
  }

  /** Applies operations at random to vectors of all rows, tables, and row-free values. */
  private static final class Writer {
    private final RandomGenerator random;
    private final NDArray key;
    private final List<NDArray> vectors = new ArrayList<>();
    private final List<NDArray> tables = new ArrayList<>();
    private final List<NDArray> scalars = new ArrayList<>();
    private int draws;

    Writer(RandomGenerator random, List<NDArray> in) {
      this.random = random;
      this.key = in.get(2);
      vectors.add(in.get(0));
      tables.add(in.get(1));
      scalars.add(Creation.scalar(0.75, DType.FLOAT32));
    }

    List<NDArray> write() {
      for (int i = 0; i < OPERATIONS; i++) {
        step();
      }
      return List.of(vectors.getLast(), tables.getLast(), scalars.getLast());
    }

    private NDArray any(List<NDArray> values) {
      return values.get(random.nextInt(values.size()));
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0 -> vectors.add(any(vectors).add(any(vectors)));
        case 1 -> vectors.add(any(vectors).mul(any(scalars)));
        case 2 -> vectors.add(Logic.where(any(vectors).gt(any(vectors)), any(vectors), 0.5));
        case 3 -> vectors.add(any(tables).max(1));
        case 4 -> vectors.add(any(vectors).mul(Random.uniform(nextKey(), ROWS)));
        case 5 ->
            vectors.add(any(vectors).add(Lax.iota(DType.FLOAT32, Shape.of(ROWS), 0).mul(1e-3)));
        case 6 -> tables.add(any(tables).mul(any(vectors).reshape(ROWS, 1)));
        case 7 -> tables.add(any(tables).sub(any(tables).get(":, ::-1")));
        case 8 -> tables.add(any(tables).add(Random.uniform(nextKey(), ROWS, COLUMNS)));
        case 9 -> scalars.add(any(vectors).mean());
        case 10 -> scalars.add(any(tables).abs().max());
        default -> tables.add(any(tables).sub(any(tables).transpose().sum(1).mul(1e-3)));
      }
    }

    private NDArray nextKey() {
      return Random.foldIn(key, draws++);
    }
  }
}
