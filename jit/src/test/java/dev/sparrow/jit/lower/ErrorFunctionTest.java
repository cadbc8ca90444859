package dev.sparrow.jit.lower;

import static dev.sparrow.ops.SpecialFunctions.erf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.testing.AllocatorsAtZero;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class ErrorFunctionTest {
  private static final double ULPS = 0.84;

  /** Binary64 has a formula of its own, so it is a witness. */
  @Test
  void erfOfFloat32IsWithinItsBound() {
    int count = 200_000;
    float[] x = new float[count];
    float[] opposite = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = i % 2 == 0 ? 4.5f * i / count : Float.intBitsToFloat(0x3f000000 + i * 83);
      opposite[i] = -x[i];
    }
    NDArray operand = Creation.array(x);
    float[] y = erf(operand).toFloatArray();
    double[] exact = erf(operand.astype(DType.FLOAT64)).toDoubleArray();
    float[] ofOpposite = erf(Creation.array(opposite)).toFloatArray();
    double worst = 0;
    float at = 0;
    for (int i = 0; i < count; i++) {
      double error = Math.abs(y[i] - exact[i]) / Math.ulp((float) exact[i]);
      if (error > worst) {
        worst = error;
        at = x[i];
      }
      assertEquals(-y[i], ofOpposite[i]);
    }
    assertTrue(worst <= ULPS, worst + " ulp at " + at);
  }

  @Test
  void erfAtItsEnds() {
    float inf = Float.POSITIVE_INFINITY;
    float[] y =
        erf(Creation.array(0, -0.0f, inf, -inf, 4, 3e38f, -Float.MIN_VALUE, Float.NaN))
            .toFloatArray();
    assertArrayEquals(new float[] {0, -0.0f, 1, -1, 1, 1, -Float.MIN_VALUE, Float.NaN}, y);
  }

  @Test
  void signsOfNanDoNotPass() {
    float negative = Float.intBitsToFloat(0xffc00001);
    float[] y = erf(Creation.array(negative)).toFloatArray();
    assertEquals(0x7fc00000, Float.floatToRawIntBits(y[0]));
  }
}
