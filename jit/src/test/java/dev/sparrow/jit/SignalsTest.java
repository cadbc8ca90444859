package dev.sparrow.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.array.ShapeException;
import dev.sparrow.ops.Convolutions;
import dev.sparrow.ops.Convolutions.Part;
import dev.sparrow.ops.Creation;
import dev.sparrow.ops.Shaping;
import dev.sparrow.ops.Signals;
import dev.sparrow.ops.Signals.Trend;
import dev.sparrow.ops.Transcendental;
import dev.sparrow.testing.AllocatorsAtZero;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of numbers were printed by JAX 0.10.2. */
@ExtendWith(AllocatorsAtZero.class)
class SignalsTest {
  private static NDArray waves(long... dims) {
    NDArray count = Creation.arange(0, Shape.of(dims).size(), 1, DType.FLOAT32);
    return Transcendental.sin(count.mul(0.7).add(dims.length)).reshape(dims);
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void transformsConvolveAsProductsDo(Part part) {
    NDArray a = waves(40);
    NDArray b = waves(7);
    NDArray expected = Convolutions.convolve(a, b, part);
    NDArray got = Signals.fftconvolve(a, b, part, null);
    assertArrayEquals(expected.toFloatArray(), got.toFloatArray(), 5e-6f);
    NDArray complex = Signals.fftconvolve(a.astype(DType.COMPLEX64), b, part, null);
    assertArrayEquals(expected.toFloatArray(), complex.real().toFloatArray(), 5e-6f);
  }

  @Test
  void convolvesSomeAxes() {
    float[] rows = {
      0.8268217444419861f, 0.7772307991981506f, -0.04970922693610191f, -0.8532703518867493f,
      -0.3497152030467987f, 0.2545609772205353f, 0.9954332709312439f, 0.5985602736473083f,
      -0.07982494682073593f, -0.4733240306377411f, -0.9642072916030884f, -1.5816181898117065f,
      -1.0470565557479858f, -0.020047903060913086f, 0.19173817336559296f
    };
    NDArray got = Signals.fftconvolve(waves(3, 4), waves(3, 2), null, new int[] {1});
    assertArrayEquals(rows, got.toFloatArray(), 2e-6f);
    float[] same = {
      0.7772308588027954f, -0.28207236528396606f, -0.9624836444854736f, -0.2844138741493225f,
      -2.322812080383301f, -0.9807085990905762f, 1.2933628559112549f, 1.2638797760009766f,
      2.8036837577819824f, 1.986623764038086f, -0.19428834319114685f, -0.7390565872192383f
    };
    NDArray middle = Signals.fftconvolve(waves(3, 4), waves(2, 3), Part.SAME, null);
    assertArrayEquals(same, middle.toFloatArray(), 2e-6f);
    assertThrows(
        ShapeException.class,
        () -> Signals.fftconvolve(waves(3, 4), waves(2, 2), null, new int[] {1}));
    assertThrows(
        ShapeException.class,
        () -> Signals.fftconvolve(waves(3, 2), waves(2, 3), Part.VALID, null));
  }

  @Test
  void takesTrendsOut() {
    float[] broken = {
      -0.317541241645813f, 0.21832668781280518f, 0.287799209356308f, 0.0395907498896122f,
      -0.22817373275756836f, -0.0005109310150146484f, -0.259701132774353f, -0.10338878631591797f,
      0.228763610124588f, 0.41439327597618103f, 0.20004916191101074f, -0.4796053171157837f
    };
    NDArray got = Signals.detrend(waves(12), null, null, new long[] {5});
    assertArrayEquals(broken, got.toFloatArray(), 5e-6f);
    NDArray columns = Shaping.stack(List.of(waves(12), waves(12).mul(2)), 1);
    NDArray both = Signals.detrend(columns, 0, Trend.LINEAR, new long[] {5});
    assertArrayEquals(broken, both.get("..., 0").toFloatArray(), 5e-6f);
    NDArray mean = Signals.detrend(waves(12), -1, Trend.CONSTANT, null).mean();
    assertArrayEquals(new float[] {0}, mean.toFloatArray(), 1e-7f);
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> Signals.detrend(waves(12), null, null, new long[] {13}));
  }
}
