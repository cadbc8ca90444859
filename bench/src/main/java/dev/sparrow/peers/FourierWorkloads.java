package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Fourier;
import dev.sparrow.random.Random;
import java.util.List;

/** Fourier transforms of complex numbers: of one line of n, and of n rows. */
final class FourierWorkloads {
  private static final int ROW = 1024;

  static final List<Workload> ALL =
      List.of(
          new Workload(
              "fft",
              List.of(1 << 10, 1 << 20, 1_000_000),
              List.of(1 << 20),
              new Limit.Traffic(4),
              Call.of(Fourier::fft, (n, dtype) -> complex(Shape.of(n), dtype))),
          new Workload(
              "fft_rows",
              List.of(10, 1_000),
              List.of(1_000),
              new Limit.Traffic(4.0 * ROW),
              Call.of(Fourier::fft, (n, dtype) -> complex(Shape.of(n, ROW), dtype))));

  private FourierWorkloads() {}

  private static NDArray complex(Shape shape, DType dtype) {
    return ComplexNumbers.complex(
            Random.normal(Random.key(0), shape, dtype), Random.normal(Random.key(1), shape, dtype))
        .blockUntilReady();
  }
}
