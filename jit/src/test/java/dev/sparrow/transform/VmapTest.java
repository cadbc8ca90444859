package dev.sparrow.transform;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Vmap.vmap;
import static dev.sparrow.transform.Vmap.vmapList;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.trace.Trace;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class VmapTest {
  private static final NDArray ROWS = Creation.arange(12).astype(DType.FLOAT32).reshape(3, 4);

  /** What {@code Random.normal} looks like: a method reference to it must compile. */
  private static NDArray drawLike(NDArray key, long... shape) {
    return key.add(shape.length);
  }

  /** f of each row, stacked. */
  private static float[] loop(UnaryOperator<NDArray> f, NDArray rows) {
    float[][] results = new float[(int) rows.shape().dim(0)][];
    int total = 0;
    for (int row = 0; row < results.length; row++) {
      results[row] = f.apply(rows.get(row)).toFloatArray();
      total += results[row].length;
    }
    float[] stacked = new float[total];
    int at = 0;
    for (float[] result : results) {
      System.arraycopy(result, 0, stacked, at, result.length);
      at += result.length;
    }
    return stacked;
  }

  private static void equalsLoop(UnaryOperator<NDArray> f) {
    assertArrayEquals(loop(f, ROWS), vmap(f).apply(ROWS).toFloatArray());
    assertArrayEquals(loop(f, ROWS), vmap(jit(f)).apply(ROWS).toFloatArray());
    assertArrayEquals(loop(f, ROWS), jit(vmap(f)).apply(ROWS).toFloatArray());
  }

  private static NDArray bind(Primitive prim, NDArray... operands) {
    return Trace.current().bind(prim, List.of(operands)).getFirst();
  }

  @Test
  void methodReferencesWithVarargsCompile() {
    UnaryOperator<NDArray> mapped = vmap(VmapTest::drawLike);
    assertArrayEquals(ROWS.toFloatArray(), mapped.apply(ROWS).toFloatArray());
  }

  @Test
  void everyPrimitiveEqualsItsLoop() {
    equalsLoop(x -> x.mul(x).add(1));
    equalsLoop(x -> x.sum().add(x));
    equalsLoop(x -> x.add(x.get(1)).mul(ROWS.get(0)));
    equalsLoop(x -> x.pow(3));
    equalsLoop(x -> x.astype(DType.INT32).astype(DType.FLOAT32));
    equalsLoop(x -> bind(new Primitive.BitcastConvert(DType.INT32), x).astype(DType.FLOAT32));
    equalsLoop(x -> x.add(Creation.arange(4)));
    equalsLoop(x -> bind(new Primitive.BroadcastInDim(Shape.of(2, 4), List.of(1)), x));
    equalsLoop(x -> x.reshape(2, 2).transpose());
    equalsLoop(x -> x.reshape(1, 4).squeeze());
    equalsLoop(x -> x.get("::-1"));
    equalsLoop(x -> x.get("1:4:2"));
    equalsLoop(x -> x.at("1:3").set(x.get("0:2")));
    equalsLoop(x -> x.at(1).add(ROWS.get(2, 2)));
    equalsLoop(x -> ROWS.at(1).set(x));
    equalsLoop(x -> pad(x, Creation.weak(7.0).astype(DType.FLOAT32)));
    equalsLoop(x -> pad(x, x.get(3)));
    equalsLoop(x -> pad(ROWS.get(0), x.get(3)));
    equalsLoop(x -> bind(new Primitive.Concatenate(0), x, ROWS.get(0), x));
    equalsLoop(NDArray::max);
    equalsLoop(x ->
        bind(new Primitive.ArgReduce(Primitive.Extreme.MAX, 0, DType.INT32), x)
            .astype(DType.FLOAT32));
    equalsLoop(x -> bind(new Primitive.ReducePartial(dev.sparrow.graph.Monoid.SUM, 0, 3), x));
    equalsLoop(x -> vmap((a, b) -> a.mul(b), 0, null).apply(x, x).ravel());
  }

  private static NDArray pad(NDArray x, NDArray value) {
    return bind(new Primitive.Pad(List.of(1L), List.of(-1L), List.of(1L)), x, value);
  }

  @Test
  void countsMayStartAnywhereInEachElement() {
    NDArray high = Creation.array(0L, 0L, 5L).astype(DType.UINT32);
    NDArray low = Creation.array(0L, 4294967294L, 7L).astype(DType.UINT32);
    List<NDArray> words =
        vmapList(
                in -> Trace.current().bind(new Primitive.Iota2x32(Shape.of(4)), in),
                List.of(0, 0),
                List.of(0, 0))
            .apply(List.of(high, low));
    assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 1, 1, 5, 5, 5, 5}, words.get(0).toIntArray());
    assertArrayEquals(new int[] {0, 1, 2, 3, -2, -1, 0, 1, 7, 8, 9, 10}, words.get(1).toIntArray());
  }

  @Test
  void keysMapToThemselves() {
    NDArray words = Creation.array(1L, 2L, 3L, 4L).astype(DType.UINT32).reshape(2, 2);
    NDArray keys = bind(new Primitive.RandomWrap(), words);
    NDArray back = vmap(key -> bind(new Primitive.RandomUnwrap(), key)).apply(keys);
    assertArrayEquals(words.toIntArray(), back.toIntArray());
    NDArray again = vmap(word -> bind(new Primitive.RandomWrap(), word)).apply(words);
    assertEquals(keys.type(), again.type());
  }

  @Test
  void axesOfArgumentsAndResults() {
    NDArray columns = ROWS.transpose();
    assertArrayEquals(
        ROWS.sum(1).toFloatArray(),
        vmapList(in -> List.of(in.getFirst().sum()), List.of(-1), List.of(0))
            .apply(List.of(columns))
            .getFirst()
            .toFloatArray());
    List<NDArray> results =
        vmapList(
                in -> List.of(in.get(0).add(in.get(1)), in.get(1)),
                Arrays.asList(0, null),
                Arrays.asList(1, null))
            .apply(List.of(ROWS, ROWS.get(0)));
    assertEquals(Shape.of(4, 3), results.get(0).shape());
    assertArrayEquals(
        ROWS.add(ROWS.get(0)).transpose().toFloatArray(), results.get(0).toFloatArray());
    assertEquals(Shape.of(4), results.get(1).shape());
    assertArrayEquals(new float[] {5, 5, 5}, vmap(x -> ROWS.get(1, 1)).apply(ROWS).toFloatArray());
    assertArrayEquals(
        ROWS.mul(2).toFloatArray(),
        vmap((x, y) -> x.mul(y), 0, null).apply(ROWS, Creation.weak(2)).toFloatArray());
  }

  @Test
  void anEmptyBatchGivesAnEmptyResult() {
    assertEquals(Shape.of(0, 4), vmap(x -> x.add(1)).apply(Creation.zeros(0, 4)).shape());
  }

  @Test
  void errorsSayWhatDoesNotFit() {
    assertError(
        () -> vmap((x, y) -> x.add(y), 0, 1).apply(ROWS, ROWS),
        """
        vmap: got inconsistent sizes for array axes to be mapped:
          * one axis had size 3: axis 0 of argument args[0] of type f32[3,4];
          * one axis had size 4: axis 1 of argument args[1] of type f32[3,4]\
        """);
    assertError(
        () -> vmap(x -> x).apply(Creation.weak(1)),
        "vmap: was requested to map its argument along axis 0, which implies that its rank should be"
            + " at least 1, but is only 0 (its shape is ())");
    assertError(
        () -> vmap((x, y) -> x.add(y), null, null).apply(ROWS, ROWS),
        "vmap: must have at least one non-None value in in_axes");
    assertError(
        () -> vmapList(in -> in, List.of(0), List.of(0, 0)).apply(List.of(ROWS, ROWS)),
        "got len(in_axes)=1, len(args)=2");
    assertError(
        () -> vmapList(in -> in, List.of(0), Collections.singletonList(null)).apply(List.of(ROWS)),
        "at out_axes, got axis spec None but output of type f32[4] was batched");
    assertError(
        () -> vmapList(in -> in, List.of(0), List.of(2)).apply(List.of(ROWS)),
        "out_axes 2 is out of bounds");
    assertError(
        () -> vmapList(in -> in, List.of(2), List.of(0)).apply(List.of(ROWS)),
        "axis 2, which implies that its rank should be at least 3, but is only 2");
  }

  private static void assertError(Supplier<?> call, String part) {
    String message = assertThrows(ShapeException.class, call::get).getMessage();
    assertTrue(message.contains(part), message);
  }
}
