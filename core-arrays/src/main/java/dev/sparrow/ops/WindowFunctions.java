package dev.sparrow.ops;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Profile;
import dev.sparrow.array.Shape;
import dev.sparrow.graph.Fn;

/**
 * Windows that taper a signal towards its ends, as in NumPy; formulas after F. J. Harris, On the
 * use of windows for harmonic analysis, 1978. They have the default float dtype; a window of one
 * element is 1.
 */
public final class WindowFunctions {
  private WindowFunctions() {}

  /**
   * The triangular window.
   *
   * @param m number of elements
   * @return {@code 1 - |2n/(m-1) - 1|}
   */
  @JaxName("bartlett")
  public static NDArray bartlett(long m) {
    if (m <= 1) {
      return ones(m);
    }
    NDArray distance = index(m).mul(2.0 / (m - 1)).sub(1.0);
    return Lax.apply(Fn.SUB, Creation.scalar(1.0, distance.dtype()), distance.abs());
  }

  /**
   * The Blackman window.
   *
   * @param m number of elements
   * @return {@code 0.42 - 0.5 cos(2πn/(m-1)) + 0.08 cos(4πn/(m-1))}
   */
  @JaxName("blackman")
  public static NDArray blackman(long m) {
    return m <= 1 ? ones(m) : cosine(m, 4).mul(0.08).add(cosine(m, 2).mul(-0.5)).add(0.42);
  }

  /**
   * The Hamming window.
   *
   * @param m number of elements
   * @return {@code 0.54 - 0.46 cos(2πn/(m-1))}
   */
  @JaxName("hamming")
  public static NDArray hamming(long m) {
    return m <= 1 ? ones(m) : cosine(m, 2).mul(-0.46).add(0.54);
  }

  /**
   * The Hann window.
   *
   * @param m number of elements
   * @return {@code 0.5 - 0.5 cos(2πn/(m-1))}
   */
  @JaxName("hanning")
  public static NDArray hanning(long m) {
    return m <= 1 ? ones(m) : cosine(m, 2).mul(-0.5).add(0.5);
  }

  private static NDArray ones(long m) {
    return Creation.ones(Shape.of(Math.max(m, 0)), Profile.current().defaultFloat());
  }

  private static NDArray index(long m) {
    return Lax.iota(Profile.current().defaultFloat(), Shape.of(m), 0);
  }

  /** cos(k·π·n/(m-1)). */
  private static NDArray cosine(long m, int k) {
    return Transcendental.cos(index(m).mul(k * Math.PI / (m - 1)));
  }

  /**
   * The Kaiser window.
   *
   * @param m number of elements
   * @param beta shape: 0 is a rectangle, 14 a good start
   * @return {@code I0(beta sqrt(1 - (2n/(m-1) - 1)²)) / I0(beta)}
   */
  @JaxName("kaiser")
  public static NDArray kaiser(long m, double beta) {
    if (m <= 1) {
      return ones(m);
    }
    // Constant for given m and beta: computed in double, with the series of I0.
    double[] window = new double[Math.toIntExact(m)];
    for (int i = 0; i < window.length; i++) {
      double distance = 2.0 * i / (m - 1) - 1;
      window[i] = bessel(beta * Math.sqrt(Math.max(0, 1 - distance * distance))) / bessel(beta);
    }
    DType dtype = Profile.current().defaultFloat();
    return Lax.convert(dev.sparrow.array.HostValues.array(window), dtype);
  }

  /** I0(x) = Σ ((x/2)^k / k!)², all terms positive (Abramowitz and Stegun 9.6.12). */
  private static double bessel(double x) {
    double quarter = x * x / 4;
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 0x1p-60; k++) {
      term *= quarter / ((double) k * k);
      sum += term;
    }
    return sum;
  }
}
