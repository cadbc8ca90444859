package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Monoid;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leaves fold to the same nodes however many come at once, and wherever the first one lies. */
class TreeFoldTest {
  private static final FoldArithmetic SUM = new FoldArithmetic(Monoid.SUM, DType.FLOAT32);

  private static long[] nodes(TreeFold fold) {
    long[] values = new long[fold.nodes()];
    Arrays.setAll(values, node -> fold.value(node, 0));
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "0, 64, 64",
    "0, 977, 64",
    "0, 977, 48",
    "1, 100, 64",
    "6, 58, 16",
    "64, 64, 64",
    "96, 200, 64",
    "5, 3, 2"
  })
  void runsOfLeavesFoldToTheNodesOfSingleOnes(long first, int count, int atOnce) {
    SplittableRandom random = new SplittableRandom(5);
    long[] leaves = new long[count];
    Arrays.setAll(leaves, _ -> Float.floatToRawIntBits((float) random.nextDouble(-1, 1)));
    TreeFold single = new TreeFold(SUM, 1);
    for (int i = 0; i < count; i++) {
      single.push(0, first + i, new long[] {leaves[i]});
    }
    TreeFold runs = new TreeFold(SUM, 1);
    for (int begin = 0; begin < count; begin += atOnce) {
      int end = Math.min(count, begin + atOnce);
      runs.pushLeaves(first + begin, end - begin, Arrays.copyOfRange(leaves, begin, end));
    }
    assertArrayEquals(nodes(single), nodes(runs));
    single.close();
    runs.close();
    assertArrayEquals(nodes(single), nodes(runs));
  }
}
