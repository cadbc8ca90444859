package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.ArrayType;
import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Graph;
import dev.sparrow.graph.Primitive;
import dev.sparrow.ops.Creation;
import dev.sparrow.trace.GraphTrace;
import dev.sparrow.trace.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomTest {
  private static final long N = 3000;

  /** A sampler of one axis, whole and in slices. */
  record Stream1d(String name, Function<NDArray, NDArray> whole, Slicer slice) {
    interface Slicer {
      NDArray draw(StreamSlice slice, NDArray key);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Stream1d> samplers() {
    Shape shape = Shape.of(N);
    return Stream.of(
        new Stream1d("split", key -> Random.split(key, N), StreamSlice::split),
        new Stream1d("bits", key -> Random.bits(key, N), StreamSlice::bits),
        new Stream1d(
            "uniform f32",
            key -> Random.uniform(key, shape, DType.FLOAT32),
            (slice, key) -> slice.uniform(key, DType.FLOAT32)),
        new Stream1d(
            "uniform f64",
            key -> Random.uniform(key, shape, DType.FLOAT64),
            (slice, key) -> slice.uniform(key, DType.FLOAT64)),
        new Stream1d(
            "uniform bounds",
            key -> Random.uniform(key, shape, DType.FLOAT32, -2.5, 7),
            (slice, key) -> slice.uniform(key, DType.FLOAT32, -2.5, 7)),
        new Stream1d(
            "normal f32",
            key -> Random.normal(key, shape, DType.FLOAT32),
            (slice, key) -> slice.normal(key, DType.FLOAT32)),
        new Stream1d(
            "normal f64",
            key -> Random.normal(key, shape, DType.FLOAT64),
            (slice, key) -> slice.normal(key, DType.FLOAT64)),
        new Stream1d(
            "randint i32",
            key -> Random.randint(key, shape, -7, 1000, DType.INT32),
            (slice, key) -> slice.randint(key, -7, 1000, DType.INT32)),
        new Stream1d(
            "randint i64",
            key -> Random.randint(key, shape, -7, 1L << 40, DType.INT64),
            (slice, key) -> slice.randint(key, -7, 1L << 40, DType.INT64)));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void anySliceEqualsThatPartOfTheWhole(Stream1d sampler) {
    NDArray key = Random.key(7);
    NDArray whole = sampler.whole.apply(key);
    int width = whole.dtype().bytes();
    byte[] bytes = whole.toByteArray();
    for (long[] range :
        new long[][] {{0, N}, {0, 1}, {1, 17}, {1023, 1026}, {5, 5}, {2999, 3000}}) {
      NDArray slice = sampler.slice.draw(StreamSlice.of(range[0], range[1] - range[0]), key);
      assertEquals(whole.type().withShape(Shape.of(range[1] - range[0])), slice.type());
      assertArrayEquals(
          Arrays.copyOfRange(bytes, (int) range[0] * width, (int) range[1] * width),
          slice.toByteArray(),
          Arrays.toString(range));
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void compiledIntoAProgramEqualsEager(Stream1d sampler) {
    NDArray key = Random.key(8);
    Graph graph =
        GraphTrace.trace(
                "program",
                List.of(ArrayType.of(DType.KEY)),
                in -> List.of(sampler.whole.apply(Random.foldIn(in.getFirst(), 3))))
            .graph();
    NDArray compiled = call(graph, key);
    NDArray eager = sampler.whole.apply(Random.foldIn(key, 3));
    assertArrayEquals(eager.toByteArray(), compiled.toByteArray());
  }

  private static NDArray call(Graph graph, NDArray... arguments) {
    return Trace.current()
        .bind(new Primitive.Call("program", graph), List.of(arguments))
        .getFirst();
  }

  @Test
  void sliceBeyondThirtyTwoBitsContinuesTheStream() {
    NDArray key = Random.key(3);
    long boundary = 1L << 32;
    NDArray across = StreamSlice.of(boundary - 2, 4).bits(key);
    for (int i = 0; i < 4; i++) {
      NDArray alone = StreamSlice.of(boundary - 2 + i, 1).bits(key);
      assertEquals(alone.get(0).toLong(), across.get(i).toLong());
    }
  }

  @Test
  void aDrawIsItsOneAxisDrawReshaped() {
    NDArray key = Random.key(4);
    assertArrayEquals(
        Random.uniform(key, 60).toByteArray(), Random.uniform(key, 3, 4, 5).toByteArray());
    assertArrayEquals(
        Random.keyData(Random.split(key, 6)).toByteArray(),
        Random.keyData(Random.split(key, Shape.of(2, 3))).toByteArray());
  }

  @Test
  void foldInIsTheChildOfASplit() {
    NDArray key = Random.key(11);
    NDArray children = Random.split(key, 5);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(
          Random.keyData(children.get(i)).toByteArray(),
          Random.keyData(Random.foldIn(key, i)).toByteArray());
    }
    assertArrayEquals(
        Random.keyData(Random.foldIn(key, -1)).toByteArray(),
        Random.keyData(Random.foldIn(key, 0xFFFF_FFFFL)).toByteArray());
  }

  @Test
  void boundsMayDifferFromElementToElement() {
    NDArray key = Random.key(0);
    NDArray low = Creation.array(0, 100).reshape(2, 1);
    NDArray high = Creation.array(5, 15, 25);
    // jax.random.randint(key(0), (2, 3), [[0], [100]], [5, 15, 25])
    NDArray drawn = Random.randint(key, Shape.of(2, 3), low, high);
    long[] values = drawn.toLongArray();
    for (int i = 3; i < 6; i++) {
      assertEquals(100, values[i]);
    }
    assertTrue(values[0] < 5 && values[1] < 15 && values[2] < 25);
    NDArray uniform =
        Random.uniform(
            key,
            Shape.of(3),
            DType.FLOAT32,
            Creation.array(0f, 1f, 2f),
            Creation.array(1f, 2f, 4f));
    double[] unit = Random.uniform(key, 3).toDoubleArray();
    assertArrayEquals(
        new double[] {unit[0], (float) (unit[1] + 1), (float) (unit[2] * 2 + 2)},
        uniform.toDoubleArray());
  }

  @Test
  void wideProfileDrawsWideDefaults() {
    NDArray key = Random.key(0);
    assertEquals(DType.FLOAT64, Profile.WIDE64.run(() -> Random.normal(key, 2)).dtype());
    assertEquals(
        DType.INT64, Profile.WIDE64.run(() -> Random.randint(key, Shape.of(2), 0, 9)).dtype());
    assertEquals(DType.FLOAT32, Random.uniform(key).dtype());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5})
  void emptyAndTinyDraws(long n) {
    NDArray key = Random.key(1);
    assertEquals(Shape.of(n), Random.split(key, n).shape());
    assertEquals(n, Random.normal(key, n).toDoubleArray().length);
    assertEquals(3 * n, Random.bits(key, n, 3).toLongArray().length);
  }

  @Test
  void coinsTakeTheShapeOfTheirProbabilities() {
    NDArray key = Random.key(0);
    // jax.random.bernoulli(key(0), array([0.2, 0.8, 0.5]))
    NDArray p = Creation.array(0.2f, 0.8f, 0.5f);
    assertArrayEquals(
        new boolean[] {false, false, true},
        DiscreteDistributions.bernoulli(key, p).toBooleanArray());
    assertEquals(Shape.of(2, 3), DiscreteDistributions.bernoulli(key, p, Shape.of(2, 3)).shape());
    assertEquals(Shape.scalar(), DiscreteDistributions.bernoulli(key).shape());
  }

  @Test
  void normalsHaveMomentsOfTheNormalDistribution() {
    double[] values = Random.normal(Random.key(5), 100_000).toDoubleArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance = Arrays.stream(values).map(value -> value * value).average().orElseThrow();
    // Five standard errors: 5/sqrt(n) of the mean, 5·sqrt(2/n) of the variance.
    assertEquals(0, mean, 0.0159);
    assertEquals(1, variance, 0.0224);
  }

  @Test
  void programPrintsAsOneCall() {
    Graph graph =
        GraphTrace.trace(
                "f",
                List.of(ArrayType.of(DType.KEY)),
                in -> List.of(Random.normal(in.getFirst(), 3)))
            .graph();
    assertEquals(1, graph.equations().size());
    assertTrue(graph.toString().contains("name=_normal"), graph.toString());
    assertTrue(graph.captures().isEmpty());
  }

  static Stream<Map.Entry<String, Executable>> mistakes() {
    NDArray key = Random.key(0);
    NDArray keys = Random.split(key, 3);
    NDArray floats = Creation.zeros(2);
    Map<String, Executable> mistakes = new TreeMap<>();
    mistakes.put(
        "normal accepts a single key, but was given a key array of shape (3,); use vmap",
        () -> Random.normal(keys));
    mistakes.put(
        "uniform: expected a key made by key(seed) or split(key, n), got f32[2]",
        () -> Random.uniform(floats, 2));
    mistakes.put(
        "normal: dtype must be a float or complex dtype, got int32; use float32 or complex64",
        () -> Random.normal(key, Shape.of(2), DType.INT32));
    mistakes.put(
        "randint: dtype must be an integer dtype, got float32; use int32 or int64",
        () -> Random.randint(key, Shape.of(2), 0, 5, DType.FLOAT32));
    mistakes.put(
        "bits: dtype must be an unsigned int dtype, got float32; use uint32",
        () -> Random.bits(key, Shape.of(2), DType.FLOAT32));
    mistakes.put(
        "uniform: parameters of shape (3,) do not broadcast to the requested shape (1,); ask for a"
            + " shape they broadcast to",
        () -> Random.uniform(key, Shape.of(1), DType.FLOAT32, Creation.zeros(3), Creation.ones(3)));
    mistakes.put(
        "key: the seed must be an integer, got f32[]", () -> Random.key(Creation.weak(1.5)));
    mistakes.put(
        "key: accepts a scalar seed, but was given i32[2]; use vmap for several keys",
        () -> Random.key(Creation.array(1, 2)));
    mistakes.put(
        "fold_in: data must fit 32 bits, got 4294967296; fold in its two halves",
        () -> Random.foldIn(key, 1L << 32));
    mistakes.put(
        "fold_in accepts a scalar, but was given an array of shape (2,); use vmap for several",
        () -> Random.foldIn(key, Creation.array(1, 2)));
    mistakes.put(
        "bernoulli: probability must be a float, got i32[]; convert it first",
        () -> DiscreteDistributions.bernoulli(key, Creation.weak(1), Shape.of(2)));
    mistakes.put(
        "stream slice: offset -1 and length 2 must be 0 or more and end below 2^63",
        () -> StreamSlice.of(-1, 2));
    return mistakes.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreAnsweredAtTheCall(Map.Entry<String, Executable> mistake) {
    Throwable thrown = assertThrows(IllegalArgumentException.class, mistake.getValue());
    assertEquals(mistake.getKey(), thrown.getMessage());
  }

  @Test
  void wrongKeyDataIsRefused() {
    assertThrows(DTypeException.class, () -> Random.wrapKeyData(Creation.array(1, 2)));
    assertThrows(DTypeException.class, () -> Random.wrapKeyData(HostValues.unsigned(1, 2, 3)));
  }
}
