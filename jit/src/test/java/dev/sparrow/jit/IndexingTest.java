package dev.sparrow.jit;

import static dev.sparrow.array.Index.all;
import static dev.sparrow.array.Index.at;
import static dev.sparrow.array.Index.ellipsis;
import static dev.sparrow.array.Index.mask;
import static dev.sparrow.array.Index.newAxis;
import static dev.sparrow.array.Index.slice;
import static dev.sparrow.array.Index.take;
import static dev.sparrow.jit.Jit.jit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.Index;
import dev.sparrow.array.IndexMode;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Graph;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import dev.sparrow.trace.ConcretizationException;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.transform.Vmap;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NumPy's indexing with arrays and masks; expected values from JAX 0.10.2. */
@ExtendWith(AllocatorsAtZero.class)
class IndexingTest {
  private static NDArray cube() {
    return Creation.arange(24).reshape(2, 3, 4);
  }

  private static NDArray matrix(int... values) {
    return Creation.array(values).reshape(2, values.length / 2);
  }

  private static String text(NDArray x) {
    String elements =
        Arrays.stream(x.toIntArray()).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    return x.shape().join() + ": " + elements;
  }

  private static Arguments read(String expected, Supplier<List<Index>> entries) {
    return arguments(expected, entries);
  }

  static Stream<Arguments> reads() {
    return Stream.of(
        read("1,3,4: 12 13 14 15 16 17 18 19 20 21 22 23", () -> List.of(take(1))),
        read("3: 0 13 2", () -> List.of(take(0, 1, 0), at(0), take(0, 1, 2))),
        read("2,2: 5 6 17 18", () -> List.of(all(), at(1), take(1, 2))),
        read("2,3: 1 5 9 2 6 10", () -> List.of(at(0), all(), take(1, 2))),
        read("2,2: 4 8 17 21", () -> List.of(take(0, 1), slice(1, 3), take(0, 1))),
        read("2,1: 6 22", () -> List.of(take(0, 1), newAxis(), take(1, 2), at(2))),
        read("1,2: 6 22", () -> List.of(newAxis(), take(0, 1), take(1, 2), at(2))),
        read(
            "2,2,2: 3 1 7 5 15 13 19 17", () -> List.of(all(), take(0, 1), slice(null, null, -2L))),
        read("2,2,2: 2 1 6 5 14 13 18 17", () -> List.of(all(), take(0, 1), slice(2L, 0L, -1L))),
        read("2,2,1: 3 11 15 23", () -> List.of(ellipsis(), take(matrix(0, 2)), at(-1))),
        read("0,3,4: ", () -> List.of(take(new int[0]))),
        read("0,2,3,4: ", () -> List.of(mask(false))),
        read("1,2,3: 0 4 8 12 16 20", () -> List.of(all(), mask(true), ellipsis(), at(0))),
        read("2,2: 0 8 12 20", () -> List.of(all(), mask(cube().get("0, :, 0").ne(4)), at(0))),
        read("3: 21 22 23", () -> List.of(mask(cube().gt(20)))),
        // Positions in arrays are clamped on reading.
        read("3: 7 7 4", () -> List.of(at(0), at(1), take(3, 9, -9))));
  }

  @ParameterizedTest(name = "{index}: {0}")
  @MethodSource("reads")
  void readsAsJax(String expected, Supplier<List<Index>> entries) {
    Index[] index = entries.get().toArray(Index[]::new);
    assertEquals(expected, text(cube().get(index)));
    assertEquals(expected, text(jit(x -> x.get(index)).apply(cube())));
  }

  @Test
  void positionsOfATracedFunctionAreScalarsOrArrays() {
    Compiled row = jit((x, i) -> x.get(at(i)));
    assertEquals("3: 3 4 5", text(row.apply(matrix(0, 1, 2, 3, 4, 5), Creation.weak(-1))));
    Compiled column = jit((x, i) -> x.get(all(), at(i)));
    assertEquals("2: 2 5", text(column.apply(matrix(0, 1, 2, 3, 4, 5), Creation.weak(99))));
    NDArray rows = Vmap.vmap((x, i) -> x.get(at(i)), 0, 0).apply(cube(), Creation.array(2, 0));
    assertEquals("2,4: 8 9 10 11 12 13 14 15", text(rows));
    NDArray mixed = cube().get(Creation.array(0, 1), Creation.array(2, 2));
    assertEquals("2,4: 8 9 10 11 20 21 22 23", text(mixed));
  }

