package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Reductions;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Searches over whole blocks, parts of one and several: the first extreme, NaN before any number.
 */
@ExtendWith(AllocatorsAtZero.class)
class ArgSearchTest {
  private static final long SEED = Long.getLong("seed", 20_250_711L);

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 1000, 1023, 1024, 1025, 2047, 2049, 5000, 400_000})
  void theFirstOfEqualExtremesIsFound(int extent) {
    Random random = new Random(SEED);
    float[] values = new float[extent];
    for (int i = 0; i < extent; i++) {
      values[i] = random.nextInt(50);
    }
    assertBoth(values, extent);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "100, 99",
    "1024, 1023",
    "1500, 0",
    "1500, 1023",
    "1500, 1024",
    "1500, 1499",
    "300000, 299999",
    "300000, 65536"
  })
  void aNanComesFirst(int extent, int at) {
    float[] values = new float[extent];
    for (int i = 0; i < extent; i++) {
      values[i] = i % 7 == 3 ? Float.POSITIVE_INFINITY : -i;
    }
    values[at] = Float.NaN;
    values[extent - 1] = Float.NaN;
    assertBoth(values, extent);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1024, 1500})
  void zerosOfBothSignsAreEqual(int extent) {
    float[] values = new float[extent];
    Arrays.fill(values, -0f);
    values[extent / 2] = 0f;
    assertBoth(values, extent);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 70, 1100})
  void linesMayLieInAnyDirection(int extent) {
    Random random = new Random(SEED);
    int others = 5;
    float[] values = new float[extent * others];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(30);
    }
    try (NDArray flat = Creation.array(values);
        NDArray table = flat.reshape(extent, others);
        NDArray found = Reductions.argmax(table, 0, false)) {
      int[] indices = found.toIntArray();
      for (int column = 0; column < others; column++) {
        float[] line = new float[extent];
        for (int i = 0; i < extent; i++) {
          line[i] = values[i * others + column];
        }
        assertEquals(expected(line, 1), indices[column], "column " + column + ", seed " + SEED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COMPLEX64", "COMPLEX128", "KEY"})
  void everyOrderedDtypeIsSearched(DType dtype) {
    int extent = 2500;
    try (NDArray zeros = Creation.zeros(Shape.of(extent), dtype);
        NDArray one = zeros.at(1800).set(1);
        NDArray both = one.at(2400).set(1)) {
      assertEquals(1800, Reductions.argmax(both, null, false).toLong());
      assertEquals(0, Reductions.argmin(both, null, false).toLong());
    }
  }

  private static void assertBoth(float[] values, int extent) {
    try (NDArray x = Creation.array(values)) {
      String where = extent + " elements, seed " + SEED;
      assertEquals(expected(values, 1), Reductions.argmax(x, null, false).toLong(), where);
      assertEquals(expected(values, -1), Reductions.argmin(x, null, false).toLong(), where);
    }
  }

  /** The first NaN, else the first of the largest in a direction. */
  private static int expected(float[] values, int sign) {
    int best = 0;
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        return i;
      }
      if (sign * values[i] > sign * values[best]) {
        best = i;
      }
    }
    return best;
  }
}
