package dev.sparrow.transform;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Vmap.axisName;
import static dev.sparrow.transform.Vmap.axisSize;
import static dev.sparrow.transform.Vmap.inAxes;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Collective;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(AllocatorsAtZero.class)
class CollectivesTest {
  private static NDArray count(long... dims) {
    long size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    return Creation.arange(size).astype(DType.FLOAT32).reshape(dims);
  }

  /** A function mapped over axis i of arange(dims), and what JAX 0.10.2 answers. */
  record Row(
      String name,
      UnaryOperator<NDArray> f,
      List<Long> dims,
      List<Long> shape,
      List<Integer> expected) {
    Row(String name, UnaryOperator<NDArray> f, List<Long> dims, List<Long> shape, int... expected) {
      this(name, f, dims, shape, Arrays.stream(expected).boxed().toList());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    List<Long> matrix = List.of(3L, 4L);
    List<Long> cube = List.of(3L, 3L, 2L);
    int[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    int[] columns = {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11};
    int[] shares = {0, 1, 6, 7, 12, 13, 2, 3, 8, 9, 14, 15, 4, 5, 10, 11, 16, 17};
    return List.of(
        new Row("psum", x -> Collectives.psum(x, "i"), matrix, matrix, thrice(12, 15, 18, 21)),
        new Row("pmean", x -> Collectives.pmean(x, "i"), matrix, matrix, thrice(4, 5, 6, 7)),
        new Row("pmax", x -> Collectives.pmax(x, "i"), matrix, matrix, thrice(8, 9, 10, 11)),
        new Row("pmin", x -> Collectives.pmin(x, "i"), matrix, matrix, thrice(0, 1, 2, 3)),
        new Row(
            "psum of a constant",
            x -> x.mul(0).add(Collectives.psum(Creation.weak(2.0), "i")),
            matrix,
            matrix,
            thrice(6, 6, 6, 6)),
        new Row(
            "all_gather",
            x -> Collectives.allGather(x, "i"),
            matrix,
            List.of(3L, 3L, 4L),
            thrice(all)),
        new Row(
            "all_gather axis=1",
            x -> Collectives.allGather(x, "i", -1),
            matrix,
            List.of(3L, 4L, 3L),
            thrice(columns)),
        new Row(
            "all_gather tiled",
            x -> Collectives.allGatherTiled(x, "i", 0),
            matrix,
            List.of(3L, 12L),
            thrice(all)),
        new Row(
            "axis_index",
            x -> x.add(Collectives.axisIndex("i")),
            matrix,
            matrix,
            new int[] {0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13}),
        new Row(
            "ppermute",
            x ->
                Collectives.ppermute(
                    x, "i", List.of(new long[] {0, 1}, new long[] {1, 2}, new long[] {2, 0})),
            matrix,
            matrix,
            new int[] {8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7}),
        new Row(
            "ppermute in part",
            x -> Collectives.ppermute(x, "i", List.of(new long[] {2, 1})),
            matrix,
            matrix,
            new int[] {0, 0, 0, 0, 8, 9, 10, 11, 0, 0, 0, 0}),
        new Row(
            "psum_scatter",
            x -> Collectives.psumScatter(x, "i", 0),
            cube,
            List.of(3L, 2L),
            new int[] {18, 21, 24, 27, 30, 33}),
        new Row(
            "psum_scatter tiled",
            x -> Collectives.psumScatterTiled(x, "i", 0),
            List.of(3L, 6L),
            List.of(3L, 2L),
            new int[] {18, 21, 24, 27, 30, 33}),
        new Row("all_to_all", x -> Collectives.allToAll(x, "i", 0, 0), cube, cube, shares),
        new Row(
            "all_to_all 0 1",
            x -> Collectives.allToAll(x, "i", 0, 1),
            cube,
            List.of(3L, 2L, 3L),
            new int[] {0, 6, 12, 1, 7, 13, 2, 8, 14, 3, 9, 15, 4, 10, 16, 5, 11, 17}),
        new Row(
            "all_to_all tiled",
            x -> Collectives.allToAllTiled(x, "i", 0, 0),
            List.of(3L, 6L),
            List.of(3L, 6L),
            shares),
        new Row(
            "all_to_all tiled 0 1",
            x -> Collectives.allToAllTiled(x, "i", 0, 1),
            List.of(3L, 6L, 2L),
            List.of(3L, 2L, 6L),
            new int[] {
              0, 1, 12, 13, 24, 25, 2, 3, 14, 15, 26, 27, 4, 5, 16, 17, 28, 29,
              6, 7, 18, 19, 30, 31, 8, 9, 20, 21, 32, 33, 10, 11, 22, 23, 34, 35
            }));
  }

  private static int[] thrice(int... values) {
    int[] repeated = Arrays.copyOf(values, 3 * values.length);
    System.arraycopy(values, 0, repeated, values.length, values.length);
    System.arraycopy(values, 0, repeated, 2 * values.length, values.length);
    return repeated;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void answersAsJax(Row row) {
    NDArray x = count(row.dims.stream().mapToLong(Long::longValue).toArray());
    check(row, vmap(row.f, axisName("i")).apply(x));
    check(row, jit(vmap(row.f, axisName("i"))).apply(x));
    check(row, vmap(jit(row.f), axisName("i")).apply(x));
    check(row, vmap(jit(y -> jit(row.f).apply(y)), axisName("i")).apply(x));
  }

  private static void check(Row row, NDArray result) {
    assertEquals(Shape.of(row.shape.stream().mapToLong(Long::longValue).toArray()), result.shape());
    assertEquals(
        row.expected, Arrays.stream(result.astype(DType.INT32).toIntArray()).boxed().toList());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anotherMappedAxisChangesNothing(Row row) {
    NDArray x = count(row.dims.stream().mapToLong(Long::longValue).toArray());
    NDArray two =
        Trace.current()
            .bind(new Primitive.Concatenate(0), List.of(expand(x), expand(x)))
            .getFirst();
    NDArray outside = vmap(vmap(row.f, axisName("i"))).apply(two);
    check(row, outside.get(0));
    check(row, outside.get(1));
    NDArray inside = vmap(vmap(row.f), axisName("i"), inAxes(1)).apply(two);
    check(row, vmap(vmap(row.f), axisName("i"), inAxes(1), Vmap.outAxes(1)).apply(two).get(1));
    assertEquals(outside.shape().dim(0), inside.shape().dim(1));
  }

  private static NDArray expand(NDArray x) {
    return Trace.current()
        .bind(new Primitive.Reshape(x.shape().insert(0, 1)), List.of(x))
        .getFirst();
  }

  @Test
  void structuresAndAxesWithoutMappedArguments() {
    Map<String, NDArray> sums =
        vmap((Map<String, NDArray> m) -> Collectives.psum(m, "i"), axisName("i"))
            .apply(Map.of("a", count(2), "b", count(2, 2)));
    assertArrayEquals(new float[] {1, 1}, sums.get("a").toFloatArray());
    assertArrayEquals(new float[] {2, 4, 2, 4}, sums.get("b").toFloatArray());
    NDArray numbers =
        vmap(
                x -> Collectives.axisIndex("i").add(x),
                inAxes((Object) null),
                axisSize(4),
                axisName("i"))
            .apply(Creation.weak(10));
    assertArrayEquals(new int[] {10, 11, 12, 13}, numbers.toIntArray());
    NDArray compiled =
        vmap(
                jit(x -> Collectives.axisIndex("i").add(x)),
                inAxes((Object) null),
                axisSize(3),
                axisName("i"))
            .apply(Creation.weak(10));
    assertArrayEquals(new int[] {10, 11, 12}, compiled.toIntArray());
  }

  @Test
  void aCompiledFunctionIsTracedForEachAxisSize() {
    var f = jit(x -> x.mul(Collectives.axisSize("i")));
    assertArrayEquals(new float[] {0, 2}, vmap(f, axisName("i")).apply(count(2)).toFloatArray());
    assertArrayEquals(new float[] {0, 3, 6}, vmap(f, axisName("i")).apply(count(3)).toFloatArray());
    assertEquals(
        "(f32[]): runs inside mapped axes {i=3}, before inside {i=2}", f.explainMisses().getLast());
  }

  @Test
  void twoNamedAxes() {
    NDArray result =
        vmap(
                vmap(
                    x -> Collectives.psum(x, "j").mul(10).add(Collectives.psum(x, "i")),
                    axisName("j")),
                axisName("i"))
            .apply(count(2, 2));
    assertArrayEquals(new float[] {12, 14, 52, 54}, result.toFloatArray());
  }

  @Test
  void collectivesInsideLoops() {
    // Each step adds the sum over the axis and the number of the element.
    UnaryOperator<NDArray> f =
        x ->
            ControlFlow.foriLoop(
                0,
                2,
                (_, carry) ->
                    carry.add(Collectives.psum(carry, "i")).add(Collectives.axisIndex("i")),
                x);
    NDArray x = count(3);
    NDArray expected = x;
    for (int step = 0; step < 2; step++) {
      expected = expected.add(expected.sum()).add(count(3));
    }
    assertArrayEquals(expected.toFloatArray(), vmap(f, axisName("i")).apply(x).toFloatArray());
    assertArrayEquals(expected.toFloatArray(), vmap(jit(f), axisName("i")).apply(x).toFloatArray());
  }

  /** A function of an element of arange(3), and the gradient of each lane as JAX 0.10.2 has it. */
  static List<Row> gradients() {
    List<Long> three = List.of(3L);
    NDArray weights = Creation.scalar(2.0, DType.FLOAT32);
    return List.of(
        new Row("psum", x -> Collectives.psum(x.mul(x), "i"), three, three, 0, 6, 12),
        new Row("pmean", x -> Collectives.pmean(x.mul(x), "i"), three, three, 0, 2, 4),
        new Row(
            "all_gather",
            x -> Collectives.allGather(x, "i").mul(count(3).add(1)).sum(),
            three,
            three,
            3,
            6,
            9),
        new Row(
            "ppermute",
            x ->
                Collectives.ppermute(
                        x.mul(x),
                        "i",
                        List.of(new long[] {0, 1}, new long[] {1, 2}, new long[] {2, 0}))
                    .mul(Collectives.axisIndex("i")),
            three,
            three,
            0,
            4,
            0),
        new Row(
            "axis_index",
            x -> x.mul(Collectives.axisIndex("i")).mul(weights),
            three,
            three,
            0,
            2,
            4));
  }

  @ParameterizedTest
  @MethodSource("gradients")
  void derivativesAreJaxs(Row row) {
    NDArray x = count(3);
    check(row, vmap(Grad.grad(row.f), axisName("i")).apply(x));
    check(row, vmap(jit(Grad.grad(row.f)), axisName("i")).apply(x));
    check(row, vmap(Grad.grad(jit(row.f)), axisName("i")).apply(x));
  }

  @Test
  void collectivesPrintAsJaxPrintsThem() {
    String text =
        GraphTrace.trace(
                "f",
                List.of(ArrayType.of(DType.FLOAT32, 3, 4)),
                in ->
                    List.of(
                            new Collective.AllReduce(Monoid.MAX, "i"),
                            new Collective.AllGather("i", 3, 0),
                            new Collective.Permute("i", List.of(new Collective.Route(0, 1))),
                            new Collective.ReduceScatter("i", 3, 0),
                            new Collective.AllToAll("i", 3, 0, 1))
                        .stream()
                        .map(prim -> Trace.current().bind(prim, in).getFirst())
                        .toList())
            .graph()
            .toString();
    assertEquals(
        """
        { lambda ; a:f32[3,4]. let
            b:f32[3,4] = pmax[axes=('i',) axis_index_groups=None] a
            c:f32[3,3,4] = all_gather[
              all_gather_dimension=0
              axis_index_groups=None
              axis_name=('i',)
              axis_size=3
              tiled=False
            ] a
            d:f32[3,4] = ppermute[axis_name=('i',) perm=((0, 1),)] a
            e:f32[4] = reduce_scatter[
              axis_index_groups=None
              axis_name=('i',)
              axis_size=3
              scatter_dimension=0
              tiled=False
            ] a
            f:f32[4,3] = all_to_all[
              axis_index_groups=None
              axis_name=i
              concat_axis=1
              split_axis=0
              tiled=False
            ] a
          in (b, c, d, e, f) }\
        """,
        text);
  }

  @Test
  void mistakes() {
    assertEquals(
        "collective: unbound axis name: i; call it inside a function mapped by vmap(f,"
            + " axisName(\"i\")); mapped here: []",
        assertThrows(IllegalArgumentException.class, () -> Collectives.psum(Creation.weak(1), "i"))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> vmap(x -> Collectives.psum(x, "j"), axisName("i")).apply(count(3)));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    vmap(
                            x ->
                                Collectives.ppermute(
                                    x, "i", List.of(new long[] {0, 1}, new long[] {2, 1})),
                            axisName("i"))
                        .apply(count(3)))
            .getMessage()
            .startsWith("ppermute: sources and destinations must be unique"));
    assertThrows(
        ShapeException.class,
        () -> vmap(x -> Collectives.psumScatter(x, "i", 0), axisName("i")).apply(count(3, 4)));
    assertThrows(
        ShapeException.class,
        () -> vmap(x -> Collectives.psumScatterTiled(x, "i", 0), axisName("i")).apply(count(3, 4)));
  }
}
