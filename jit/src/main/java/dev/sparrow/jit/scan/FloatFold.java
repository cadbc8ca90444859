package dev.sparrow.jit.scan;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;

import dev.sparrow.array.DType;
import dev.sparrow.graph.Literal;
import dev.sparrow.graph.Monoid;
import dev.sparrow.jit.codegen.Memory;
import org.jspecify.annotations.Nullable;

/** Folds of float32, and of narrower floats that are widened. */
final class FloatFold extends FoldType {
  private final Monoid monoid;
  private final DType dtype;

  FloatFold(Monoid monoid, DType dtype) {
    this.monoid = monoid;
    this.dtype = dtype;
  }

  @Override
  @Nullable SumFold sums() {
    return monoid == Monoid.SUM && dtype == DType.FLOAT32 ? new FloatSums() : null;
  }

  private float load(long address) {
    return switch (dtype) {
      case FLOAT16 -> Float.float16ToFloat((short) Memory.loadBytes2(address));
      case BFLOAT16 -> intBitsToFloat(Memory.loadBytes2(address) << 16);
      default -> Memory.loadF32(address);
    };
  }

  private void store(float value, long address) {
    if (dtype == DType.FLOAT32) {
      Memory.storeBytes4(Float.floatToIntBits(value), address);
    } else {
      float canonical = Float.isNaN(value) ? Float.NaN : value;
      Memory.storeBytes2((int) Literal.bitsOf(dtype, canonical), address);
    }
  }

  private float apply(float left, float right) {
    return switch (monoid) {
      case SUM -> left + right;
      case PROD -> left * right;
      case MAX -> Math.max(left, right);
      case MIN -> Math.min(left, right);
      case AND, OR, XOR -> throw new IllegalStateException(monoid.jaxName());
    };
  }

  @Override
  long combine(long left, long right) {
    return floatToRawIntBits(apply(intBitsToFloat((int) left), intBitsToFloat((int) right)));
  }

  @Override
  long fold(long from, long fromStep, long to, long toStep, int count) {
    float fold = load(from);
    store(fold, to);
    for (int i = 1; i < count; i++) {
      fold = apply(fold, load(from + i * fromStep));
      store(fold, to + i * toStep);
    }
    return floatToRawIntBits(fold);
  }

  @Override
  void foldBehind(long from, long fromStep, long to, long toStep, int count, long before) {
    float ahead = intBitsToFloat((int) before);
    float fold = load(from);
    store(apply(ahead, fold), to);
    for (int i = 1; i < count; i++) {
      fold = apply(fold, load(from + i * fromStep));
      store(apply(ahead, fold), to + i * toStep);
    }
  }

  @Override
  void combine(long to, long toStep, int count, long before) {
    float ahead = intBitsToFloat((int) before);
    if (monoid == Monoid.SUM) {
      for (int i = 0; i < count; i++) {
        long at = to + i * toStep;
        Memory.storeBytes4(Float.floatToIntBits(ahead + Memory.loadF32(at)), at);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      long at = to + i * toStep;
      store(apply(ahead, load(at)), at);
    }
  }

  @Override
  void foldChains(long[] from, long fromStep, long[] to, long toStep, int count, long[] results) {
    if (monoid != Monoid.SUM || dtype != DType.FLOAT32) {
      super.foldChains(from, fromStep, to, toStep, count, results);
      return;
    }
    float[] first = new float[RunningFold.CHAINS];
    for (int chain = 0; chain < first.length; chain++) {
      first[chain] = Memory.loadF32(from[chain]);
      store(first[chain], to[chain]);
    }
    float s0 = first[0];
    float s1 = first[1];
    float s2 = first[2];
    float s3 = first[3];
    float s4 = first[4];
    float s5 = first[5];
    float s6 = first[6];
    float s7 = first[7];
    for (int i = 1; i < count; i++) {
      long read = i * fromStep;
      long write = i * toStep;
      s0 += Memory.loadF32(from[0] + read);
      s1 += Memory.loadF32(from[1] + read);
      s2 += Memory.loadF32(from[2] + read);
      s3 += Memory.loadF32(from[3] + read);
      s4 += Memory.loadF32(from[4] + read);
      s5 += Memory.loadF32(from[5] + read);
      s6 += Memory.loadF32(from[6] + read);
      s7 += Memory.loadF32(from[7] + read);
      Memory.storeBytes4(Float.floatToIntBits(s0), to[0] + write);
      Memory.storeBytes4(Float.floatToIntBits(s1), to[1] + write);
      Memory.storeBytes4(Float.floatToIntBits(s2), to[2] + write);
      Memory.storeBytes4(Float.floatToIntBits(s3), to[3] + write);
      Memory.storeBytes4(Float.floatToIntBits(s4), to[4] + write);
      Memory.storeBytes4(Float.floatToIntBits(s5), to[5] + write);
      Memory.storeBytes4(Float.floatToIntBits(s6), to[6] + write);
      Memory.storeBytes4(Float.floatToIntBits(s7), to[7] + write);
    }
    float[] last = {s0, s1, s2, s3, s4, s5, s6, s7};
    for (int chain = 0; chain < last.length; chain++) {
      results[chain] = floatToRawIntBits(last[chain]);
    }
  }
}
