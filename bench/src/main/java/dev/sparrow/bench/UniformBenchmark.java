package dev.sparrow.bench;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.jit.Compiled;
import dev.sparrow.jit.Jit;
import dev.sparrow.random.Random;
import java.lang.foreign.MemorySegment;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** 2^20 draws from one key: raw bits, uniforms and normals, compiled, and a copy beside them. */
@State(Scope.Benchmark)
public class UniformBenchmark {
  private static final int DRAWS = 1 << 20;

  private final NDArray key = Random.key(0).blockUntilReady();
  private final Compiled bits =
      Jit.jit("bits", key -> Random.bits(key, Shape.of(DRAWS), DType.UINT32));
  private final Compiled uniform =
      Jit.jit("uniform", key -> Random.uniform(key, Shape.of(DRAWS), DType.FLOAT32));
  private final Compiled normal =
      Jit.jit("normal", key -> Random.normal(key, Shape.of(DRAWS), DType.FLOAT32));
  private final Yardsticks yardsticks = new Yardsticks(DRAWS);

  /** {@return random 32-bit words} */
  @Benchmark
  @Work(elements = DRAWS, bytesPerElement = Integer.BYTES, what = "threefry words, compiled")
  public NDArray bits() {
    return bits.apply(key).blockUntilReady();
  }

  /** {@return uniforms in [0, 1)} */
  @Benchmark
  @Work(elements = DRAWS, bytesPerElement = Float.BYTES, what = "uniforms, compiled")
  public NDArray uniform() {
    return uniform.apply(key).blockUntilReady();
  }

  /** {@return standard normals} */
  @Benchmark
  @Work(elements = DRAWS, bytesPerElement = Float.BYTES, what = "normals, compiled")
  public NDArray normal() {
    return normal.apply(key).blockUntilReady();
  }

  /** {@return the memory copied to} */
  @Benchmark
  @Work(elements = DRAWS, bytesPerElement = 2 * Float.BYTES, what = "plain copy, one core")
  public MemorySegment copy() {
    return yardsticks.copy();
  }
}
