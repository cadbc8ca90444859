package dev.sparrow.bench;

import static dev.sparrow.ops.Transcendental.exp;
import static dev.sparrow.ops.Transcendental.log;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Folds and searches along the rows of 1024 by 1024 float32 normals, beside a copy of them. */
@State(Scope.Benchmark)
public class RowsBenchmark {
  private static final int ROWS = 1024;
  private static final int ELEMENTS = ROWS * ROWS;
  private static final int READ = Float.BYTES;
  private static final int READ_AND_WRITTEN = 2 * Float.BYTES;

  private final Compiled sums = Jit.jit("sum", (NDArray x) -> x.sum(1));
  private final Compiled softmax = Jit.jit("softmax", RowsBenchmark::softmax);
  private final Compiled logSumExp = Jit.jit("logsumexp", RowsBenchmark::logSumExp);
  private final Compiled largest = Jit.jit("argmax", (NDArray x) -> x.argmax(1));
  private NDArray x = Random.normal(Random.key(0), ROWS, ROWS);
  private final Yardsticks yardsticks = new Yardsticks(ELEMENTS);

  /** Fills the yardstick's input with the same values. */
  @Setup
  public void fill() {
    x = x.blockUntilReady();
    yardsticks.fill(x.toFloatArray());
  }

  private static NDArray softmax(NDArray x) {
    NDArray e = exp(x.sub(x.max(1).reshape(-1, 1)));
    return e.div(e.sum(1).reshape(-1, 1));
  }

  private static NDArray logSumExp(NDArray x) {
    NDArray largest = x.max(1);
    return log(exp(x.sub(largest.reshape(-1, 1))).sum(1)).add(largest);
  }

  /** {@return the sum of each row} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ, what = "sum of each row")
  public NDArray sum() {
    return sums.apply(x).blockUntilReady();
  }

  /** {@return each row's exponentials over their sum} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "softmax of each row")
  public NDArray softmax() {
    return softmax.apply(x).blockUntilReady();
  }

  /** {@return the logarithm of the sum of each row's exponentials} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ, what = "log-sum-exp of each row")
  public NDArray logsumexp() {
    return logSumExp.apply(x).blockUntilReady();
  }

  /** {@return where the largest element of each row is} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ, what = "place of each row's largest element")
  public NDArray argmax() {
    return largest.apply(x).blockUntilReady();
  }

  /** {@return the memory copied to} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "plain copy, one core")
  public MemorySegment copy() {
    return yardsticks.copy();
  }
}
