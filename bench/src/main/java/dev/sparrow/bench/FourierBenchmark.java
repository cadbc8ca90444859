package dev.sparrow.bench;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.ComplexNumbers;
import dev.sparrow.ops.Fourier;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Fourier transforms of 2^20 complex64, of one line and of rows, and a copy beside them. */
@State(Scope.Benchmark)
public class FourierBenchmark {
  private static final int ROWS = 1024;
  private static final int ELEMENTS = ROWS * ROWS;
  private static final int READ_AND_WRITTEN = 4 * Float.BYTES;

  private final Compiled transform = Jit.jit("fft", (NDArray x) -> Fourier.fft(x));
  private final NDArray rows =
      ComplexNumbers.complex(
              Random.normal(Random.key(0), ROWS, ROWS), Random.normal(Random.key(1), ROWS, ROWS))
          .blockUntilReady();
  private final NDArray line = rows.reshape(ELEMENTS);
  private final Yardsticks yardsticks = new Yardsticks(2 * ELEMENTS);

  /** Fills the yardstick's input with values as large. */
  @Setup
  public void fill() {
    yardsticks.fill(Random.normal(Random.key(2), 2 * ELEMENTS).toFloatArray());
  }

  /** {@return the transform of a line} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "fft of 2^20, compiled")
  public NDArray line() {
    return transform.apply(line).blockUntilReady();
  }

  /** {@return the transforms of rows} */
  @Benchmark
  @Work(
      elements = ELEMENTS,
      bytesPerElement = READ_AND_WRITTEN,
      what = "fft of 1024 rows of 1024, compiled")
  public NDArray rows() {
    return transform.apply(rows).blockUntilReady();
  }

  /** {@return the memory copied to} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "plain copy, one core")
  public MemorySegment copy() {
    return yardsticks.copy();
  }
}
