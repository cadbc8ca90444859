package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.NDArray;
import dev.sparrow.graph.Monoid;
import dev.sparrow.graph.Primitive;
import dev.sparrow.graph.ReductionTree;
import dev.sparrow.ops.Creation;
import dev.sparrow.trace.Trace;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums have the bits that {@link ReductionTree} says, whatever the loops. */
class ReductionOrderTest {
  private static final long SEED = 7;

  /** The tree, written down naively. */
  static float sum(float[] x) {
    int leaves = (int) ReductionTree.leaves(x.length);
    float[] level = new float[Math.max(leaves, 1)];
    for (int leaf = 0; leaf < leaves; leaf++) {
      float[] lanes = new float[ReductionTree.LANES];
      int begin = leaf * ReductionTree.LEAF;
      for (int i = begin; i < Math.min(x.length, begin + ReductionTree.LEAF); i++) {
        lanes[(i - begin) % ReductionTree.LANES] += x[i];
      }
      for (int half = ReductionTree.LANES / 2; half > 0; half /= 2) {
        for (int lane = 0; lane < half; lane++) {
          lanes[lane] += lanes[lane + half];
        }
      }
      level[leaf] = lanes[0];
    }
    while (level.length > 1) {
      float[] above = new float[(level.length + 1) / 2];
      for (int i = 0; i < above.length; i++) {
        above[i] = 2 * i + 1 < level.length ? level[2 * i] + level[2 * i + 1] : level[2 * i];
      }
      level = above;
    }
    return level[0];
  }

  private static float[] random(int size) {
    Random random = new Random(SEED + size);
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (float) random.nextGaussian() * (float) Math.exp(4 * random.nextGaussian());
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 13, 63, 64, 65, 1023, 1024, 1025, 4099, 7168, 1 << 20})
  void sumOfAVector(int size) {
    float[] x = random(size);
    assertEquals(sum(x), Creation.array(x).sum().toFloatArray()[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "5,3",
    "3,5",
    "100000,3",
    "3,100000",
    "70,64",
    "64,70",
    "1000,100",
    "1025,65",
    "2500,17",
    "17,2500",
    "9,1",
    "1,9",
    "0,4",
    "4,0"
  })
  void sumOfRowsAndColumns(int rows, int columns) {
    float[] x = random(rows * columns);
    float[] byRow = new float[rows];
    float[] byColumn = new float[columns];
    for (int row = 0; row < rows; row++) {
      byRow[row] = sum(java.util.Arrays.copyOfRange(x, row * columns, (row + 1) * columns));
    }
    for (int column = 0; column < columns; column++) {
      float[] values = new float[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = x[row * columns + column];
      }
      byColumn[column] = sum(values);
    }
    NDArray matrix = Creation.array(x).reshape(rows, columns);
    assertArrayEquals(byRow, matrix.sum(1).toFloatArray());
    assertArrayEquals(byColumn, matrix.sum(0).toFloatArray());
    assertArrayEquals(byRow, matrix.transpose().sum(0).toFloatArray());
    assertArrayEquals(byColumn, matrix.transpose().sum(1).toFloatArray());
    assertEquals(sum(x), matrix.sum().toFloatArray()[0]);
  }

  @ParameterizedTest
  @CsvSource({"1,0", "1024,1", "5000,3", "9000,5", "3000,1024", "0,7"})
  void partialSumsAreTheNodesThatCoverTheirLeaves(int size, long firstLeaf) {
    float[] x = random(size);
    float[] nodes =
        Trace.current()
            .bind(new Primitive.ReducePartial(Monoid.SUM, 0, firstLeaf), List.of(Creation.array(x)))
            .getFirst()
            .toFloatArray();
    List<ReductionTree.Node> cover =
        ReductionTree.cover(firstLeaf, firstLeaf + ReductionTree.leaves(size));
    float[] expected = new float[cover.size()];
    for (int i = 0; i < expected.length; i++) {
      ReductionTree.Node node = cover.get(i);
      long begin = ((node.index() << node.level()) - firstLeaf) * ReductionTree.LEAF;
      long end = Math.min(size, begin + ((long) ReductionTree.LEAF << node.level()));
      expected[i] = sum(java.util.Arrays.copyOfRange(x, (int) begin, (int) end));
    }
    assertArrayEquals(expected, nodes);
  }
}
