package dev.sparrow.jit;

import static dev.sparrow.jit.Jit.jit;
import static dev.sparrow.transform.Grad.grad;
import static dev.sparrow.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sparrow.array.DType;
import dev.sparrow.array.DTypeException;
import dev.sparrow.array.HostValues;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Fourier;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(AllocatorsAtZero.class)
class FourierTest {
  private static final long SEED = Long.getLong("seed", 20261126);

  private static NDArray reals(int n) {
    return HostValues.array(new SplittableRandom(SEED).doubles(n, -1, 1).toArray());
  }

  private static NDArray complexes(int n) {
    double[] parts = new SplittableRandom(SEED).doubles(2L * n, -1, 1).toArray();
    NDArray both = HostValues.array(parts).reshape(2, n);
    return ComplexNumbers.complex(both.get(0), both.get(1));
  }

  private static double[] re(NDArray x) {
    return ComplexNumbers.real(x).ravel().toDoubleArray();
  }

  private static double[] im(NDArray x) {
    return ComplexNumbers.imag(x).ravel().toDoubleArray();
  }

  /**
   * Lengths that are one product, are taken apart once or more often, in one wide tile, several, or
   * several of which the last is narrow and not whole, with a large prime factor, and primes on
   * either side of where a chirp takes over.
   */
  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 5, 7, 20, 64, 65, 67, 128, 134, 243, 1000, 1009, 1024, 1031, 2062, 4096, 10_000,
        16_384
      })
  void sumsAreThoseOfTheDefinition(int n) {
    NDArray x = complexes(n);
    double[] a = re(x);
    double[] b = im(x);
    NDArray y = Fourier.fft(x);
    double[] re = re(y);
    double[] im = im(y);
    double tolerance = 1e-13 * n;
    for (int k = 0; k < n; k += Math.max(1, n / 50)) {
      double sumRe = 0;
      double sumIm = 0;
      for (int j = 0; j < n; j++) {
        double angle = -2 * Math.PI * ((long) j * k % n) / n;
        sumRe += a[j] * Math.cos(angle) - b[j] * Math.sin(angle);
        sumIm += a[j] * Math.sin(angle) + b[j] * Math.cos(angle);
      }
      assertEquals(sumRe, re[k], tolerance, "-Dseed=" + SEED);
      assertEquals(sumIm, im[k], tolerance, "-Dseed=" + SEED);
    }
    NDArray again = Fourier.ifft(y);
    assertArrayEquals(a, re(again), tolerance);
    assertArrayEquals(b, im(again), tolerance);
    NDArray compiled = jit((NDArray in) -> Fourier.fft(in)).apply(x);
    assertArrayEquals(y.toByteArray(), compiled.toByteArray(), "compiled");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 64, 101, 130})
  void halvesOfRealTransformsAreEnough(int n) {
    NDArray x = reals(n);
    NDArray half = Fourier.rfft(x);
    NDArray whole = Fourier.fft(x);
    assertEquals(n / 2 + 1, half.size());
    assertArrayEquals(re(whole.get("0:" + (n / 2 + 1))), re(half), 1e-12);
    assertArrayEquals(
        x.toDoubleArray(), Fourier.irfft(half, (long) n, null, null).toDoubleArray(), 1e-13 * n);
    NDArray spectrum = Fourier.ihfft(x, null, null, null);
    assertArrayEquals(
        x.toDoubleArray(), Fourier.hfft(spectrum, (long) n, null, null).toDoubleArray(), 1e-13 * n);
  }

  @Test
  void axesLengthsAndNorms() {
    NDArray x = reals(24).reshape(2, 3, 4);
    NDArray all = Fourier.fftn(x, null, null, null);
    NDArray turns =
        Fourier.fft(Fourier.fft(Fourier.fft(x, null, 2, null), null, 1, null), null, 0, null);
    assertArrayEquals(turns.toByteArray(), all.toByteArray());
    assertArrayEquals(x.ravel().toDoubleArray(), re(Fourier.ifftn(all, null, null, null)), 1e-14);
    NDArray real = Fourier.rfftn(x, null, null, null);
    assertArrayEquals(
        x.ravel().toDoubleArray(),
        Fourier.irfftn(real, null, null, null).ravel().toDoubleArray(),
        1e-14);
    NDArray longer = Fourier.fft2(x, new long[] {5, 2}, null, Fourier.Norm.ORTHO);
    assertEquals("c128[2,5,2]", longer.type().toString());
    // A unitary transform keeps the sum of squares, of what it was given.
    assertEquals(
        x.get("..., :2").pow(2).sum().toDouble(), longer.abs().pow(2).sum().toDouble(), 1e-13);
    NDArray mapped = vmap((NDArray row) -> Fourier.fft(row)).apply(x.reshape(6, 4));
    NDArray rows = Fourier.fft(x.reshape(6, 4));
    assertArrayEquals(rows.toByteArray(), mapped.toByteArray());
  }

  @Test
  void theSlopeOfThePowerIsTwiceTheLengthTimesTheSignal() {
    for (int n : new int[] {6, 96, 1031}) {
      UnaryOperator<NDArray> power = x -> Fourier.fft(x).abs().pow(2).sum();
      NDArray x = reals(n);
      double[] slope = grad(power).apply(x).toDoubleArray();
      assertArrayEquals(x.mul(2.0 * n).toDoubleArray(), slope, 1e-11 * n);
    }
  }

  @Test
  void typesAndRefusals() {
    assertEquals(DType.COMPLEX64, Fourier.fft(Creation.array(1, 2, 3)).dtype());
    assertEquals(DType.COMPLEX64, Fourier.fft(Creation.array(1f, 2f)).dtype());
    assertEquals(DType.FLOAT32, Fourier.irfft(Fourier.rfft(Creation.array(1f, 2f))).dtype());
    assertRefused("at least one axis", () -> Fourier.fft(Creation.zeros()));
    assertRefused("at least 1, got n=0", () -> Fourier.fft(Creation.zeros(0)));
    assertRefused(
        "one length for each axis",
        () -> Fourier.fftn(Creation.zeros(2, 2), new long[] {2}, new int[] {0, 1}, null));
    assertThrows(DTypeException.class, () -> Fourier.rfft(complexes(2)));
    double[] nan = re(Fourier.fft(Creation.array(0.0, Double.NaN)));
    assertTrue(Double.isNaN(nan[0]) && Double.isNaN(nan[1]));
  }

  private static void assertRefused(String part, Runnable call) {
    String message = assertThrows(ShapeException.class, call::run).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void quarterTurnsAreExact() {
    NDArray y = Fourier.fft(Creation.array(0f, 1f, 2f, 3f));
    assertArrayEquals(new double[] {6, -2, -2, -2}, re(y));
    assertArrayEquals(new double[] {0, 2, 0, -2}, im(y));
  }

  @Test
  void frequencies() {
    assertArrayEquals(
        new float[] {0, 0.2f, 0.4f, -0.4f, -0.2f}, Fourier.fftfreq(5, null).toFloatArray());
    assertArrayEquals(new float[] {0, 0.5f, 1}, Fourier.rfftfreq(4, 0.5).toFloatArray());
    NDArray x = Creation.arange(6).reshape(2, 3);
    NDArray shifted = Fourier.fftshift(x, null);
    assertArrayEquals(new int[] {5, 3, 4, 2, 0, 1}, shifted.ravel().toIntArray());
    assertArrayEquals(x.toByteArray(), Fourier.ifftshift(shifted, null).toByteArray());
  }
}
