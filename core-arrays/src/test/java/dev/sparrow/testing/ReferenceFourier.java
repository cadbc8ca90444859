package dev.sparrow.testing;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Primitive;
import dev.sparrow.testing.ReferenceComplex.Z;

/** Fourier transforms of complex64 from their definition, in doubles. */
final class ReferenceFourier {
  private ReferenceFourier() {}

  static HostArray apply(Primitive.Fft prim, HostArray in) {
    int n = Math.toIntExact(in.shape().dim(-1));
    boolean forward = prim.type() == Primitive.FftType.FFT;
    return HostArray.byPosition(
        DType.COMPLEX64,
        in.shape(),
        at -> {
          long first = at / n * n;
          double re = 0;
          double im = 0;
          for (int j = 0; j < n; j++) {
            Z x = Z.of(in.bits(first + j));
            double angle = (forward ? -2 : 2) * Math.PI * (j * (at % n) % n) / n;
            re += x.re() * Math.cos(angle) - x.im() * Math.sin(angle);
            im += x.re() * Math.sin(angle) + x.im() * Math.cos(angle);
          }
          double divisor = forward ? 1 : n;
          return ReferenceComplex.pack((float) (re / divisor), (float) (im / divisor));
        });
  }
}
