package dev.sparrow.jit.codegen;

/**
 * Functions of the lanes of one vector whose angles are too large for reduction in floating point.
 * Rare, so arrays are good enough. Named as the operations in lower case; generated loops call
 * them.
 */
final class FarAngles {
  private FarAngles() {}

  static float[] far_sin(float[] angles) {
    for (int i = 0; i < angles.length; i++) {
      angles[i] = (float) StrictMath.sin(angles[i]);
    }
    return angles;
  }

  static double[] far_sin(double[] angles) {
    for (int i = 0; i < angles.length; i++) {
      angles[i] = StrictMath.sin(angles[i]);
    }
    return angles;
  }

  static float[] far_cos(float[] angles) {
    for (int i = 0; i < angles.length; i++) {
      angles[i] = (float) StrictMath.cos(angles[i]);
    }
    return angles;
  }

  static double[] far_cos(double[] angles) {
    for (int i = 0; i < angles.length; i++) {
      angles[i] = StrictMath.cos(angles[i]);
    }
    return angles;
  }

  static float[] far_tan(float[] angles) {
    for (int i = 0; i < angles.length; i++) {
      angles[i] = (float) StrictMath.tan(angles[i]);
    }
    return angles;
  }

  static double[] far_tan(double[] angles) {
    for (int i = 0; i < angles.length; i++) {
      angles[i] = StrictMath.tan(angles[i]);
    }
    return angles;
  }
}
