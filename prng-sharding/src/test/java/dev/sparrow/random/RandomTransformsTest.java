package dev.sparrow.random;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomTransformsTest {
  static Stream<Map.Entry<String, UnaryOperator<NDArray>>> functionsOfAKey() {
    Map<String, UnaryOperator<NDArray>> functions = new TreeMap<>();
    functions.put("normal scalar", Random::normal);
    functions.put("normal", key -> Random.normal(key, 1500));
    functions.put("normal f64", key -> Random.normal(key, Shape.of(5, 3), DType.FLOAT64));
    functions.put("uniform", key -> Random.uniform(key, 7, 2));
    functions.put(
        "uniform bounds", key -> Random.uniform(key, Shape.of(9), DType.FLOAT32, -2, 5.5));
    functions.put("bits", key -> Random.bits(key, 33));
    functions.put("randint", key -> Random.randint(key, Shape.of(40), -3, 17));
    functions.put(
        "randint i64", key -> Random.randint(key, Shape.of(40), -3, 1L << 40, DType.INT64));
    functions.put("split", key -> Random.keyData(Random.split(key, 3)));
    functions.put("fold_in", key -> Random.keyData(Random.foldIn(key, 5)));
    functions.put("slice", key -> StreamSlice.of((1L << 32) - 2, 4).bits(key));
    functions.put(
        "chain",
        key -> {
          NDArray keys = Random.split(key);
          return Random.normal(keys.get(0), 8).add(Random.uniform(keys.get(1), 8));
        });
    return functions.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("functionsOfAKey")
  void mappedOverKeysEqualsALoop(Map.Entry<String, UnaryOperator<NDArray>> function) {
    NDArray keys = Random.split(Random.key(42), 3);
    NDArray mapped = vmap(function.getValue()).apply(keys);
    for (int i = 0; i < 3; i++) {
      NDArray alone = function.getValue().apply(keys.get(i));
      assertEquals(alone.type(), mapped.get(i).type());
      assertArrayEquals(alone.toByteArray(), mapped.get(i).toByteArray(), "key " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("functionsOfAKey")
  void jittedEqualsEager(Map.Entry<String, UnaryOperator<NDArray>> function) {
    NDArray key = Random.key(9);
    assertArrayEquals(
        function.getValue().apply(key).toByteArray(),
        jit(function.getValue()).apply(key).toByteArray());
    NDArray keys = Random.split(key, 4);
    assertArrayEquals(
        vmap(function.getValue()).apply(keys).toByteArray(),
        jit(vmap(function.getValue())).apply(keys).toByteArray());
  }

  @Test
  void foldingInABatchOfNumbersEqualsALoop() {
    NDArray key = Random.key(1);
    UnaryOperator<NDArray> draw = step -> Random.uniform(Random.foldIn(key, step), 4);
    NDArray mapped = vmap(draw).apply(Creation.arange(5));
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(
          Random.uniform(Random.foldIn(key, i), 4).toByteArray(), mapped.get(i).toByteArray());
    }
  }

  @Test
  void seedsMapToKeys() {
    NDArray keys = vmap((UnaryOperator<NDArray>) Random::key).apply(Creation.array(0, 42, -1));
    assertArrayEquals(
        new long[] {0, 0, 0, 42, 0, 0xFFFF_FFFFL}, Random.keyData(keys).toLongArray());
  }

  @Test
  void aCompiledDrawFollowsTheOrderOfItsCall() {
    NDArray key = Random.key(3);
    UnaryOperator<NDArray> draw = k -> Random.bits(k, 5);
    var compiled = jit(draw);
    byte[] usual = draw.apply(key).toByteArray();
    byte[] original = StreamOrder.ORIGINAL.run(() -> draw.apply(key)).toByteArray();
    assertFalse(Arrays.equals(usual, original));
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(usual, compiled.apply(key).toByteArray());
      assertArrayEquals(
          original, StreamOrder.ORIGINAL.run(() -> compiled.apply(key)).toByteArray());
    }
    assertEquals(2, compiled.cacheStatistics().misses());
    String reason = compiled.explainMisses().getLast();
    assertTrue(
        reason.endsWith("runs under order of random streams ORIGINAL, before under PARTITIONABLE"),
        reason);
  }
}
