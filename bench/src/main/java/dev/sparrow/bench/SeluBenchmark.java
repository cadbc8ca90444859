package dev.sparrow.bench;

import static dev.sparrow.ops.Logic.where;
import static dev.sparrow.ops.Transcendental.exp;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** selu over 2^20 float32 normals: eager, compiled, and the yardsticks. */
@State(Scope.Benchmark)
public class SeluBenchmark {
  private static final int ELEMENTS = 1 << 20;
  private static final int READ_AND_WRITTEN = 2 * Float.BYTES;
  private static final double ALPHA = 1.67;
  private static final double LAMBDA = 1.05;

  private final Compiled compiled = Jit.jit("selu", SeluBenchmark::selu);
  private NDArray x = Random.normal(Random.key(0), ELEMENTS);
  private final Yardsticks yardsticks = new Yardsticks(ELEMENTS);

  /** Fills the yardsticks' input with the same values. */
  @Setup
  public void fill() {
    x = x.blockUntilReady();
    yardsticks.fill(x.toFloatArray());
  }

  static NDArray selu(NDArray x) {
    return where(x.gt(0), x, exp(x).mul(ALPHA).sub(ALPHA)).mul(LAMBDA);
  }

  /** {@return the result, one operation after the other} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "six operations, eager")
  public NDArray eager() {
    return selu(x).blockUntilReady();
  }

  /** {@return the result of the fused kernel} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "one fused kernel")
  public NDArray jit() {
    return compiled.apply(x).blockUntilReady();
  }

  /** {@return the memory written by a loop a person wrote with the Vector API, on one core} */
  @Benchmark
  @Work(
      elements = ELEMENTS,
      bytesPerElement = READ_AND_WRITTEN,
      what = "vector loop by hand, one core")
  public MemorySegment hand() {
    return yardsticks.selu();
  }

  /** {@return the memory copied to} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "plain copy, one core")
  public MemorySegment copy() {
    return yardsticks.copy();
  }
}
