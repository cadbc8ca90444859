package dev.sparrow.sharding.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.array.Index;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Lax;
import dev.sparrow.ops.Logic;
import dev.sparrow.ops.Shaping;
import dev.sparrow.random.Random;
import dev.sparrow.random.StreamSlice;
import dev.sparrow.sharding.ShardingException;
import dev.sparrow.trace.GraphTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs over sharded inputs: the same bytes for every number of shards, or a clear refusal. */
class PartitionerTest {
  private static final long N = 5000;
  private static final Placement ROWS = Placement.sharded(0);
  private static final Placement COPIES = Placement.replicated();

  /**
   * A program.
   *
   * @param results where results must lie: S in shards, F finished
   * @param inputs placements of x f32[5000], m f32[5000,3], t f32[3,5000], a key
   */
  record Case(
      String name,
      int steps,
      String results,
      List<Placement> inputs,
      Function<List<NDArray>, List<NDArray>> program) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case rows(
      String name, int steps, String results, Function<Inputs, List<NDArray>> program) {
    return new Case(
        name,
        steps,
        results,
        List.of(ROWS, ROWS, Placement.sharded(1), COPIES),
        in -> program.apply(new Inputs(in.get(0), in.get(1), in.get(2), in.get(3))));
  }

  private static Case copies(
      String name, int steps, String results, Function<Inputs, List<NDArray>> program) {
    return new Case(
        name,
        steps,
        results,
        List.of(COPIES, COPIES, COPIES, COPIES),
        in -> program.apply(new Inputs(in.get(0), in.get(1), in.get(2), in.get(3))));
  }

  record Inputs(NDArray x, NDArray m, NDArray t, NDArray key) {}

  private static List<NDArray> inputs() {
    NDArray key = Random.key(12);
    return List.of(
        Random.uniform(key, Shape.of(N), DType.FLOAT32, -1, 3.7),
        Random.uniform(Random.foldIn(key, 1), N, 3),
        Random.uniform(Random.foldIn(key, 2), 3, N),
        Random.foldIn(key, 3));
  }

  static Stream<Case> planned() {
    return Stream.of(
        rows("pointwise", 1, "S", in -> List.of(in.x().mul(2.0).add(1))),
        rows("sum", 1, "F", in -> List.of(in.x().sum())),
        rows("extremes", 1, "FF", in -> List.of(in.x().max(), in.x().min())),
        rows("any, all", 1, "FF", in -> List.of(in.x().gt(3.6).any(), in.x().lt(3.7).all())),
        rows("count", 1, "F", in -> List.of(Lax.convert(in.x().gt(0), DType.INT32).sum())),
        rows(
            "standardise",
            3,
            "FFS",
            in -> {
              NDArray mean = in.x().mean();
              NDArray centred = in.x().sub(mean);
              return List.of(mean, centred.mul(centred).mean(), centred.div(centred.abs().max()));
            }),
        rows("rows of a table", 1, "S", in -> List.of(in.m().sum(1))),
        rows("columns of a table", 1, "F", in -> List.of(in.m().sum(0))),
        rows("whole table", 1, "F", in -> List.of(in.m().sum())),
        rows("transposed table", 1, "SS", in -> List.of(in.m().transpose(), in.t().transpose())),
        rows("sum of a transposed table", 1, "F", in -> List.of(in.t().transpose().sum())),
        rows("max after reshape", 1, "F", in -> List.of(in.m().reshape(1, N, 3).max())),
        rows("table times row", 1, "S", in -> List.of(in.m().mul(Creation.array(1f, 2f, 3f)))),
        rows("table times column", 1, "F", in -> List.of(in.m().mul(in.x().reshape(N, 1)).sum(0))),
        rows(
            "table times matrix",
            1,
            "SS",
            in -> {
              NDArray matrix = Creation.arange(6).astype(DType.FLOAT32).reshape(3, 2);
              return List.of(in.m().matmul(matrix), matrix.transpose().matmul(in.t()));
            }),
        rows(
            "stack",
            1,
            "SF",
            in -> {
              NDArray pair = Shaping.stack(List.of(in.x(), in.x().neg()), 0);
              return List.of(pair, pair.sum(1));
            }),
        rows("other axes move freely", 1, "S", in -> List.of(in.m().get(":, ::-1").get(":, 1:"))),
        rows("index", 1, "S", in -> List.of(in.x().add(Creation.arange(N)))),
        rows(
            "float index",
            1,
            "S",
            in -> List.of(in.x().mul(Lax.iota(DType.FLOAT32, Shape.of(N), 0)))),
        rows(
            "index across",
            1,
            "F",
            in -> {
              NDArray row = Lax.convert(Lax.iota(DType.INT32, Shape.of(4, N), 0), DType.FLOAT32);
              return List.of(row.mul(in.x()).sum(1));
            }),
        rows(
            "draw times x",
            1,
            "FF",
            in -> {
              NDArray draw = Random.uniform(in.key(), N);
              return List.of(draw.mul(in.x()).sum(), draw.sum());
            }),
        rows(
            "draw of two axes",
            1,
            "FS",
            in ->
                List.of(
                    in.m().mul(Random.uniform(in.key(), N, 3)).sum(0),
                    in.t().add(Random.uniform(in.key(), 3, N)))),
        rows(
            "slice of a longer draw",
            1,
            "S",
            in -> {
              StreamSlice slice = StreamSlice.of((1L << 32) - 3000, N);
              return List.of(in.x().mul(slice.uniform(in.key(), DType.FLOAT32)));
            }),
        rows(
            "integers",
            1,
            "SF",
            in -> {
              NDArray draw = Random.randint(in.key(), Shape.of(N), -5, 1000);
              return List.of(draw, Logic.where(in.x().gt(0), draw, draw.neg()).sum());
            }),
        copies(
            "draws alone",
            1,
            "SSFS",
            in ->
                List.of(
                    Random.normal(in.key(), N),
                    Random.split(in.key(), N),
                    Random.uniform(in.key(), 3),
                    Random.keyData(Random.split(in.key(), N)))),
        copies(
            "sum of a draw",
            1,
            "FF",
            in -> {
              NDArray draw = Random.uniform(in.key(), N);
              return List.of(draw.sum(), Random.uniform(in.key(), 3, N).sum(1));
            }),
        copies("nothing sharded", 0, "FF", in -> List.of(in.x().add(1), in.x().sum())),
        new Case(
            "a replicated operand is read in windows",
            1,
            "SSF",
            List.of(ROWS, COPIES, COPIES, COPIES),
            in -> {
              NDArray column = in.get(1).get(":, 0");
              NDArray reversed = column.get(Index.slice(null, null, -1L));
              return List.of(in.get(0).add(column), in.get(0).add(reversed), in.get(1).sum());
            }));
  }

