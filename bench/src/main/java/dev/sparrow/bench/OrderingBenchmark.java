package dev.sparrow.bench;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.ops.Cumulation;
import dev.sparrow.ops.Searching;
import dev.sparrow.ops.Sorting;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Sorts, a search and running sums of 2^20 float32 normals, compiled, and a copy beside them. */
@State(Scope.Benchmark)
public class OrderingBenchmark {
  private static final int ELEMENTS = 1 << 20;
  private static final int READ_AND_WRITTEN = 2 * Float.BYTES;

  private final Compiled sort = Jit.jit("sort", (NDArray x) -> Sorting.sort(x));
  private final Compiled argsort = Jit.jit("argsort", (NDArray x) -> Sorting.argsort(x));
  private final Compiled cumsum = Jit.jit("cumsum", (NDArray x) -> Cumulation.cumsum(x));
  private final Compiled search =
      Jit.jit("searchsorted", (NDArray a, NDArray v) -> Searching.searchsorted(a, v));
  private final NDArray x = Random.normal(Random.key(0), ELEMENTS).blockUntilReady();
  private final NDArray line =
      Sorting.sort(Random.normal(Random.key(1), ELEMENTS)).blockUntilReady();
  private final Yardsticks yardsticks = new Yardsticks(ELEMENTS);

  /** {@return the sorted line} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "sort, compiled")
  public NDArray sort() {
    return sort.apply(x).blockUntilReady();
  }

  /** {@return the positions that sort the line} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "argsort, compiled")
  public NDArray argsort() {
    return argsort.apply(x).blockUntilReady();
  }

  /** {@return running sums} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "running sums, compiled")
  public NDArray cumsum() {
    return cumsum.apply(x).blockUntilReady();
  }

  /** {@return places in the sorted line} */
  @Benchmark
  @Work(
      elements = ELEMENTS,
      bytesPerElement = READ_AND_WRITTEN,
      what = "2^20 queries in a line of 2^20, compiled")
  public NDArray searchsorted() {
    return search.apply(line, x).blockUntilReady();
  }

  /** {@return the memory copied to} */
  @Benchmark
  @Work(elements = ELEMENTS, bytesPerElement = READ_AND_WRITTEN, what = "plain copy, one core")
  public MemorySegment copy() {
    return yardsticks.copy();
  }
}
