package dev.sparrow.peers;

import dev.sparrow.array.DType;
import dev.sparrow.array.NDArray;
import dev.sparrow.array.Shape;
import dev.sparrow.random.Random;

/** Arrays that workloads run on: ready, and drawn from one key, so each run has the same. */
final class Inputs {
  private Inputs() {}

  static NDArray normal(long n, DType dtype) {
    return Random.normal(Random.key(0), Shape.of(n), dtype).blockUntilReady();
  }

  static NDArray unit(long n, DType dtype) {
    return uniform(-1, 1, n, dtype);
  }

  static NDArray uniform(double low, double high, long n, DType dtype) {
    return Random.uniform(Random.key(1), Shape.of(n), dtype)
        .mul(high - low)
        .add(low)
        .blockUntilReady();
  }

  /** A square matrix of about n elements. */
  static NDArray square(long n, DType dtype) {
    long side = Math.round(Math.sqrt((double) n));
    return Random.normal(Random.key(0), Shape.of(side, side), dtype).blockUntilReady();
  }
}
