package dev.sparrow.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the machine can do without Sparrow, on one core: a copy, and selu written by hand with the
 * Vector API. It measures, nothing uses its values: its exp is shorter than the library's.
 */
final class Yardsticks {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int ALIGNMENT_BYTES = 64;

  private static final float LAMBDA = 1.05f;
  private static final float ALPHA = 1.67f;

  private static final float LOG2_E = 0x1.715476p0f; // 1.442695
  private static final float LN2_HI = 0x1.63p-1f; // 0.693359375: few bits, n * LN2_HI is exact
  private static final float LN2_LO = -0x1.bd0106p-13f; // -2.12194440e-4
  private static final float ROUND = 0x1.8p23f; // adding and subtracting it rounds to an integer
  private static final int EXPONENT_BIAS = 127;
  private static final int EXPONENT_SHIFT = 23;
  private static final float LEAST = -87f; // below, exp is subnormal

  private final long bytes;
  private final MemorySegment from;
  private final MemorySegment to;

  Yardsticks(int elements) {
    if (elements % FLOATS.length() != 0) {
      throw new IllegalArgumentException(
          "yardsticks: " + elements + " is no multiple of the vector length " + FLOATS.length());
    }
    bytes = (long) elements * Float.BYTES;
    from = Arena.global().allocate(bytes, ALIGNMENT_BYTES);
    to = Arena.global().allocate(bytes, ALIGNMENT_BYTES);
  }

  void fill(float[] values) {
    MemorySegment.copy(values, 0, from, ValueLayout.JAVA_FLOAT, 0, values.length);
  }

  MemorySegment copy() {
    return to.copyFrom(from);
  }

  MemorySegment selu() {
    for (long at = 0; at < bytes; at += FLOATS.vectorByteSize()) {
      FloatVector x = FloatVector.fromMemorySegment(FLOATS, from, at, ORDER);
      FloatVector negative = x.max(LEAST);
      // exp(x) = 2^n exp(r), r = x - n ln 2; the series of exp to x^6 is enough for |r| <= ln2 / 2.
      FloatVector n = negative.mul(LOG2_E).add(ROUND).sub(ROUND);
      FloatVector r = n.fma(n.broadcast(-LN2_LO), n.fma(n.broadcast(-LN2_HI), negative));
      FloatVector series =
          r.mul(1 / 720f)
              .add(1 / 120f)
              .fma(r, r.broadcast(1 / 24f))
              .fma(r, r.broadcast(1 / 6f))
              .fma(r, r.broadcast(1 / 2f))
              .fma(r, r.broadcast(1f))
              .fma(r, r.broadcast(1f));
      IntVector exponent =
          n.convertShape(VectorOperators.F2I, INTS, 0)
              .reinterpretAsInts()
              .add(EXPONENT_BIAS)
              .lanewise(VectorOperators.LSHL, EXPONENT_SHIFT);
      FloatVector exp = series.mul(exponent.reinterpretAsFloats());
      VectorMask<Float> positive = x.compare(VectorOperators.GT, 0f);
      exp.mul(ALPHA).sub(ALPHA).blend(x, positive).mul(LAMBDA).intoMemorySegment(to, at, ORDER);
    }
    return to;
  }
}
