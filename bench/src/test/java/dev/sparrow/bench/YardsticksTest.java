package dev.sparrow.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sparrow.array.NDArray;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** A yardstick that computes something else would measure nothing. */
class YardsticksTest {
  private static final int ELEMENTS = 4096;

  @Test
  void theLoopByHandIsSelu() {
    NDArray x = Random.normal(Random.key(0), ELEMENTS).mul(3);
    float[] expected = SeluBenchmark.selu(x).toFloatArray();
    Yardsticks yardsticks = new Yardsticks(ELEMENTS);
    yardsticks.fill(x.toFloatArray());
    MemorySegment selu = yardsticks.selu();
    for (int i = 0; i < ELEMENTS; i++) {
      float actual = selu.getAtIndex(ValueLayout.JAVA_FLOAT, i);
      assertEquals(expected[i], actual, 1e-6 * (1 + Math.abs(expected[i])), "element " + i);
    }
  }

  @Test
  void theCopyCopies() {
    float[] values = Random.uniform(Random.key(1), ELEMENTS).toFloatArray();
    Yardsticks yardsticks = new Yardsticks(ELEMENTS);
    yardsticks.fill(values);
    assertArrayEquals(values, yardsticks.copy().toArray(ValueLayout.JAVA_FLOAT));
  }
}