  static Stream<Arguments> graphs() {
    return Stream.of(
        arguments(
            """
            { lambda ; a:f32[3,4] b:i32[]. let
                c:bool[] = lt b 0:i32[]
                d:i32[] = add b 3:i32[]
                e:i32[] = select_n c b d
                f:f32[1,4] = dynamic_slice[slice_sizes=(1, 4)] a e 0:i32[]
                g:f32[4] = squeeze[dimensions=(0,)] f
              in (g,) }\
            """,
            ArrayType.of(DType.INT32),
            (BinaryOperator<NDArray>) (x, i) -> x.get(at(i))),
        arguments(
            """
            { lambda ; a:f32[3,4] b:i32[2]. let
                c:bool[2] = lt b 0:i32[]
                d:i32[2] = add b 3:i32[]
                e:i32[2] = select_n c b d
                f:i32[2,1] = broadcast_in_dim[broadcast_dimensions=(0,)] e
                g:f32[2,4] = gather[
                  dimension_numbers=GatherDimensionNumbers(offset_dims=(1,), \
            collapsed_slice_dims=(0,), start_index_map=(0,), operand_batching_dims=(), \
            start_indices_batching_dims=())
                  fill_value=None
                  indices_are_sorted=False
                  mode=GatherScatterMode.PROMISE_IN_BOUNDS
                  slice_sizes=(1, 4)
                  unique_indices=False
                ] a f
              in (g,) }\
            """,
            ArrayType.of(DType.INT32, 2),
            (BinaryOperator<NDArray>) (x, i) -> x.get(i)),
        arguments(
            """
            { lambda ; a:f32[3,4] b:i32[]. let
                c:f32[1,4] = slice[limit_indices=(2, 4) start_indices=(1, 0) strides=None] a
                d:f32[1,4] = rev[dimensions=(1,)] c
                e:f32[4] = squeeze[dimensions=(0,)] d
              in (e,) }\
            """,
            ArrayType.of(DType.INT32),
            (BinaryOperator<NDArray>) (x, _) -> x.get("1, ::-1")));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void programsAreJaxs(String expected, ArrayType position, BinaryOperator<NDArray> f) {
    Graph graph =
        GraphTrace.trace(
                "f",
                List.of(ArrayType.of(DType.FLOAT32, 3, 4), position),
                in -> List.of(f.apply(in.get(0), in.get(1))))
            .graph();
    assertEquals(expected, graph.toString());
  }

  private static NDArray zeros() {
    return Creation.zeros(dev.sparrow.array.Shape.of(4), DType.INT32);
  }

  @Test
  void everyOccurrenceCountsAndTheLastSetWins() {
    NDArray repeated = Creation.array(0, 0, 1, 9, -1);
    NDArray values = Creation.array(1, 2, 3, 4, 5);
    assertEquals("4: 2 3 0 5", text(zeros().at(repeated).set(values)));
    assertEquals("4: 3 3 0 5", text(zeros().at(repeated).add(values)));
    assertEquals("4: -3 -3 0 -5", text(zeros().at(repeated).subtract(values)));
    assertEquals("4: 2 3 1 5", text(zeros().add(1).at(repeated).mul(values)));
    assertEquals("4: 2 3 0 5", text(zeros().at(repeated).max(values)));
    assertEquals("4: 1 3 7 5", text(zeros().add(7).at(repeated).min(values)));
    NDArray eights = Creation.array(8f, 8f, 3f);
    NDArray twice = Creation.array(0, 0);
    assertArrayEquals(new float[] {2, 8, 3}, eights.at(twice).divide(2).toFloatArray());
    assertArrayEquals(new float[] {4096, 8, 3}, eights.at(twice).power(2).toFloatArray());
    assertArrayEquals(new float[] {32, 8, 3}, eights.at(twice).apply(x -> x.mul(2)).toFloatArray());
    assertArrayEquals(
        new float[] {32, 8, 3},
        jit((x, i) -> x.at(i).apply(y -> y.mul(2))).apply(eights, twice).toFloatArray());
  }

  @Test
  void modesSayWhatHappensOutside() {
    NDArray x = Creation.array(0f, 1f, 2f, 3f, 4f);
    NDArray outside = Creation.array(1, 9, -7);
    assertArrayEquals(new float[] {1, 4, 0}, x.at(outside).get().toFloatArray());
    assertArrayEquals(
        new float[] {1, 4, 0}, x.at(outside).mode(IndexMode.CLIP).get().toFloatArray());
    assertArrayEquals(
        new float[] {1, Float.NaN, Float.NaN},
        x.at(outside).mode(IndexMode.FILL).get().toFloatArray());
    assertArrayEquals(new float[] {1, -1, -1}, x.at(outside).fill(-1).get().toFloatArray());
    assertArrayEquals(
        new float[] {7, 7, 2, 3, 7}, x.at(outside).mode(IndexMode.CLIP).set(7).toFloatArray());
    assertArrayEquals(
        new float[] {0, 7, 2, 3, 4},
        x.at(Creation.array(1, -1)).mode(IndexMode.DROP).withoutWrapping().set(7).toFloatArray());
    assertEquals(4, x.at(9).mode(IndexMode.CLIP).get().toDouble());
    assertArrayEquals(
        new int[] {Integer.MIN_VALUE}, zeros().at(take(9)).mode(IndexMode.FILL).get().toIntArray());
    assertThrows(IllegalArgumentException.class, () -> x.at(outside).mode(IndexMode.WRAP).get());
  }

  @Test
  void updatesFollowTheShapeOfTheIndex() {
    NDArray x = cube();
    NDArray columns = x.at(ellipsis(), take(0, 3)).set(Creation.array(-1, -2));
    assertEquals(
        "2,3,4: -1 1 2 -2 -1 5 6 -2 -1 9 10 -2 -1 13 14 -2 -1 17 18 -2 -1 21 22 -2", text(columns));
    NDArray strided = x.at(take(0, 1), slice(null, null, -2L), at(0)).set(matrix(50, 51, 52, 53));
    assertEquals("2,3: 51 4 50 53 16 52", text(strided.get("..., 0")));
    assertEquals(
        "2,3: 51 4 50 53 16 52",
        text(
            jit(y -> y.at(take(0, 1), slice(null, null, -2L), at(0)).set(matrix(50, 51, 52, 53)))
                .apply(x)
                .get("..., 0")));
    assertEquals("4: 0 0 0 0", text(zeros().at(mask(false)).set(9)));
    assertEquals("4: 9 9 9 9", text(zeros().at(mask(true)).set(9)));
  }

  @Test
  void maskedUpdatesNeedNoValuesWhileTracing() {
    NDArray x = Creation.array(1f, -2f, 3f, -4f).reshape(2, 2);
    assertArrayEquals(
        new float[] {1, 0, 3, 0}, jit(y -> y.at(y.lt(0)).set(0)).apply(x).toFloatArray());
    assertArrayEquals(
        new float[] {2, -2, 3, -4},
        jit(y -> y.at(at(0), mask(y.get(0).gt(0))).add(1)).apply(x).toFloatArray());
    assertArrayEquals(
        new float[] {1, -2, 7, 8},
        jit(y -> y.at(y.get(":, 0").gt(2)).set(Creation.array(7f, 8f))).apply(x).toFloatArray());
    assertArrayEquals(
        new float[] {1, 5, 3, 6}, x.at(x.lt(0)).set(Creation.array(5f, 6f)).toFloatArray());
    ConcretizationException refused =
        assertThrows(ConcretizationException.class, () -> jit(y -> y.get(y.lt(0))).apply(x));
    assertTrue(
        refused
            .getMessage()
            .startsWith("index: array boolean indices must be concrete; got bool[2,2]"),
        refused.getMessage());
  }

  @Test
  void mistakesAreNamed() {
    NDArray x = cube();
    assertEquals(
        "index: Indexer must have integer or boolean type, got indexer with type float32",
        assertThrows(DTypeException.class, () -> x.get(Creation.array(1f))).getMessage());
    assertEquals(
        "index: boolean index did not match shape of indexed array in index 0: got (3,), expected"
            + " (2,)",
        assertThrows(
                IndexOutOfBoundsException.class, () -> x.get(Creation.array(true, false, true)))
            .getMessage());
    assertEquals(
        "at.set: incompatible types for broadcasting: values of type i32[3] do not broadcast to the"
            + " indexed shape (2,)",
        assertThrows(
                ShapeException.class, () -> zeros().at(take(0, 1)).set(Creation.array(1, 2, 3)))
            .getMessage());
    assertThrows(ShapeException.class, () -> x.get(take(0, 1), take(0, 1, 2)));
  }
}
