package dev.sparrow.jit.lower;

import static dev.sparrow.ops.Transcendental.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class HyperbolicTest {
  /** The bound that {@link Hyperbolic} states. */
  private static final double ULPS = 1.4;

  /** A prime, so that mantissas of all kinds are met. */
  private static final int STEP = 509;

  @Test
  void tanhOfFloatsIsWithinItsBoundAndOdd() {
    int first = Float.floatToIntBits(0x1p-14f);
    int count = (Float.floatToIntBits(9.3f) - first) / STEP;
    float[] x = new float[count];
    float[] opposite = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat(first + i * STEP);
      opposite[i] = -x[i];
    }
    float[] y = tanh(Creation.array(x)).toFloatArray();
    float[] ofOpposite = tanh(Creation.array(opposite)).toFloatArray();
    double worst = 0;
    float at = 0;
    for (int i = 0; i < count; i++) {
      double exact = StrictMath.tanh(x[i]);
      double error = Math.abs(y[i] - exact) / Math.ulp((float) exact);
      if (error > worst) {
        worst = error;
        at = x[i];
      }
      assertEquals(-y[i], ofOpposite[i]);
    }
    assertTrue(worst <= ULPS, worst + " ulp at " + at);
  }

  @Test
  void tanhAtItsEnds() {
    float inf = Float.POSITIVE_INFINITY;
    assertArrayEquals(
        new float[] {0, -0.0f, Float.NaN, 1, -1, 1e-40f, -Float.MIN_VALUE, 1, 1},
        tanh(Creation.array(0, -0.0f, Float.NaN, inf, -inf, 1e-40f, -Float.MIN_VALUE, 9.1f, 3e38f))
            .toFloatArray());
  }
}
