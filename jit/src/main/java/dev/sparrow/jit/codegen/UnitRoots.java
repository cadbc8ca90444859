package dev.sparrow.jit.codegen;

/** Parts of roots of one, e^(2πi·m/n), from angles of at most an eighth of a turn. */
public final class UnitRoots {
  private UnitRoots() {}

  /**
   * The real part.
   *
   * @param m from 0 to n - 1
   * @param n of which root
   * @return cos(2πm/n), within an ulp; exact at quarter turns
   */
  public static double cosine(long m, long n) {
    long half = Math.min(m, n - m);
    boolean negative = 4 * half > n;
    // Now within a quarter of a turn: 2πq / 2n.
    long q = negative ? n - 2 * half : 2 * half;
    double size =
        4 * q <= n
            ? StrictMath.cos(Math.PI * q / n)
            : StrictMath.sin(Math.PI * (n - 2 * q) / (2.0 * n));
    return negative ? -size : size;
  }

  /**
   * The imaginary part.
   *
   * @param m from 0 to n - 1
   * @param n of which root
   * @return sin(2πm/n), within an ulp; exact at quarter turns
   */
  public static double sine(long m, long n) {
    // sin(t) = cos(t - π/2) = cos(2π(4m + 3n) / 4n): a quarter turn back.
    return cosine((4 * m + 3 * n) % (4 * n), 4 * n);
  }
}
