package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of a draw equal the whole. */
@ExtendWith(AllocatorsAtZero.class)
class StreamSliceTest {
  private static final Shape WHOLE = Shape.of(13, 7, 5);
  private static final long SEED = 20_261;

  private static NDArray small() {
    return Creation.scalar(0.7, DType.FLOAT32);
  }

  private static NDArray rate() {
    return Creation.scalar(14.5, DType.FLOAT32);
  }

  private static NDArray key() {
    return Random.key(99);
  }

  /** What is drawn, whole and in part. */
  record Sampler(
      String name, UnaryOperator<NDArray> whole, BiFunction<StreamSlice, NDArray, NDArray> part) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Sampler> samplers() {
    return Stream.of(
        new Sampler(
            "bits8", k -> Random.bits(k, WHOLE, DType.UINT8), (s, k) -> s.bits(k, DType.UINT8)),
        new Sampler(
            "bits64", k -> Random.bits(k, WHOLE, DType.UINT64), (s, k) -> s.bits(k, DType.UINT64)),
        new Sampler(
            "keys",
            k -> Random.keyData(Random.split(k, WHOLE)),
            (s, k) -> Random.keyData(s.split(k))),
        new Sampler(
            "uniform",
            k -> Random.uniform(k, WHOLE, DType.FLOAT64),
            (s, k) -> s.uniform(k, DType.FLOAT64)),
        new Sampler(
            "normal",
            k -> Random.normal(k, WHOLE, DType.BFLOAT16),
            (s, k) -> s.normal(k, DType.BFLOAT16)),
        new Sampler(
            "randint",
            k -> Random.randint(k, WHOLE, -5, 17, DType.INT32),
            (s, k) -> s.randint(k, -5, 17, DType.INT32)),
        new Sampler(
            "gamma",
            k -> GammaDistributions.gamma(k, small(), WHOLE, DType.FLOAT32),
            (s, k) -> s.gamma(k, small(), DType.FLOAT32)),
        new Sampler(
            "poisson",
            k -> CountDistributions.independentPoisson(k, rate(), WHOLE, DType.INT32),
            (s, k) -> s.independentPoisson(k, rate(), DType.INT32)));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void anyBlockIsPartOfTheWhole(Sampler sampler) {
    SplittableRandom random = new SplittableRandom(SEED);
    NDArray whole = sampler.whole.apply(key());
    for (int trial = 0; trial < 8; trial++) {
      long[] from = new long[3];
      long[] size = new long[3];
      StringBuilder text = new StringBuilder();
      for (int axis = 0; axis < 3; axis++) {
        from[axis] = random.nextLong(WHOLE.dim(axis));
        size[axis] = random.nextLong(WHOLE.dim(axis) - from[axis] + 1);
        text.append(axis == 0 ? "" : ", ")
            .append(from[axis])
            .append(':')
            .append(from[axis] + size[axis]);
      }
      StreamSlice slice =
          StreamSlice.block(WHOLE, List.of(from[0], from[1], from[2]), Shape.of(size));
      assertArrayEquals(
          whole.get(text.toString()).toByteArray(),
          sampler.part.apply(slice, key()).toByteArray(),
          sampler.name + " at " + text + ", seed " + SEED);
    }
  }

  @Test
  void indicesBeyondTwoToThe32() {
    // Words of the hash of counters (1, 5) and (1, 6): keys of that index.
    long first = (1L << 32) + 5;
    NDArray expected = Random.keyData(StreamSlice.of(first, 2).split(key()));
    NDArray block =
        Random.keyData(
            StreamSlice.block(Shape.of(1L << 20, 1L << 13), List.of(1L << 19, 5L), Shape.of(1, 2))
                .split(key()));
    assertArrayEquals(expected.toByteArray(), block.toByteArray());
  }

  @Test
  void blocksLieWithin() {
    assertEquals(
        "stream slice: a block of shape (2,) at [4] does not lie within a draw of shape (5,)",
        assertThrows(
                IllegalArgumentException.class,
                () -> StreamSlice.block(Shape.of(5), List.of(4L), Shape.of(2)))
            .getMessage());
  }
}
