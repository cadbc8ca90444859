package dev.sparrow.jit.scan;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

import dev.sparrow.jit.codegen.Memory;

/** Running sums of float32. */
final class FloatSums implements SumFold {
  @Override
  public void totals(long from, long step, long leaf, int count, long[] totals, int first) {
    float s0 = Memory.loadF32(from);
    float s1 = Memory.loadF32(from + leaf);
    float s2 = Memory.loadF32(from + 2 * leaf);
    float s3 = Memory.loadF32(from + 3 * leaf);
    float s4 = Memory.loadF32(from + 4 * leaf);
    float s5 = Memory.loadF32(from + 5 * leaf);
    float s6 = Memory.loadF32(from + 6 * leaf);
    float s7 = Memory.loadF32(from + 7 * leaf);
    for (int i = 1; i < count; i++) {
      long at = from + i * step;
      s0 += Memory.loadF32(at);
      s1 += Memory.loadF32(at + leaf);
      s2 += Memory.loadF32(at + 2 * leaf);
      s3 += Memory.loadF32(at + 3 * leaf);
      s4 += Memory.loadF32(at + 4 * leaf);
      s5 += Memory.loadF32(at + 5 * leaf);
      s6 += Memory.loadF32(at + 6 * leaf);
      s7 += Memory.loadF32(at + 7 * leaf);
    }
    totals[first] = floatToRawIntBits(s0);
    totals[first + 1] = floatToRawIntBits(s1);
    totals[first + 2] = floatToRawIntBits(s2);
    totals[first + 3] = floatToRawIntBits(s3);
    totals[first + 4] = floatToRawIntBits(s4);
    totals[first + 5] = floatToRawIntBits(s5);
    totals[first + 6] = floatToRawIntBits(s6);
    totals[first + 7] = floatToRawIntBits(s7);
  }

  @Override
  public void behind(Leaves from, Leaves to, int count, long[] before, int first) {
    float b0 = intBitsToFloat((int) before[first]);
    float b1 = intBitsToFloat((int) before[first + 1]);
    float b2 = intBitsToFloat((int) before[first + 2]);
    float b3 = intBitsToFloat((int) before[first + 3]);
    // -0 is what changes no sum, not even -0.
    float s0 = -0.0f;
    float s1 = -0.0f;
    float s2 = -0.0f;
    float s3 = -0.0f;
    long read = from.leaf();
    long write = to.leaf();
    for (int i = 0; i < count; i++) {
      long at = from.address() + i * from.step();
      long target = to.address() + i * to.step();
      s0 += Memory.loadF32(at);
      s1 += Memory.loadF32(at + read);
      s2 += Memory.loadF32(at + 2 * read);
      s3 += Memory.loadF32(at + 3 * read);
      Memory.storeBytes4(floatToRawIntBits(b0 + s0), target);
      Memory.storeBytes4(floatToRawIntBits(b1 + s1), target + write);
      Memory.storeBytes4(floatToRawIntBits(b2 + s2), target + 2 * write);
      Memory.storeBytes4(floatToRawIntBits(b3 + s3), target + 3 * write);
    }
    float any = b0 + s0 + (b1 + s1) + (b2 + s2) + (b3 + s3);
    if (Float.isNaN(any)) {
      for (int leaf = 0; leaf < SUMS; leaf++) {
        canonicalize(to.address() + leaf * write, to.step(), count);
      }
    }
  }

  /** NaN stays from where it is met, so this is rare. */
  private static void canonicalize(long to, long step, int count) {
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(Memory.loadF32(to + i * step))) {
        Memory.storeBytes4(floatToRawIntBits(Float.NaN), to + i * step);
      }
    }
  }
}
