package dev.sparrow.bench;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.ControlFlow;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What moves data rather than computing: turned and strided reads, updates in a loop. */
@State(Scope.Benchmark)
public class MovesBenchmark {
  private static final int ROWS = 1024;
  private static final int ELEMENTS = ROWS * ROWS;
  private static final int READ_AND_WRITTEN = 2 * Float.BYTES;
  private static final int UPDATES = 1000;

  private final Compiled transposed = Jit.jit("transposed", (NDArray x) -> x.transpose().add(0));
  private final Compiled halved = Jit.jit("halved", (NDArray x) -> x.get(":, ::2").add(1));
  private final Compiled updated =
      Jit.jit(
          "updated",
          (NDArray x) ->
              ControlFlow.foriLoop(
                  0, UPDATES, (i, y) -> y.at(i).set(y.get(i).mul(y.get(i))), x.reshape(ELEMENTS)));
  private NDArray x = Random.normal(Random.key(0), ROWS, ROWS);
  private final Yardsticks yardsticks = new Yardsticks(ELEMENTS);

  /** Fills the yardstick's input with the same values. */
  @Setup
  public void fill() {
    x = x.blockUntilReady();
    yardsticks.fill(x.toFloatArray());
  }

  /** {@return a transposed copy} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "transposed copy")
  public NDArray transpose() {
    return transposed.apply(x).blockUntilReady();
  }

  /** {@return every second column, plus one} */
  @Benchmark
  @Work(
      elements = ELEMENTS / 2,
      bytesPerElement = READ_AND_WRITTEN,
      what = "every second element, plus one")
  public NDArray strided() {
    return halved.apply(x).blockUntilReady();
  }

  /** {@return an array updated in a loop} */
  @Benchmark
  @Work(
      elements = UPDATES,
      bytesPerElement = READ_AND_WRITTEN,
      what = "1000 updates of 2^20 elements in a loop, in place")
  public NDArray updates() {
    return updated.apply(x).blockUntilReady();
  }

  /** {@return the memory copied to} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "plain copy, one core")
  public MemorySegment copy() {
    return yardsticks.copy();
  }
}
