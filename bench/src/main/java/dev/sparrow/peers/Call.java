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
      return () -> compiled.apply(x).blockUntilReady();
    };
  }
}
