package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.jit.Jit.jitList;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.trace.AbstractArray;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CompiledTest {
  private static final NDArray X = Creation.array(1f, 2f, 3f);

  @Test
  void tracesOncePerArgumentTypes() {
    AtomicInteger traces = new AtomicInteger();
    Compiled f =
        jit(x -> {
          traces.incrementAndGet();
          return x.mul(2).add(1);
        });
    assertArrayEquals(new float[] {3, 5, 7}, f.apply(X).toFloatArray());
    assertArrayEquals(new float[] {5, 9, 13}, f.apply(X.mul(2)).toFloatArray());
    assertEquals(1, traces.get());
    assertEquals(1, f.cacheSize());
    f.apply(X.astype(DType.INT32));
    assertEquals(2, traces.get());
  }

  @Test
  void missesNameTheArgumentThatDiffered() {
    Compiled f = jit((x, y) -> x.mul(y));
    f.apply(X, X);
    f.apply(X, X.astype(DType.INT32));
    f.apply(X, Creation.arange(3).get(0));
    assertEquals(
        List.of(
            "(f32[3], f32[3]): nothing was traced before",
            "(f32[3], i32[3]): args[1] has dtype int32, before float32",
            "(f32[3], i32[]): args[1] has shape (), before (3,)"),
        f.explainMisses());
  }

  @Test
  void theCacheIsBounded() {
    Compiled f = jit(x -> x.add(1));
    for (int size = 1; size <= Compiled.CACHE_SIZE + 5; size++) {
      f.apply(Creation.zeros(size));
    }
    assertEquals(Compiled.CACHE_SIZE, f.cacheSize());
  }

  @Test
  void kernelsDoNotDependOnSizes() {
    Compiled f = jit(x -> x.mul(1234.5).add(X.sum()));
    f.apply(Creation.ones(10)).blockUntilReady();
    long misses = Jit.kernelStatistics().misses();
    f.apply(Creation.ones(10_000)).blockUntilReady();
    f.apply(Creation.ones(100, 7)).blockUntilReady();
    assertEquals(misses, Jit.kernelStatistics().misses());
    assertTrue(Jit.kernelStatistics().hits() > 0);
  }

  @Test
  void capturedArraysAreHiddenParameters() {
    NDArray captured = Creation.array(10f, 20f, 30f);
    Compiled f = jit(x -> x.add(captured));
    assertArrayEquals(new float[] {11, 22, 33}, f.apply(X).toFloatArray());
    assertEquals(
        "{ lambda a:f32[3]; b:f32[3]. let c:f32[3] = add b a in (c,) }", f.graph(X).toString());
  }

  @Test
  void nestedFunctionsAreCalledByName() {
    Compiled inner = jit("inner", x -> x.mul(2));
    Compiled outer = jit("outer", x -> inner.apply(x).add(1));
    assertArrayEquals(new float[] {3, 5, 7}, outer.apply(X).toFloatArray());
    String text = outer.graph(X).toString();
    assertTrue(text.contains("jit[") && text.contains("name=inner"), text);
  }

  @Test
  void whatAnInnerFunctionCapturesFromAnOuterOneIsNotKept() {
    Compiled outer = jit(x -> jit("inner", y -> y.add(x)).apply(x));
    assertArrayEquals(new float[] {2, 4, 6}, outer.apply(X).toFloatArray());
    assertArrayEquals(new float[] {4, 8, 12}, outer.apply(X.mul(2)).toFloatArray());
    NDArray[] holder = new NDArray[1];
    Compiled shared = jit("shared", y -> y.add(holder[0]));
    for (int round = 1; round <= 2; round++) {
      Compiled user =
          jit(x -> {
            holder[0] = x;
            return shared.apply(x);
          });
      assertArrayEquals(new float[] {2, 4, 6}, user.apply(X).toFloatArray());
    }
    assertEquals(0, shared.cacheSize());
  }

  @Test
  void listsAndTernaries() {
    Compiled f = jitList(in -> List.of(in.get(0).add(in.get(1)), in.get(0).sum()));
    List<NDArray> results = f.call(List.of(X, X));
    assertArrayEquals(new float[] {2, 4, 6}, results.get(0).toFloatArray());
    assertEquals(6, results.get(1).toDouble());
    assertThrows(IllegalArgumentException.class, () -> f.apply(X, X));
    assertEquals(12, jit((x, y, z) -> x.add(y).add(z)).apply(X, X, X).get(2).sub(-3).toDouble());
  }

  @Test
  void theNumberOfArgumentsIsChecked() {
    Compiled f = jit("f", (x, y) -> x.mul(y));
    assertEquals(
        "f: takes 2 arguments, got 1",
        assertThrows(IllegalArgumentException.class, () -> f.apply(X)).getMessage());
  }

  @Test
  void constantsAndArgumentsMayBeResults() {
    Compiled f = jitList(in -> List.of(in.get(0), Creation.weak(3), in.get(0).transpose()));
    NDArray matrix = Creation.arange(6).reshape(2, 3);
    List<NDArray> results = f.call(List.of(matrix));
    assertArrayEquals(matrix.toIntArray(), results.get(0).toIntArray());
    assertEquals(3, results.get(1).toLong());
    assertArrayEquals(new int[] {0, 3, 1, 4, 2, 5}, results.get(2).toIntArray());
  }

  @Test
  void explainSaysWhatIsFused() {
    String text = jit(x -> x.mul(2).add(1).sum()).explain(X);
    assertTrue(
        text.startsWith(
            """
            1. region over (3): 2 equations, 0 stores, 1 fold over axes [0], 1 block; \
            reads 12 bytes, writes 4 bytes; cost 9
               mul add
               kernel of 6 operations, some\
            """),
        text);
    assertTrue(
        text.contains("total: 1 step, reads 12 bytes, writes 4 bytes, cost 9\ncomputes 8 flops,"),
        text);
  }

  @Test
  void explainSaysWhatIsUpdatedInPlace() {
    String inPlace = "in place: the old value is not read any more";
    String text = jit(x -> x.mul(2).at(1).set(5)).explain(X);
    assertTrue(text.contains(inPlace), text);
    text = jit(x -> x.at(1).set(5)).explain(X);
    assertFalse(text.contains(inPlace), text);
  }

  @Test
  void profileTellsTheTimeOfEachStep() {
    Compiled f = jit(x -> x.mul(2).add(1).sum().add(x));
    String text = f.profile(X);
    assertTrue(
        text.matches("(?s)1\\. region.* took [0-9.]+ us\n2\\. region.* took [0-9.]+ us\ntotal.*"),
        text);
    assertTrue(text.matches("(?s).*; took [0-9.]+ us\n"), text);
  }

  @Test
  void theCacheCountsWhatItDoes() {
    Compiled f = jit(x -> x.mul(2));
    f.apply(X);
    f.apply(X);
    f.apply(X.reshape(3, 1));
    assertEquals(new CacheStatistics(1, 2, 0, 2), f.cacheStatistics());
    for (int size = 4; size < 4 + CompiledFunction.CACHE_SIZE; size++) {
      f.trace(AbstractArray.of(ArrayType.of(DType.FLOAT32, size)));
    }
    CacheStatistics after = f.cacheStatistics();
    assertEquals(2, after.evictions());
    assertEquals(CompiledFunction.CACHE_SIZE, after.programs());
  }
}
