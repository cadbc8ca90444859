package dev.sparrow.bench;

import static dev.sparrow.ops.Products.matmul;
import static dev.sparrow.ops.Transcendental.tanh;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Carried;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.ops.Creation;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Loops of 10000 steps that depend on each other, compiled, and a copy of as many elements. */
@State(Scope.Benchmark)
public class LoopBenchmark {
  private static final int STEPS = 10_000;
  private static final int WIDTH = 64;
  private static final int READ_AND_WRITTEN = 2 * Float.BYTES;

  private final Compiled scan =
      Jit.jit(
          "scan",
          (NDArray xs) ->
              ControlFlow.scan((NDArray c, NDArray x) -> twice(c.mul(0.5).add(x)), zero(), xs)
                  .output());
  private final Compiled fori =
      Jit.jit(
          "fori",
          (NDArray x) -> ControlFlow.foriLoop(0, STEPS, (i, c) -> c.mul(0.999).add(0.5), x));
  private final Compiled repeat =
      Jit.jit(
          "while",
          (NDArray x) -> ControlFlow.whileLoop(c -> c.lt((double) STEPS), c -> c.add(1.0), x));
  private final Compiled recurrent =
      Jit.jit(
          "recurrent",
          (NDArray w, NDArray xs) ->
              ControlFlow.scan(
                      (NDArray h, NDArray x) -> Carried.of(tanh(matmul(w, h).add(x)), null),
                      Creation.zeros(WIDTH),
                      xs)
                  .carry());
  private final NDArray xs = Random.normal(Random.key(0), STEPS).blockUntilReady();
  private final NDArray start = zero();
  private final NDArray weights =
      Random.normal(Random.key(1), WIDTH, WIDTH).mul(1.0 / WIDTH).blockUntilReady();
  private final NDArray inputs = Random.normal(Random.key(2), STEPS, WIDTH).blockUntilReady();
  private final Yardsticks yardsticks = new Yardsticks(STEPS);

  private static NDArray zero() {
    return Creation.scalar(0.0, DType.FLOAT32);
  }

  private static Carried<NDArray, NDArray> twice(NDArray next) {
    return Carried.of(next, next);
  }

  /** {@return what a scan keeps of each step} */
  @Benchmark
  @Work(
      elements = STEPS,
      bytesPerElement = READ_AND_WRITTEN,
      what = "scan that reads and keeps a number a step")
  public NDArray scan() {
    return scan.apply(xs).blockUntilReady();
  }

  /** {@return the last value of a counted loop} */
  @Benchmark
  @Work(elements = STEPS, bytesPerElement = 0, what = "counted loop over a number")
  public NDArray fori() {
    return fori.apply(start).blockUntilReady();
  }

  /** {@return the last value of a loop that a condition ends} */
  @Benchmark
  @Work(elements = STEPS, bytesPerElement = 0, what = "while loop over a number")
  public NDArray untilLarge() {
    return repeat.apply(start).blockUntilReady();
  }

  /** {@return the last state of a recurrent network} */
  @Benchmark
  @Work(
      elements = STEPS,
      bytesPerElement = WIDTH * Float.BYTES,
      what = "recurrent network of 64 states, a step an element")
  public NDArray recurrent() {
    return recurrent.apply(weights, inputs).blockUntilReady();
  }

  /** {@return the memory copied to} */
  @Benchmark
  @Work(elements = STEPS, bytesPerElement = READ_AND_WRITTEN, what = "plain copy, one core")
  public MemorySegment copy() {
    return yardsticks.copy();
  }
}
