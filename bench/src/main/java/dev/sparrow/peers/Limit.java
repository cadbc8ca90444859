package dev.sparrow.peers;

import dev.sparrow.array.DType;

/** What bounds a workload from below: the work that no implementation can avoid. */
sealed interface Limit {
  /**
   * The least time.
   *
   * @param n size of the workload
   * @param dtype element type
   * @param machine what the machine can do
   * @return microseconds; 0 where no simple bound is known
   */
  double micros(long n, DType dtype, Machine machine);

  /**
   * Memory that must be read and written.
   *
   * @param perElement elements of the workload's dtype moved for each of n
   */
  record Traffic(double perElement) implements Limit {
    @Override
    public double micros(long n, DType dtype, Machine machine) {
      return n * perElement * dtype.bytes() / machine.bytesPerMicro();
    }
  }

  /**
   * Arithmetic that must be done.
   *
   * @param factor floating-point operations are {@code factor · n^power}
   * @param power exponent of n
   */
  record Arithmetic(double factor, int power) implements Limit {
    @Override
    public double micros(long n, DType dtype, Machine machine) {
      return factor * Math.pow((double) n, power) / machine.flopsPerMicro(dtype);
    }
  }

  /** No bound that says much: latency of a call, a chain of dependent steps. */
  record Unknown() implements Limit {
    @Override
    public double micros(long n, DType dtype, Machine machine) {
      return 0;
    }
  }
}
