package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.jit.Jit;
import java.util.function.UnaryOperator;

/** The usual call: a jitted function of one array, waited for. */
final class Call {
  private Call() {}

  /** Makes a workload's input. */
  @FunctionalInterface
  interface Input {
    NDArray make(long n, DType dtype);
  }

  static Workload.Preparation of(UnaryOperator<NDArray> f, Input input) {
    return (n, dtype) -> {
      var compiled = Jit.jit("f", f);
      NDArray x = input.make(n, dtype);
      return () -> finish(compiled.apply(x));
    };
  }

  /**
   * Waits for a result and lets go of it: a peer's result is freed when the call's value is
   * dropped, ours only by {@code close} or when a collection finds it.
   */
  static void finish(NDArray result) {
    result.blockUntilReady();
    result.close();
  }
}
