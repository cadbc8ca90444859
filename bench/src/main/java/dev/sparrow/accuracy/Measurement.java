package dev.sparrow.accuracy;

import dev.sparrow.array.DType;
import dev.sparrow.array.FloatInfo;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.ops.Lax;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The largest error of a function that was found.
 *
 * @param subject the function
 * @param dtype dtype of operands and results
 * @param operands how many were looked at
 * @param ulps the largest error, in units of the last place of the true value
 * @param at the operand it was found at
 */
record Measurement(Subject subject, DType dtype, int operands, double ulps, double at) {
  private static final long SEED = 20261126;

  /** How many of the operands with the largest errors by float64 are measured exactly. */
  private static final int CANDIDATES = 16;

  /** {@return the error that the function promises; 16-bit floats round a float32 once more} */
  double promised() {
    return switch (dtype) {
      case FLOAT64 -> subject.doubleUlps();
      case FLOAT32 -> subject.singleUlps();
      default -> 0.51;
    };
  }

  /**
   * Measures a function.
   *
   * @param subject the function
   * @param dtype a float dtype
   * @param samples random operands, of float16 and bfloat16 all there are
   * @return the largest error
   */
  static Measurement of(Subject subject, DType dtype, int samples) {
    double[] operands = operands(subject, dtype, samples);
    NDArray x = HostValues.array(operands).astype(dtype);
    double[] rounded = x.astype(DType.FLOAT64).toDoubleArray();
    double[] values = Lax.apply(subject.fn(), x).astype(DType.FLOAT64).toDoubleArray();
    double[] estimates =
        dtype == DType.FLOAT64
            ? values
            : Lax.apply(subject.fn(), x.astype(DType.FLOAT64)).toDoubleArray();
    return dtype == DType.FLOAT64
        ? exactly(subject, dtype, rounded, values)
        : screened(subject, dtype, rounded, values, estimates);
  }

  private static Measurement exactly(
      Subject subject, DType dtype, double[] operands, double[] values) {
    double worst = 0;
    double at = operands[0];
    for (int i = 0; i < operands.length; i++) {
      double error = error(subject, dtype, operands[i], values[i]);
      if (error > worst) {
        worst = error;
        at = operands[i];
      }
    }
    return new Measurement(subject, dtype, operands.length, worst, at);
  }

  /** By the float64 kernel first; what is worst by that, exactly. */
  private static Measurement screened(
      Subject subject, DType dtype, double[] operands, double[] values, double[] estimates) {
    double[] worstOperands = new double[CANDIDATES];
    double[] worstValues = new double[CANDIDATES];
    double[] errors = new double[CANDIDATES];
    int found = 0;
    for (int i = 0; i < operands.length; i++) {
      // What overflows as it should is no candidate: it would crowd out the others.
      double limit = FloatInfo.of(dtype).max();
      boolean overflows = values[i] == Math.copySign(Double.POSITIVE_INFINITY, estimates[i]);
      double error =
          overflows && Math.abs(estimates[i]) > limit + ulp(dtype, limit)
              ? 0
              : Math.abs(values[i] - estimates[i]) / ulp(dtype, estimates[i]);
      int place = found < CANDIDATES ? found++ : smallest(errors);
      if (errors[place] <= error || Double.isNaN(error)) {
        errors[place] = error;
        worstOperands[place] = operands[i];
        worstValues[place] = values[i];
      }
    }
    Measurement exact =
        exactly(
            subject, dtype, Arrays.copyOf(worstOperands, found), Arrays.copyOf(worstValues, found));
    return new Measurement(subject, dtype, operands.length, exact.ulps, exact.at);
  }

  private static int smallest(double[] errors) {
    int place = 0;
    for (int i = 1; i < errors.length; i++) {
      place = errors[i] < errors[place] ? i : place;
    }
    return place;
  }

  private static double error(Subject subject, DType dtype, double x, double value) {
    BigDecimal exact = subject.exact().apply(ExactMath.of(x));
    if (Double.isNaN(value)) {
      return Double.POSITIVE_INFINITY;
    }
    double limit = FloatInfo.of(dtype).max();
    if (Double.isInfinite(value)) {
      // Right if the true value rounds there.
      BigDecimal end = ExactMath.of(limit).add(ExactMath.of(ulp(dtype, limit) / 2));
      return exact.abs().compareTo(end) >= 0 ? 0.5 : Double.POSITIVE_INFINITY;
    }
    BigDecimal difference = exact.subtract(ExactMath.of(value)).abs();
    BigDecimal unit = ExactMath.of(ulp(dtype, exact.doubleValue()));
    return difference.divide(unit, new MathContext(20)).doubleValue();
  }

  /** The distance of neighbours at a value, of subnormal numbers too. */
  static double ulp(DType dtype, double value) {
    FloatInfo info = FloatInfo.of(dtype);
    double bounded = Math.min(Math.abs(value), info.max());
    double normal = Math.scalb(1.0, Math.getExponent(bounded) - info.mantissaBits());
    return Math.max(normal, info.smallestSubnormal());
  }

  private static double[] operands(Subject subject, DType dtype, int samples) {
    double limit = FloatInfo.of(dtype).max();
    double low = Math.max(subject.low(), -limit);
    double high = Math.min(subject.high(), limit);
    if (dtype.bytes() == 2) {
      return everyNumber(dtype, low, high);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] operands = new double[samples];
    int smallest = dtype == DType.FLOAT64 ? -60 : -40;
    for (int i = 0; i < samples; i++) {
      double x;
      do {
        double uniform = random.nextDouble(Math.max(low, -20), Math.min(high, 20));
        double spread = Math.scalb(random.nextDouble(1, 2), random.nextInt(smallest, 1020));
        double magnitude = random.nextInt(3) == 0 ? Math.min(spread, limit) : spread % 64;
        x = i % 2 == 0 ? uniform : random.nextBoolean() ? magnitude : -magnitude;
      } while (x < low || x > high);
      operands[i] = x;
    }
    return operands;
  }

  private static double[] everyNumber(DType dtype, double low, double high) {
    short[] bits = new short[1 << 16];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (short) i;
    }
    NDArray all = Lax.bitcast(HostValues.array(bits), dtype).astype(DType.FLOAT64);
    return Arrays.stream(all.toDoubleArray()).filter(x -> x >= low && x <= high).toArray();
  }
}
