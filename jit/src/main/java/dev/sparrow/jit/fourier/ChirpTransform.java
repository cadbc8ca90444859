package dev.sparrow.jit.fourier;

import dev.sparrow.jit.codegen.ButterflyBody.Sense;
import dev.sparrow.jit.codegen.Memory;
import dev.sparrow.jit.codegen.UnitRoots;
import dev.sparrow.jit.lower.LaneType;
import java.lang.ref.Reference;

/**
 * Transforms lines whose length has a large prime factor: as jk = (j² + k² - (k-j)²) / 2, a
 * transform is a convolution between two turns (L. Bluestein, 1970), and convolutions are products
 * of transforms, here of a power of two.
 */
final class ChirpTransform implements LineTransform {
  private final int n;
  private final int padded;
  private final LaneType type;
  private final LineTransform ahead;
  private final LineTransform back;

  /** w^(j²/2) for each j, as pairs. */
  private final Table turns;

  /** The transform of the chirp, as pairs. */
  private final Table spectrum;

  ChirpTransform(int n, LaneType type, Sense sense, FourierLoops loops) {
    this.n = n;
    this.padded = Integer.highestOneBit(2 * n - 1) << 1;
    this.type = type;
    this.ahead = LineTransform.of(padded, type, Sense.FORWARD, loops);
    this.back = LineTransform.of(padded, type, Sense.BACKWARD, loops);
    double sign = sense == Sense.FORWARD ? -1 : 1;
    this.turns = new Table(type, 2L * n);
    Table chirp = new Table(LaneType.F64, 2L * padded);
    for (int j = 0; j < n; j++) {
      long power = (long) j * j % (2L * n);
      double re = UnitRoots.cosine(power, 2L * n);
      double im = sign * UnitRoots.sine(power, 2L * n);
      turns.set(2L * j, re);
      turns.set(2L * j + 1, im);
      for (int place : new int[] {j, (padded - j) % padded}) {
        chirp.set(2L * place, re);
        chirp.set(2L * place + 1, -im);
      }
    }
    this.spectrum = spectrum(chirp, loops);
  }

  /** Computed in float64 and rounded. */
  private Table spectrum(Table chirp, FourierLoops loops) {
    LineTransform wide = LineTransform.of(padded, LaneType.F64, Sense.FORWARD, loops);
    Table result = new Table(LaneType.F64, 2L * padded);
    Table scratch = new Table(LaneType.F64, wide.scratchBytes() / Double.BYTES);
    Table rounded = new Table(type, 2L * padded);
    try {
      wide.run(
          new Lines(new long[] {chirp.address()}, 2 * Double.BYTES, result.address()),
          1,
          1,
          scratch.address());
      for (int i = 0; i < 2 * padded; i++) {
        rounded.set(i, Memory.loadF64(result.address() + (long) i * Double.BYTES));
      }
    } finally {
      Reference.reachabilityFence(chirp);
      Reference.reachabilityFence(scratch);
      Reference.reachabilityFence(result);
    }
    return rounded;
  }

  @Override
  public int together() {
    return 1;
  }

  @Override
  public long scratchBytes() {
    return 4L * padded * type.bytes() + Math.max(ahead.scratchBytes(), back.scratchBytes());
  }

  @Override
  public void run(Lines lines, int count, double scale, long scratch) {
    try {
      long pair = 2L * type.bytes();
      long operand = scratch;
      long result = operand + padded * pair;
      long rest = result + padded * pair;
      Lines there = new Lines(new long[] {operand}, pair, result);
      Lines again = new Lines(new long[] {result}, pair, operand);
      for (int line = 0; line < count; line++) {
        Pairs.multiply(type, lines.from()[line], lines.step(), turns.address(), operand, n);
        Pairs.clear(operand + n * pair, (padded - n) * pair);
        ahead.run(there, 1, 1, rest);
        Pairs.multiply(type, result, pair, spectrum.address(), result, padded);
        back.run(again, 1, scale / padded, rest);
        Pairs.multiply(
            type, operand, pair, turns.address(), lines.to() + (long) line * n * pair, n);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