  @ParameterizedTest
  @MethodSource("planned")
  void anyNumberOfShardsGivesTheSameBytes(Case program) {
    List<NDArray> params = inputs();
    GraphTrace.Traced traced = trace(program, params);
    Graph graph = traced.graph();
    List<NDArray> inputs = new ArrayList<>(traced.captured());
    inputs.addAll(params);
    ShardPlan plan = Partitioner.plan(graph, program.inputs, N);
    assertEquals(program.steps, plan.steps(), plan::explain);
    StringBuilder results = new StringBuilder();
    plan.results()
        .forEach(result -> results.append(result instanceof PlannedResult.InShards ? 'S' : 'F'));
    assertEquals(program.results, results.toString());
    List<String> whole = Digests.of(PlanRunner.whole(graph, inputs));
    for (int pieces : new int[] {1, 2, 3, 7, 64}) {
      assertEquals(whole, Digests.of(PlanRunner.sharded(plan, inputs, pieces)), pieces + " shards");
    }
  }

  private static GraphTrace.Traced trace(Case program, List<NDArray> inputs) {
    return GraphTrace.trace(
        program.name, inputs.stream().map(NDArray::type).toList(), program.program);
  }

  /** A program and the refusal it earns. */
  record Refused(Case program, String message) {
    @Override
    public String toString() {
      return program.name;
    }
  }

  static Stream<Refused> refused() {
    String remedy = "; do it on combined or returned values, or pass the input replicated";
    String row = ", of f32[5000] (sharded along axis 0) to ";
    return Stream.of(
        new Refused(
            rows("rev", 0, "", in -> List.of(in.x().get("::-1"))),
            "rev: reverses the sharded axis" + row + "f32[5000]" + remedy),
        new Refused(
            rows("reshape", 0, "", in -> List.of(in.x().reshape(50, 100))),
            "reshape: merges or splits the sharded axis" + row + "f32[50,100]" + remedy),
        new Refused(
            rows("slice", 0, "", in -> List.of(in.x().get("5:10"))),
            "slice: takes a window of the sharded axis" + row + "f32[5]" + remedy),
        new Refused(
            rows(
                "set", 0, "", in -> List.of(in.x().at(7).set(Creation.scalar(1.0, DType.FLOAT32)))),
            "slice_update: updates a part of the sharded axis, of f32[5000] (sharded along axis 0),"
                + " f32[1] to f32[5000]"
                + remedy),
        new Refused(
            rows("join", 0, "", in -> List.of(Shaping.concatenate(List.of(in.x(), in.x()), 0))),
            "concatenate: joins arrays along the sharded axis, of f32[5000] (sharded along axis 0),"
                + " f32[5000] (sharded along axis 0) to f32[10000]"
                + remedy),
        new Refused(
            rows(
                "mixed axes",
                0,
                "",
                in ->
                    List.of(
                        in.m().reshape(N, 3).add(in.t().transpose().reshape(N, 3)),
                        in.m().transpose().reshape(3, N).sum(0, 1))),
            "reduce_sum folds axis 0 outside the sharded one, which would interleave shards of"
                + " f32[3,5000] (axis 1); reduce over the other axes first, in a call of its own"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void mixingShardsIsRefusedWithAWayOut(Refused refused) {
    Graph graph = trace(refused.program, inputs()).graph();
    ShardingException thrown =
        assertThrows(
            ShardingException.class, () -> Partitioner.plan(graph, refused.program.inputs));
    assertEquals(refused.message, thrown.getMessage());
  }

  @ParameterizedTest
  @MethodSource("wrongInputs")
  void wrongPlacementsAreRefused(List<Placement> placements, String message) {
    Case program = rows("sum", 1, "F", in -> List.of(in.x().sum()));
    Graph graph = trace(program, inputs()).graph();
    ShardingException thrown =
        assertThrows(ShardingException.class, () -> Partitioner.plan(graph, placements));
    assertEquals(message, thrown.getMessage());
  }

  static Stream<Arguments> wrongInputs() {
    List<Placement> none = List.of(COPIES, COPIES, COPIES, COPIES);
    List<Placement> unequal = new ArrayList<>(none);
    unequal.set(0, ROWS);
    unequal.set(2, ROWS);
    return Stream.of(
        Arguments.of(
            none,
            "plan: no parameter is sharded; name the length of the axis that the program makes in"
                + " shards"),
        Arguments.of(
            List.of(ROWS),
            "plan: the program has 4 parameters and 1 placements are given; give one for each"),
        Arguments.of(
            unequal,
            "plan: parameter 2 of type f32[3,5000] is sharded along axis 0 and the sharded length is"
                + " 5000; sharded axes must be equally long"));
  }
}
