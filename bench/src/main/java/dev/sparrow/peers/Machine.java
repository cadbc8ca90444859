package dev.sparrow.peers;

import dev.sparrow.array.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/**
 * What the machine can do, measured: bytes a copy moves and multiply-adds a core does.
 *
 * @param bytesPerMicro bytes read and written by a plain copy, in a microsecond
 * @param floatsPerMicro float32 operations in a microsecond, a fused multiply-add counting as two
 * @param doublesPerMicro float64 operations in a microsecond
 */
record Machine(double bytesPerMicro, double floatsPerMicro, double doublesPerMicro) {
  /** Past every cache, as large as the largest workload's operands. */
  private static final long COPY_BYTES = 64L << 20;

  /** Loops must be compiled before they show the machine and not the interpreter. */
  private static final long MEASURED_NANOS = 2_000_000_000L;

  private static final int FMA_STEPS = 20_000;

  /** Independent accumulators: enough to hide the latency of fma on two ports. */
  private static final int CHAINS = 12;

  double flopsPerMicro(DType dtype) {
    return dtype == DType.FLOAT64 ? doublesPerMicro : floatsPerMicro;
  }

  /**
   * Measures this machine.
   *
   * @param threads how many cores work at once
   * @return the best of several rounds each
   */
  static Machine measure(int threads) {
    double copy = 0;
    double floats = 0;
    double doubles = 0;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment from = arena.allocate(COPY_BYTES, Long.BYTES);
      MemorySegment to = arena.allocate(COPY_BYTES, Long.BYTES);
      long end = System.nanoTime() + MEASURED_NANOS;
      while (System.nanoTime() < end) {
        copy =
            Math.max(copy, 2 * COPY_BYTES / micros(threads, part -> copy(from, to, part, threads)));
        floats =
            Math.max(floats, threads * floatWork() / micros(threads, _ -> multiplyAddFloats()));
        doubles =
            Math.max(doubles, threads * doubleWork() / micros(threads, _ -> multiplyAddDoubles()));
      }
    }
    return new Machine(copy, floats, doubles);
  }

  private interface Part {
    void run(int number);
  }

  private static double micros(int threads, Part part) {
    long begin = System.nanoTime();
    IntStream.range(0, threads).parallel().forEach(part::run);
    return (System.nanoTime() - begin) / 1e3;
  }

  private static void copy(MemorySegment from, MemorySegment to, int part, int parts) {
    long size = COPY_BYTES / parts;
    to.asSlice(part * size, size).copyFrom(from.asSlice(part * size, size));
  }

  private static double floatWork() {
    return 2.0 * CHAINS * FMA_STEPS * FloatVector.SPECIES_PREFERRED.length();
  }

  private static double doubleWork() {
    return 2.0 * CHAINS * FMA_STEPS * DoubleVector.SPECIES_PREFERRED.length();
  }

  /** Twelve chains in locals, for only locals stay in registers. */
  private static void multiplyAddFloats() {
    var species = FloatVector.SPECIES_PREFERRED;
    FloatVector x = FloatVector.broadcast(species, 0.999f);
    FloatVector y = FloatVector.broadcast(species, 0.5f);
    FloatVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
    for (int step = 0; step < FMA_STEPS; step++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    consume(a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0));
  }

  private static void multiplyAddDoubles() {
    var species = DoubleVector.SPECIES_PREFERRED;
    DoubleVector x = DoubleVector.broadcast(species, 0.999);
    DoubleVector y = DoubleVector.broadcast(species, 0.5);
    DoubleVector a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
    for (int step = 0; step < FMA_STEPS; step++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    consume(a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0));
  }

  /** Where results go, so that the loops above are not optimised away. */
  private static volatile double sink;

  private static void consume(double value) {
    sink = value;
  }

  /** {@return the last result; only there to be read} */
  static double lastResult() {
    return sink;
  }
}
