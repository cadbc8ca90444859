package dev.sparrow.jit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WalkTest {
  @Test
  void positionsLieWhereStridesSay() {
    long seed = Long.getLong("seed", 11);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      int rank = random.nextInt(0, 5);
      long[] dims = new long[rank];
      long[] strides = new long[rank];
      for (int axis = 0; axis < rank; axis++) {
        dims[axis] = random.nextLong(1, 4);
        strides[axis] = random.nextLong(-3, 13);
      }
      Walk walk = Walk.of(dims, strides);
      long size = Shape.of(dims).size();
      for (long position = 0; position < size; position++) {
        long rest = position;
        long expected = 0;
        for (int axis = rank - 1; axis >= 0; axis--) {
          expected += rest % dims[axis] * strides[axis];
          rest /= dims[axis];
        }
        assertEquals(expected, walk.offset(position), "-Dseed=" + seed);
      }
    }
  }

  @Test
  void denseAxesAreOneAxis() {
    Walk dense = Walk.of(new long[] {4, 1, 5}, new long[] {5, 77, 1});
    assertTrue(dense.isContiguous());
    assertEquals(1, dense.rank());
    assertFalse(Walk.of(new long[] {4, 5}, new long[] {1, 4}).isContiguous());
    assertTrue(Walk.of(new long[] {4, 5}, new long[] {0, 0}).isUniform());
    assertTrue(Walk.of(new long[0], new long[0]).isUniform());
  }
}
