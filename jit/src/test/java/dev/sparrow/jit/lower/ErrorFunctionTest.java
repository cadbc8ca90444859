package dev.sparrow.jit.lower;

import static dev.sparrow.ops.SpecialFunctions.erf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.SpecialFunctions;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AllocatorsAtZero.class)
class ErrorFunctionTest {
  private static final double ULPS = 0.84;

  private static final float[] INVERSE_NEAR = {
    2.81022636e-08f,
    3.43273939e-07f,
    -3.5233877e-06f,
    -4.39150654e-06f,
    0.00021858087f,
    -0.00125372503f,
    -0.00417768164f,
    0.246640727f,
    1.50140941f
  };
  private static final float[] INVERSE_FAR = {
    -0.000200214257f,
    0.000100950558f,
    0.00134934322f,
    -0.00367342844f,
    0.00573950773f,
    -0.0076224613f,
    0.00943887047f,
    1.00167406f,
    2.83297682f
  };

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
    double tiny = Double.MIN_VALUE;
    double[] operands = {0, -0.0, inf, -inf, 6, -1e308, -tiny, Double.NaN};
    double[] wide = erf(HostValues.array(operands)).toDoubleArray();
    assertArrayEquals(new double[] {0, -0.0, 1, -1, 1, -1, -tiny, Double.NaN}, wide);
  }

  /** x and erf(x), by mpmath 1.3 to 40 digits, rounded. */
  private static final double[][] EXACT = {
    {0.05, 0.05637197779701663},
    {0.2, 0.22270258921047847},
    {0.4, 0.42839235504666845},
    {0.6, 0.6038560908479259},
    {0.75, 0.7111556336535151},
    {0.88, 0.7866873191739325},
    {0.9, 0.7969082124228322},
    {0.92, 0.8067677215477617},
    {1.0, 0.8427007929497149},
    {1.1, 0.8802050695740817},
    {1.25, 0.9229001282564583},
    {1.4, 0.9522851197626488},
    {1.5, 0.9661051464753108},
    {1.7, 0.9837904585907745},
    {1.9, 0.9927904292352575},
    {2.0, 0.9953222650189527},
    {2.25, 0.9985372834133188},
    {2.5, 0.999593047982555},
    {2.8, 0.9999249868053346},
    {3.1, 0.9999883513426328},
    {3.5, 0.9999992569016276},
    {4.0, 0.9999999845827421},
    {4.5, 0.9999999998033839},
    {5.0, 0.9999999999984626},
    {5.5, 0.9999999999999927},
    {5.8, 0.9999999999999998}
  };

  @Test
  void erfOfFloat64IsWithinAnUlp() {
    double[] x = Arrays.stream(EXACT).mapToDouble(point -> point[0]).toArray();
    double[] y = erf(HostValues.array(x)).toDoubleArray();
    for (int i = 0; i < x.length; i++) {
      assertEquals(EXACT[i][1], y[i], Math.ulp(EXACT[i][1]), "erf of " + x[i]);
    }
  }

  /** The two formulas meet: neighbours there are within two of their bounds of each other. */
  @Test
  void erfOfFloat64GrowsWhereItsFormulasMeet() {
    double[] x = new double[2001];
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.9 + (i - 1000) * Math.ulp(0.9);
    }
    double[] y = erf(HostValues.array(x)).toDoubleArray();
    for (int i = 1; i < y.length; i++) {
      assertTrue(
          y[i] - y[i - 1] >= -2 * Math.ulp(y[i]), y[i - 1] + " at " + x[i - 1] + ", " + y[i]);
    }
  }

  /**
   * Giles' polynomials with a logarithm rounded right are what JAX's normals come from. Over all
   * arguments that a normal of F32 can have, results differ by the logarithm's rounding only.
   */
  @Test
  void inverseOfFloat32IsThatOfARightLogarithmButForItsRounding() {
    int count = 1 << 23;
    float[] u = new float[count];
    for (int i = 0; i < count; i++) {
      u[i] = 2 * (i * 0x1p-23f) + Math.nextUp(-1f);
    }
    float[] actual = SpecialFunctions.erfinv(Creation.array(u)).toFloatArray();
    int different = 0;
    float most = 0;
    for (int i = 0; i < count; i++) {
      float expected = inverse(u[i]);
      different += actual[i] == expected ? 0 : 1;
      most = Math.max(most, Math.abs(actual[i] - expected) / Math.ulp(expected));
    }
    assertTrue(different < count / 400, different + " of " + count + " differ");
    assertTrue(most <= 4, "by up to " + most + " ulp");
  }

  private static float inverse(float x) {
    float w = (float) -StrictMath.log1p(-(double) (x * x));
    float variable = w < 5 ? w - 2.5f : (float) Math.sqrt(w) - 3;
    float value = 0;
    for (float coefficient : w < 5 ? INVERSE_NEAR : INVERSE_FAR) {
      value = Math.fma(value, variable, coefficient);
    }
    return value * x;
  }

  @Test
  void inverseAtItsEnds() {
    float inf = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;
    float[] x = {0, -0.0f, 1, -1, 1.5f, -inf, nan, Float.MIN_VALUE};
    float[] y = {0, -0.0f, inf, -inf, nan, nan, nan, Float.MIN_VALUE};
    assertArrayEquals(y, SpecialFunctions.erfinv(Creation.array(x)).toFloatArray());
    NDArray wide = Creation.array(x).astype(DType.FLOAT64);
    double[] last = SpecialFunctions.erfinv(wide).toDoubleArray();
    for (int i = 0; i < x.length - 1; i++) {
      assertEquals(y[i], (float) last[i], 0);
    }
  }

  @Test
  void signsOfNanDoNotPass() {
    float negative = Float.intBitsToFloat(0xffc00001);
    float[] y = erf(Creation.array(negative)).toFloatArray();
    assertEquals(0x7fc00000, Float.floatToRawIntBits(y[0]));
  }
}
