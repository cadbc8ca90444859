package dev.sparrow.jit;

import dev.sparrow.array.NDArray;
import dev.sparrow.jit.run.KernelCache;
import dev.sparrow.jit.run.ParallelLoop;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Compiles functions, as {@code jax.jit}. A compiled function is traced once for each combination
 * of argument types, so Java code in it that is not an array operation runs at tracing only; its
 * operations are fused into kernels. Results equal those of the uncompiled function bit for bit.
 *
 * <p>Keep the {@link Compiled} that {@code jit} returns and call it again: the cache is its own.
 */
public final class Jit {
  private static final String UNNAMED = "fn";

  private Jit() {}

  /**
   * Compiles a function of one array.
   *
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(UnaryOperator<NDArray> f) {
    return jit(UNNAMED, f);
  }

  /**
   * Compiles a function of one array.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(String name, UnaryOperator<NDArray> f) {
    return new Compiled(name, 1, in -> List.of(f.apply(in.get(0))));
  }

  /**
   * Compiles a function of two arrays.
   *
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(BinaryOperator<NDArray> f) {
    return jit(UNNAMED, f);
  }

  /**
   * Compiles a function of two arrays.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(String name, BinaryOperator<NDArray> f) {
    return new Compiled(name, 2, in -> List.of(f.apply(in.get(0), in.get(1))));
  }

  /**
   * Compiles a function of three arrays.
   *
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(TernaryOperator<NDArray> f) {
    return jit(UNNAMED, f);
  }

  /**
   * Compiles a function of three arrays.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jit(String name, TernaryOperator<NDArray> f) {
    return new Compiled(name, 3, in -> List.of(f.apply(in.get(0), in.get(1), in.get(2))));
  }

  /**
   * Compiles a function of any number of arrays and results.
   *
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jitList(Function<List<NDArray>, List<NDArray>> f) {
    return jitList(UNNAMED, f);
  }

  /**
   * Compiles a function of any number of arrays and results.
   *
   * @param name its name in printed graphs and errors
   * @param f the function
   * @return the compiled function
   */
  public static Compiled jitList(String name, Function<List<NDArray>, List<NDArray>> f) {
    return new Compiled(name, Compiled.ANY_NUMBER, f);
  }

  /**
   * Runs code whose kernels stay on the calling thread, as inside a Spark task, which owns one
   * core. Results do not depend on it. Work that eager dispatch has queued runs elsewhere.
   *
   * @param <R> result type
   * @param body the code
   * @return its result
   */
  public static <R> R onCallingThread(Supplier<R> body) {
    return ParallelLoop.onCallingThread(body);
  }

  /** {@return what the kernel cache of this JVM has done; sizes of arrays play no part in it} */
  public static KernelStatistics kernelStatistics() {
    KernelCache.Statistics statistics = KernelCache.shared().statistics();
    return new KernelStatistics(statistics.hits(), statistics.misses(), statistics.kernels());
  }

  /**
   * Counters of the kernel cache.
   *
   * @param hits requests answered by a kernel that was there
   * @param misses requests for which a kernel was written
   * @param kernels kernels held now
   */
  public record KernelStatistics(long hits, long misses, int kernels) {}
}
