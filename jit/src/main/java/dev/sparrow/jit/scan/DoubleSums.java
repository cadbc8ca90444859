package dev.sparrow.jit.scan;

import static java.lang.Double.doubleToRawLongBits;
import static java.lang.Double.longBitsToDouble;

import dev.sparrow.jit.codegen.Memory;

/** Running sums of float64. */
final class DoubleSums implements SumFold {
  @Override
  public void totals(long from, long step, long leaf, int count, long[] totals, int first) {
    double s0 = Memory.loadF64(from);
    double s1 = Memory.loadF64(from + leaf);
    double s2 = Memory.loadF64(from + 2 * leaf);
    double s3 = Memory.loadF64(from + 3 * leaf);
    double s4 = Memory.loadF64(from + 4 * leaf);
    double s5 = Memory.loadF64(from + 5 * leaf);
    double s6 = Memory.loadF64(from + 6 * leaf);
    double s7 = Memory.loadF64(from + 7 * leaf);
    for (int i = 1; i < count; i++) {
      long at = from + i * step;
      s0 += Memory.loadF64(at);
      s1 += Memory.loadF64(at + leaf);
      s2 += Memory.loadF64(at + 2 * leaf);
      s3 += Memory.loadF64(at + 3 * leaf);
      s4 += Memory.loadF64(at + 4 * leaf);
      s5 += Memory.loadF64(at + 5 * leaf);
      s6 += Memory.loadF64(at + 6 * leaf);
      s7 += Memory.loadF64(at + 7 * leaf);
    }
    totals[first] = doubleToRawLongBits(s0);
    totals[first + 1] = doubleToRawLongBits(s1);
    totals[first + 2] = doubleToRawLongBits(s2);
    totals[first + 3] = doubleToRawLongBits(s3);
    totals[first + 4] = doubleToRawLongBits(s4);
    totals[first + 5] = doubleToRawLongBits(s5);
    totals[first + 6] = doubleToRawLongBits(s6);
    totals[first + 7] = doubleToRawLongBits(s7);
  }

  @Override
  public void behind(Leaves from, Leaves to, int count, long[] before, int first) {
    double b0 = longBitsToDouble(before[first]);
    double b1 = longBitsToDouble(before[first + 1]);
    double b2 = longBitsToDouble(before[first + 2]);
    double b3 = longBitsToDouble(before[first + 3]);
    // -0 is what changes no sum, not even -0.
    double s0 = -0.0;
    double s1 = -0.0;
    double s2 = -0.0;
    double s3 = -0.0;
    long read = from.leaf();
    long write = to.leaf();
    for (int i = 0; i < count; i++) {
      long at = from.address() + i * from.step();
      long target = to.address() + i * to.step();
      s0 += Memory.loadF64(at);
      s1 += Memory.loadF64(at + read);
      s2 += Memory.loadF64(at + 2 * read);
      s3 += Memory.loadF64(at + 3 * read);
      Memory.store(doubleToRawLongBits(b0 + s0), target);
      Memory.store(doubleToRawLongBits(b1 + s1), target + write);
      Memory.store(doubleToRawLongBits(b2 + s2), target + 2 * write);
      Memory.store(doubleToRawLongBits(b3 + s3), target + 3 * write);
    }
    double any = b0 + s0 + (b1 + s1) + (b2 + s2) + (b3 + s3);
    if (Double.isNaN(any)) {
      for (int leaf = 0; leaf < SUMS; leaf++) {
        canonicalize(to.address() + leaf * write, to.step(), count);
      }
    }
  }

  /** NaN stays from where it is met, so this is rare. */
  private static void canonicalize(long to, long step, int count) {
    for (int i = 0; i < count; i++) {
      if (Double.isNaN(Memory.loadF64(to + i * step))) {
        Memory.store(doubleToRawLongBits(Double.NaN), to + i * step);
      }
    }
  }
}
