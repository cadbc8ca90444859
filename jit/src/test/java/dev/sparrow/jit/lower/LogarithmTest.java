package dev.sparrow.jit.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class LogarithmTest {
  private static final int COUNT = 1 << 20;
  private static final double ULPS = 0.95;

  /** Half of the numbers from 1/2 to 2, where logarithms lose digits, half from everywhere. */
  @Test
  void logOfFloat32IsWithinItsBound() {
    Random random = new Random(1);
    float[] x = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] = i % 2 == 0 ? between(random, 0.5f, 2) : between(random, Float.MIN_VALUE, 3.4e38f);
    }
    assertWithin(x, Transcendental::log, StrictMath::log);
  }

  @Test
  void log1pOfFloat32IsWithinItsBound() {
    Random random = new Random(2);
    float[] x = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      x[i] =
          switch (i % 4) {
            case 0 -> between(random, 0.25f, 4);
            case 1 -> between(random, Float.MIN_VALUE, 3.4e38f);
            case 2 -> -between(random, Float.MIN_VALUE, 0.9999999f);
            default -> -1 + between(random, 0x1p-24f, 0.5f);
          };
    }
    assertWithin(x, Transcendental::log1p, StrictMath::log1p);
  }

  @Test
  void float32AtItsEnds() {
    float inf = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;
    float[] x = {0, -0.0f, 1, -1, inf, -inf, nan, Float.MIN_VALUE};
    assertArrayEquals(
        new float[] {-inf, -inf, 0, nan, inf, nan, nan, -103.27893f},
        Transcendental.log(Creation.array(x)).toFloatArray());
    assertArrayEquals(
        new float[] {0, -0.0f, 0.6931472f, -inf, inf, nan, nan, Float.MIN_VALUE},
        Transcendental.log1p(Creation.array(x)).toFloatArray());
  }

  /** A number of any bits between those of two positive ones. */
  private static float between(Random random, float low, float high) {
    int first = Float.floatToIntBits(low);
    return Float.intBitsToFloat(first + random.nextInt(Float.floatToIntBits(high) - first));
  }

  private static void assertWithin(
      float[] x, UnaryOperator<NDArray> function, DoubleUnaryOperator exact) {
    float[] y = function.apply(Creation.array(x)).toFloatArray();
    double worst = 0;
    float at = 0;
    for (int i = 0; i < x.length; i++) {
      double right = exact.applyAsDouble(x[i]);
      double error = Math.abs(y[i] - right) / Math.ulp((float) right);
      if (error > worst) {
        worst = error;
        at = x[i];
      }
    }
    assertTrue(worst <= ULPS, worst + " ulp at " + at);
  }
}
