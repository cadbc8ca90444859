package dev.sparrow.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Shaping;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whether bits are fair, streams of related keys independent, and orders equally likely, within
 * four standard deviations. Keys are fixed, so that a test passes always or never.
 */
class StreamQualityTest {
  private static final int DRAWS = 20_000;
  private static final Shape SHAPE = Shape.of(DRAWS);
  private static final DType DTYPE = DType.FLOAT64;

  @Test
  void everyBitIsFairAndIndependentOfTheNext() {
    int words = 1 << 16;
    long[] bits = Random.bits(Random.key(1), Shape.of(words), DType.UINT32).toLongArray();
    double deviation = Math.sqrt(words) / 2;
    for (int bit = 0; bit < 32; bit++) {
      int ones = 0;
      int changes = 0;
      for (int i = 0; i < words; i++) {
        ones += (int) (bits[i] >>> bit & 1);
        changes += (int) ((bits[i] ^ bits[(i + 1) % words]) >>> bit & 1);
      }
      assertEquals(words / 2.0, ones, 4 * deviation, "ones of bit " + bit);
      assertEquals(words / 2.0, changes, 4 * deviation, "changes of bit " + bit);
    }
  }

  @Test
  void neighbouringKeysHaveNothingInCommon() {
    double[] first = Random.normal(Random.key(0), SHAPE, DTYPE).toDoubleArray();
    NDArray children = Random.split(Random.key(0), 2);
    NDArray grandchild = Random.foldIn(children.get(0), 1);
    for (NDArray other : List.of(Random.key(1), children.get(0), children.get(1), grandchild)) {
      double[] second = Random.normal(other, SHAPE, DTYPE).toDoubleArray();
      double product = IntStream.range(0, DRAWS).mapToDouble(i -> first[i] * second[i]).sum();
      assertEquals(0, product, 4 * Math.sqrt(DRAWS));
    }
  }

  @Test
  void normalsHaveTheMomentsOfNormals() {
    int n = 1 << 18;
    double[] x = Random.normal(Random.key(5), Shape.of(n), DTYPE).toDoubleArray();
    // Moments and the variances of their estimates.
    double[][] moments = {{1, 0, 1}, {2, 1, 2}, {3, 0, 15}, {4, 3, 96}};
    for (double[] moment : moments) {
      double mean = Arrays.stream(x).map(v -> Math.pow(v, moment[0])).average().orElseThrow();
      assertEquals(moment[1], mean, 4 * Math.sqrt(moment[2] / n), "moment " + moment[0]);
    }
  }

  @Test
  void everyOrderOfFourIsAsLikely() {
    int[] counts = new int[256];
    NDArray numbers = Shaping.broadcastTo(Creation.arange(4).reshape(4, 1), 4, 4800);
    long[] places = Permutations.permutation(Random.key(9), numbers, 0, true).toLongArray();
    for (int i = 0; i < 4800; i++) {
      int order = 0;
      for (int place = 0; place < 4; place++) {
        order |= (int) places[place * 4800 + i] << 2 * place;
      }
      counts[order]++;
    }
    double square = 0;
    int orders = 0;
    for (int count : counts) {
      if (count > 0) {
        orders++;
        square += (count - 200) * (count - 200) / 200.0;
      }
    }
    assertEquals(24, orders);
    // The 0.999 quantile of chi-square with 23 degrees of freedom.
    assertTrue(square < 49.73, "chi-square " + square);
  }
}
