package dev.sparrow.sharding.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.GatherDimensions;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Indexing;
import dev.sparrow.graph.Indexing.Bounds;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.Primitive.UpdateMode;
import dev.sparrow.graph.ScatterDimensions;
import dev.sparrow.random.Random;
import dev.sparrow.sharding.ShardingException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dynamic positions over sharded inputs: the bytes of the whole program, or a clear refusal. */
class IndexingPlanTest {
  private static final int N = 2100;
  private static final Placement ROWS = Placement.sharded(0);
  private static final Placement COPIES = Placement.replicated();
  private static final Indexing.Gather TAKE_ROWS =
      new Indexing.Gather(
          new GatherDimensions(List.of(1), List.of(0), List.of(0)),
          List.of(1L, 3L),
          Bounds.CLIP,
          null);

  /**
   * One primitive.
   *
   * @param types operand types
   */
  record Case(String name, Indexing prim, List<ArrayType> types, List<Placement> placements) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static ArrayType f32(long... dims) {
    return ArrayType.of(DType.FLOAT32, dims);
  }

  private static ArrayType i32(long... dims) {
    return ArrayType.of(DType.INT32, dims);
  }

  private static Indexing.Scatter scatter(UpdateMode mode, Bounds bounds) {
    return new Indexing.Scatter(
        mode, new ScatterDimensions(List.of(), List.of(0), List.of(0)), bounds);
  }

  static Stream<Case> planned() {
    return Stream.of(
        new Case(
            "columns of a window",
            new Indexing.DynamicSlice(List.of((long) N, 2L)),
            List.of(f32(N, 5), i32(), i32()),
            List.of(ROWS, COPIES, COPIES)),
        new Case(
            "update of columns",
            new Indexing.DynamicUpdateSlice(),
            List.of(f32(N, 5), f32(N, 2), i32(), i32()),
            List.of(ROWS, ROWS, COPIES, COPIES)),
        new Case(
            "a table looked up by sharded positions",
            TAKE_ROWS,
            List.of(f32(7, 3), i32(N, 1)),
            List.of(COPIES, ROWS)),
        new Case(
            "columns picked from sharded rows",
            new Indexing.Gather(
                new GatherDimensions(List.of(0), List.of(1), List.of(1)),
                List.of((long) N, 1L),
                Bounds.FILL_OR_DROP,
                null),
            List.of(f32(N, 5), i32(4, 1)),
            List.of(ROWS, COPIES)),
        new Case(
            "one element of each row",
            new Indexing.Gather(
                new GatherDimensions(List.of(), List.of(1), List.of(0), List.of(0), List.of(1)),
                List.of(1L, 1L),
                Bounds.FILL_OR_DROP,
                null),
            List.of(f32(N, 5), i32(N, 2, 1)),
            List.of(ROWS, ROWS)),
        new Case(
            "one update of each row",
            new Indexing.Scatter(
                UpdateMode.ADD,
                new ScatterDimensions(List.of(), List.of(1), List.of(0), List.of(0), List.of(1)),
                Bounds.FILL_OR_DROP),
            List.of(f32(N, 5), i32(N, 2, 1), f32(N, 2)),
            List.of(ROWS, ROWS, ROWS)),
        new Case(
            "additions anywhere",
            scatter(UpdateMode.ADD, Bounds.FILL_OR_DROP),
            List.of(f32(N), i32(5000, 1), f32(5000)),
            List.of(ROWS, COPIES, COPIES)),
        new Case(
            "sets anywhere, clipped",
            scatter(UpdateMode.SET, Bounds.CLIP),
            List.of(f32(N), i32(5000, 1), f32(5000)),
            List.of(ROWS, COPIES, COPIES)));
  }

  private static List<NDArray> operands(Case program) {
    NDArray key = Random.key(5);
    return Stream.iterate(0, i -> i < program.types.size(), i -> i + 1)
        .map(i -> {
          ArrayType type = program.types.get(i);
          NDArray own = Random.foldIn(key, i);
          Shape shape = type.shape();
          return type.dtype() == DType.INT32
              ? Random.randint(own, shape, -9, N + 9)
              : Random.uniform(own, shape, DType.FLOAT32, -1, 3.7);
        })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("planned")
  void shardsGiveTheBytesOfTheWhole(Case program) {
    List<NDArray> inputs = operands(program);
    Graph graph = Graph.single(program.prim, program.types);
    ShardPlan plan = Partitioner.plan(graph, program.placements);
    List<String> whole = Digests.of(PlanRunner.whole(graph, inputs));
    for (int pieces : new int[] {1, 2, 3, 7}) {
      assertEquals(whole, Digests.of(PlanRunner.sharded(plan, inputs, pieces)), pieces + " shards");
    }
  }

  static Stream<Case> refused() {
    return Stream.of(
        new Case(
            "rows of a sharded table",
            TAKE_ROWS,
            List.of(f32(N, 3), i32(4, 1)),
            List.of(ROWS, COPIES)),
        new Case(
            "a window of a sharded axis",
            new Indexing.DynamicSlice(List.of(3L)),
            List.of(f32(N), i32()),
            List.of(ROWS, COPIES)),
        new Case(
            "additions from sharded updates",
            scatter(UpdateMode.ADD, Bounds.FILL_OR_DROP),
            List.of(f32(9), i32(N, 1), f32(N)),
            List.of(COPIES, ROWS, ROWS)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatWouldReadOtherShardsIsRefused(Case program) {
    Graph graph = Graph.single(program.prim, program.types);
    ShardingException thrown =
        assertThrows(ShardingException.class, () -> Partitioner.plan(graph, program.placements));
    Primitive prim = program.prim;
    assertEquals(prim.jaxName(), thrown.getMessage().substring(0, prim.jaxName().length()));
  }
}
